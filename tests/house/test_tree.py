"""The house rules that a machine can hold: who may import what, and how long things may grow."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted(path for folder in ("tracing", "pipelines") for path in (ROOT / folder).rglob("*.py"))
NOUNS = [path for path in CODE if path.is_relative_to(ROOT / "tracing")]
MOST_LINES = 300
LONGEST_FUNCTION = 35


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """The top-level names of the packages that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", NOUNS, ids=named)
def test_nouns_know_no_prefect_no_environment_no_logger_and_no_verbs(path):
    assert not imported(path) & {"prefect", "logging", "argparse", "pipelines"}
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"os\.environ|getenv|datetime\.now|time\.time\(|^\s*print\(", text, re.MULTILINE)


@pytest.mark.parametrize("path", CODE, ids=named)
def test_only_the_store_knows_duckdb(path):
    assert ("duckdb" in imported(path)) == (named(path) == "tracing/store.py")


@pytest.mark.parametrize("path", CODE, ids=named)
def test_only_the_settings_read_the_environment(path):
    reads = re.search(r"os\.environ(\.get|\[[^\]]*\](?!\s*=))", path.read_text(encoding="utf-8"))
    assert not reads or named(path) == "pipelines/settings.py"


@pytest.mark.parametrize("path", CODE, ids=named)
def test_files_and_functions_stay_short_and_say_what_they_are(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert text.count("\n") <= MOST_LINES
    assert not text.strip() or ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, node.name
    for node in public_functions(tree):
        assert ast.get_docstring(node) or len(node.body) == 1, node.name


def public_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """The public functions of a module and methods of its public classes."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    nodes = [*tree.body, *(node for one in classes for node in one.body)]
    return [node for node in nodes if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def test_no_tracked_file_names_a_registry_or_a_path_of_some_machine():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    files = listed.stdout.split("\n")
    words = ["py" + "pi.org", "python" + "hosted", "npm" + "js", "/ho" + "me/", "/ro" + "ot/"]
    for name in filter(None, files):
        path = ROOT / name
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        assert not [word for word in words if word in text and "vendor" not in name], name
