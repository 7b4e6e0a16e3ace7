"""The copy holds what the table holds: however the rows came, whatever was interrupted."""

from collections.abc import Iterator
from random import Random
from unittest.mock import patch

import pytest

from pipelines import ingest
from tests.clustered.growing import BULK, Grown, drawn, grown, people, told
from tests.lib import product
from tests.lib.worlds import ALL_EVIDENCE, random_world
from tracing import records
from tracing.clustered import growth
from tracing.clustered.growth import Growing
from tracing.errors import StoreDamaged
from tracing.model import KINDS
from tracing.records import load
from tracing.standing import LINE_BITS


@pytest.fixture
def empty(tmp_path) -> Iterator[Grown]:
    with grown(tmp_path) as store:
        yield store


def cut(rows: list, seed: int) -> list[list]:
    """The same rows in another order, in several files; some rows in two of them."""
    dice = Random(seed)
    mixed = dice.sample(rows, len(rows)) + dice.sample(rows, len(rows) // 4)
    ends = sorted(dice.sample(range(1, len(mixed)), min(4, len(mixed) - 1)))
    return [mixed[begin:end] for begin, end in zip([0, *ends], [*ends, len(mixed)], strict=True)]


@pytest.mark.parametrize("kind", BULK)
def test_rows_in_any_order_and_in_any_files_make_the_same_copy(kind, empty, tmp_path_factory):
    rows = drawn(kind, seed=1)
    empty.take(kind, rows)
    assert empty.copied(kind) == empty.table(kind) != []
    with grown(tmp_path_factory.mktemp("cut")) as other:
        accounts = [other.take(kind, file) for file in cut(rows, seed=2)]
        assert other.copied(kind) == other.table(kind) == empty.copied(kind)
    assert sum(one.rows_kept for one in accounts) == len(empty.table(kind))
    assert sum(one.rows_known for one in accounts) > 0


@pytest.mark.parametrize("seed", range(3))
def test_files_cut_in_any_way_are_screened_alike(seed, tmp_path):
    world = random_world(seed, ALL_EVIDENCE)
    asked = (world.definition, world.as_of, world.timezone)
    few = [(kind, rows) for kind, rows in world.files.items() if kind not in BULK]
    many = [(kind, part) for kind in BULK for part in cut(world.files.get(kind) or [{}] * 5, seed)]
    Random(seed).shuffle(many)
    files = [(kind, [row for row in rows if row]) for kind, rows in [*few, *many]]
    paths = [product.write_csv(tmp_path / f"{kind}_{n}.csv", rows) for n, (kind, rows) in enumerate(files) if rows]
    with patch.multiple(growth, AT_LEAST=0, PART=7, FAN=3):
        told_in_parts = product.screen_files(paths, *asked)
    whole = product.screen(world.files, *asked)
    assert told_in_parts.lines == whole.lines
    assert told_in_parts.exposures == whole.exposures


@pytest.mark.parametrize("kind", BULK)
def test_the_same_rows_again_are_known(kind, empty):
    rows = drawn(kind, seed=3)
    first = empty.take(kind, rows)
    again = empty.take(kind, [*reversed(rows), *drawn(kind, seed=4, count=1)])
    assert (again.rows_kept, again.rows_known) == (1, len(rows))
    assert first.rows_kept + again.rows_kept == len(empty.copied(kind))


@pytest.mark.parametrize("kind", BULK)
def test_eight_segments_of_one_size_become_one(kind, empty):
    usual = {"PART": 1_000_000, "FAN": 8}
    rows = drawn(kind, seed=5, count=90)
    for number in range(7):
        empty.take(kind, rows[10 * number : 10 * number + 10], **usual)
    assert empty.segments(kind)[0] == 7
    empty.take(kind, rows[70:80], **usual)
    assert empty.segments(kind)[0] == 1
    empty.take(kind, rows[80:], **usual)
    assert empty.segments(kind)[0] == 2
    assert empty.copied(kind) == empty.table(kind)
    assert len(list(empty.clustered.iterdir())) == 2 * sum(empty.segments(kind))


def test_files_that_count_no_longer_are_removed_and_others_left_alone(empty):
    empty.take("checkins", drawn("checkins", seed=6))
    for name in ("000999.npy", "000999.pages.npy", "notes.txt"):
        (empty.clustered / name).write_bytes(b"left by a killed run")
    empty.take("tickets", drawn("tickets", seed=6))
    left = {path.name for path in empty.clustered.iterdir()}
    assert "notes.txt" in left
    assert len(left) == 1 + 2 * sum(empty.segments("checkins") + empty.segments("tickets"))
    assert empty.copied("checkins") == empty.table("checkins")


@pytest.mark.parametrize("kind", BULK)
def test_a_file_that_fails_at_its_end_leaves_the_old_copy(kind, empty):
    """Its segments lie there already, under the numbers that the next file's get."""
    empty.take(kind, drawn(kind, seed=7))
    before, copy = empty.copied(kind), empty.stored()
    with patch.object(ingest.ledger, "settle", side_effect=OSError), pytest.raises(OSError):
        empty.take(kind, drawn(kind, seed=8))
    assert empty.copied(kind) == before == empty.table(kind)
    empty.take(kind, drawn(kind, seed=9))
    assert empty.copied(kind) == empty.table(kind) != before
    assert told(copy.of(people(empty.store))[kind]) == before


def test_a_copy_begins_when_a_kind_has_many_rows_and_takes_the_earlier_ones_in(empty):
    """Also those of the file that is being read, which the store holds in a transaction still."""
    empty.take("checkins", drawn("checkins", seed=10), AT_LEAST=45)
    assert not empty.clustered.exists()
    kind, more = KINDS["checkins"], load(empty.store, ["checkins"])["checkins"].with_columns(place_id=None)
    more = more.rename({"record": "line"}).with_columns(line=more["record"] % 2**LINE_BITS)
    more = more.with_columns(place_id=more["person_id"])
    with patch.multiple(growth, AT_LEAST=45, PART=7, FAN=3), empty.store.transaction():
        records.add(empty.store, kind, more, 99)
        copy = Growing.of(empty.store, empty.clustered, kind)
        copy.settle()
    assert empty.copied("checkins") == empty.table("checkins")
    assert len(empty.table("checkins")) == 2 * len(more)


def test_a_small_kind_is_not_copied_where_another_is(empty):
    empty.take("checkins", drawn("checkins", seed=11), AT_LEAST=30)
    empty.take("tickets", drawn("tickets", seed=11, count=10), AT_LEAST=30)
    empty.take("checkins", drawn("checkins", seed=12), AT_LEAST=30)
    assert empty.segments("tickets") == [0, 0]
    assert min(empty.segments("checkins")) > 0
    assert empty.copied("tickets") == empty.table("tickets")
    assert empty.copied("checkins") == empty.table("checkins")


@pytest.mark.parametrize("kind", BULK)
def test_the_records_of_some_people(kind, empty):
    empty.take(kind, drawn(kind, seed=13))
    for some in (people(empty.store)[:2], people(empty.store)[3:4], ["pnobody"], []):
        columns = ["person_a", "person_b"] if kind == "proximity" else ["person_id"]
        frame = load(empty.store, [kind])[kind]
        theirs = [any(row[name] in some for name in columns) for row in frame.select(columns).rows(named=True)]
        assert told(empty.stored().of(some)[kind]) == told(frame.filter(theirs))


def test_the_passages_of_plates_that_people_are_linked_to(empty):
    linked = [{"plate": "A1", "person_id": "p1"}, {"plate": "B2", "person_id": "p2"}]
    empty.take("vehicles", linked)
    empty.take(
        "passages", [drawn("passages", 17)[0] | {"person_id": "", "plate": plate} for plate in ("A1", "B2", "C3")]
    )
    vehicles = load(empty.store, ["vehicles"])["vehicles"]
    for plate, person in vehicles.select("plate", "person_id").rows():
        assert empty.stored().of([person])["passages"]["plate"].to_list() == [plate]


@pytest.mark.parametrize("name", ["000001.npy", "000001.pages.npy"])
def test_a_segment_that_is_missing_or_none_is_told_by_its_file(name, empty):
    empty.take("tickets", drawn("tickets", seed=14), PART=1_000_000)
    written = (empty.clustered / name).read_bytes()
    for damaged in (b"no segment", b"", written[:-1], written + b"1"):
        (empty.clustered / name).write_bytes(damaged)
        with pytest.raises(StoreDamaged, match=r"000001\.npy: "):
            empty.stored()
    (empty.clustered / name).unlink()
    with pytest.raises(StoreDamaged, match=r"000001\.npy: "):
        empty.stored()
