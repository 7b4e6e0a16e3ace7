"""`tracing definitions`: the list, a definition in words, and the check of a file."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from pipelines.catalogue import add_deeds, wrapped
from pipelines.definitions_command import definitions
from tests.definitions.documents import GOOD
from tracing.definitions import find, load, shipped
from tracing.errors import DefinitionRefused


def run(*arguments: str, workspace: Path) -> int:
    parser = ArgumentParser()
    add_deeds(parser, "definition")
    parser.set_defaults(workspace=str(workspace))
    return definitions(parser.parse_args(arguments)) or 0


@pytest.fixture
def workspace(tmp_path) -> Path:
    """A workspace with three definitions: one of its own, one in place of a shipped one, and one that is refused."""
    own = tmp_path / "definitions"
    own.mkdir()
    (own / "our-town.toml").write_text(GOOD.replace("covid-cn-9", "our-town"), encoding="utf-8")
    (own / "covid-who.toml").write_text(GOOD.replace("covid-cn-9", "covid-who"), encoding="utf-8")
    (own / "broken.toml").write_text(GOOD.replace("before_days = 2", ""), encoding="utf-8")
    return tmp_path


def test_without_a_workspace_the_shipped_ones_are_listed(tmp_path, capsys):
    assert run(workspace=tmp_path / "nowhere") == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split() == ["id", "in", "force", "rules", "where", "title"]
    assert [line.split()[0] for line in lines] == sorted(path.stem for path in shipped().glob("*.toml"))
    for line in lines:
        definition = find(line.split()[0], [shipped()])
        assert line.endswith(f"{len(definition.rules)}  shipped  {definition.title}")
        assert len(line) <= 100


def test_the_list_says_from_when_to_when(tmp_path, capsys):
    folder = tmp_path / "definitions"
    folder.mkdir()
    days = {"both": "valid_from = 2022-06-28\nvalid_until = 2022-11-10", "last": "valid_until = 2022-11-10"}
    for name, said in days.items():
        (folder / f"{name}.toml").write_text(GOOD.replace("valid_from = 2022-06-28", said), encoding="utf-8")
    run(workspace=tmp_path)
    said = {line.split("  ")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "  2022-06-28 to 2022-11-10  " in said["both"]
    assert "  until 2022-11-10 " in said["last"]
    assert "  2020-10-21 on  " in said["covid-cdc"]
    assert "  no dates given  " in said["measles"]


def test_the_columns_of_the_list_stand_below_one_another(tmp_path, capsys):
    run(workspace=tmp_path)
    header, *lines = capsys.readouterr().out.splitlines()
    assert {line.index("shipped") for line in lines} == {header.index("where")}


def test_the_workspace_s_own_are_listed_and_one_that_is_refused_does_not_hide_the_others(workspace, capsys):
    assert run(workspace=workspace) == DefinitionRefused.exit_status
    printed = capsys.readouterr()
    where = {line.split()[0]: line for line in printed.out.splitlines()}
    assert "  workspace  " in where["our-town"]
    assert "  workspace  " in where["covid-who"]
    assert "  shipped  " in where["covid-cdc"]
    assert "broken" not in where
    assert printed.err.startswith(
        f"tracing: {workspace / 'definitions' / 'broken.toml'}: infectious_period.before_days: "
    )


def test_a_definition_is_shown_in_words_with_titles_validity_and_source(tmp_path, capsys):
    run("show", "covid-cn-9", workspace=tmp_path)
    text = capsys.readouterr().out
    lines = text.splitlines()
    assert lines[:3] == [
        "covid-cn-9: COVID-19, China, 9th edition",
        "新型冠状病毒肺炎防控方案（第九版）",
        "in force: 2022-06-28 to 2022-11-10",
    ]
    assert lines[3] == f"sha256: {find('covid-cn-9', [shipped()]).sha256}"
    assert "close: within 30 m, 15 minutes or more in any 24 hours, from location trails [near]" in lines
    assert "follow-up after the last contact: close 10 days, secondary 7 days, flagged 3 days" in lines
    assert "\nPrevention and control plan for COVID-19, 9th edition" in text
    assert "\n\nScreening choices: " in text


@pytest.mark.parametrize("name", sorted(path.stem for path in shipped().glob("*.toml")))
def test_what_is_shown_is_at_most_a_hundred_columns_wide_and_nothing_is_lost(name, tmp_path, capsys):
    run("show", name, workspace=tmp_path)
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 100
    definition = find(name, [shipped()])
    assert " ".join(text.split()).endswith(" ".join(definition.source.split()))
    assert all(f"[{rule.id}]" in text for rule in definition.rules)


def test_the_workspace_s_definition_goes_before_a_shipped_one(workspace, capsys):
    run("show", "covid-who", workspace=workspace)
    assert load(workspace / "definitions" / "covid-who.toml").sha256 in capsys.readouterr().out


def test_a_file_is_shown_as_well(workspace, capsys):
    run("show", str(workspace / "definitions" / "our-town.toml"), workspace=workspace / "nowhere")
    assert capsys.readouterr().out.startswith("our-town: COVID-19")


def test_what_a_definition_leaves_out_is_not_shown(tmp_path, capsys):
    small = tmp_path / "small.toml"
    rule = '[[rule]]\nid = "home"\nevidence = "household"\ntier = "close"\n'
    small.write_text(f'id = "small"\ntitle = "A small one"\n[infectious_period]\nbefore_days = 1\n{rule}')
    run("show", str(small), workspace=tmp_path)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["small: A small one", "in force: no dates given"]
    assert lines[-1].endswith("[home]")


def test_an_id_that_nobody_has_is_refused(tmp_path):
    with pytest.raises(DefinitionRefused, match="covid-xx: no definition has this id; there are covid-cdc"):
        run("show", "covid-xx", workspace=tmp_path)


def test_a_sound_file_is_called_one(workspace, capsys):
    path = workspace / "definitions" / "our-town.toml"
    assert run("check", str(path), workspace=workspace) == 0
    assert capsys.readouterr().out == f"{path}: a sound definition\n"


@pytest.mark.parametrize("name", ["broken.toml", "nowhere.toml"])
def test_a_file_that_is_not_sound_is_refused_with_status_2(workspace, name, capsys):
    path = workspace / "definitions" / name
    with pytest.raises(DefinitionRefused) as refused:
        run("check", str(path), workspace=workspace)
    assert str(refused.value).startswith(f"{path}: ")
    assert refused.value.exit_status == 2
    assert capsys.readouterr().out == ""


def test_the_workspace_may_be_named_behind_the_deed(workspace, capsys):
    parser = ArgumentParser()
    add_deeds(parser, "definition")
    definitions(parser.parse_args(["show", "our-town", "--workspace", str(workspace)]))
    assert capsys.readouterr().out.startswith("our-town: ")


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 10, []),
        ("one two three", 7, ["one two", "  three"]),
        ("one\ntwo   three", 40, ["one two three"]),
        ("unbreakable word", 5, ["unbreakable", "  word"]),
        ("密切接触者是指", 6, ["密切接", "  触者", "  是指"]),
        ("密切\n接触 8 days", 40, ["密切接触 8 days"]),
        ("第9版，two", 7, ["第9版，", "  two"]),
    ],
)
def test_text_is_wrapped_by_columns_not_by_characters(text, columns, lines):
    assert wrapped(text, columns, hanging=2) == lines
