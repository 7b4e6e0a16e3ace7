"""The same document ties two keys, and the same phone with the same name; a name or a phone alone ties nobody."""

import polars as pl
import pytest

from tests.lib.product import KEY
from tracing.frames import complete
from tracing.identity.decisions import DECLINED, PARTED
from tracing.identity.proposals import proposals

PAPERS = ("person_id", "source_key", "name", "document_type", "document_number", "phone", "region", "birth_date", "sex")
DECIDED = {"person_id": pl.String, "other_id": pl.String, "verdict": pl.String, "reasons": pl.String}
LONG, SHORT, LONGER = "11010519491231002X", "110105491231002", "440524188001010014"


def papers(*rows: dict) -> pl.DataFrame:
    told = [{"source_key": row["person_id"], "region": "CN"} | row for row in rows]
    return pl.DataFrame([[row.get(name) for name in PAPERS] for row in told], orient="row",
                        schema=dict.fromkeys(PAPERS, pl.String))  # fmt: skip


def decided(*rows: tuple) -> pl.DataFrame:
    told = pl.DataFrame(rows, orient="row", schema=DECIDED).with_row_index("decided_at")
    return told.cast({"decided_at": pl.Datetime("ms", "UTC")})


def proposed(known: pl.DataFrame, answers: pl.DataFrame | None = None, **records: pl.DataFrame) -> list[dict]:
    found = proposals(known, complete(records), decided() if answers is None else answers, KEY.seal, "Asia/Shanghai")
    return found.rows(named=True)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"document_number": LONG}, {"document_number": LONG.lower()}, "the same document"),
        ({"document_number": LONG}, {"document_number": SHORT}, "the same document"),
        ({"document_number": LONG}, {"source_key": SHORT}, "the same document"),
        ({"source_key": "11010519491231002x"}, {"source_key": LONG}, "the same document"),
        ({"phone": "13800138000", "name": "Zhang Wei"}, {"phone": "+86 138-0013-8000", "name": "ZHANG  WEI"},
         "the same phone and name"),
        ({"phone": "13800138000", "name": "张伟"}, {"source_key": "8613800138000", "name": "张 伟"},
         "the same phone and name"),
        ({"document_number": LONG, "phone": "13800138000", "name": "张伟"},
         {"document_number": LONG, "phone": "13800138000", "name": "张伟"},
         "the same document; the same phone and name"),
        ({"phone": "0912 345 678", "region": "TW", "name": "张伟"}, {"source_key": "+886912345678", "name": "张伟"},
         "the same phone and name"),
        ({"phone": "0912 345 678", "region": "TW", "name": "张伟"}, {"phone": "0912345678", "name": "张伟"}, None),
        ({"phone": "07700 900123", "region": "GB", "name": "张伟"}, {"phone": "07700 900123", "region": "MY",
         "name": "张伟"}, None),
        ({"source_key": "13800138000"}, {"source_key": "+8613800138000"}, "the same phone as key"),
        ({"source_key": "138-0013-8000"}, {"source_key": "008613800138000", "name": "张伟"}, "the same phone as key"),
        ({"source_key": "13800138000"}, {"source_key": "+8613800138001"}, None),
        ({"source_key": "13800138000"}, {"source_key": LONG, "phone": "13800138000"}, None),
        ({"source_key": "P0017"}, {"source_key": "0017"}, None),
        ({"name": "张伟"}, {"name": "张伟"}, None),
        ({"phone": "13800138000", "name": "张伟"}, {"phone": "13800138000", "name": "李娜"}, None),
        ({"phone": "13800138000"}, {"phone": "13800138000"}, None),
        ({"document_number": LONG}, {"document_number": LONGER}, None),
        ({"document_number": "none"}, {"document_number": "none"}, None),
        ({"phone": "110", "name": "张伟"}, {"phone": "110", "name": "张伟"}, None),
        *(({"phone": "13800138000", "name": name}, {"phone": "13800138000", "name": name}, None)
          for name in ("未知", "不详", " 无 ", "先生", "女士", "王女士", "张某某", "Unknown", "(none)")),
        ({"phone": "13800138000", "name": "某小丽"}, {"phone": "13800138000", "name": "某小丽"},
         "the same phone and name"),
        ({"document_number": LONG, "document_type": "resident"}, {"document_number": LONG, "document_type": "passport"},
         None),
        ({"document_number": "E12345678", "document_type": "passport"},
         {"document_number": "E12345678", "document_type": "护照"}, "the same document"),
        ({"document_number": "E12345678", "document_type": "passport"}, {"source_key": "e12345678"},
         "the same document"),
        ({"document_number": LONG, "document_type": "resident"}, {"source_key": SHORT}, "the same document"),
        ({"document_number": LONG}, {"document_number": LONG, "document_type": "Passport"}, None),
    ],
)  # fmt: skip
def test_what_ties_two_keys(one, other, told):
    found = proposed(papers({"person_id": "p"} | one, {"person_id": "q"} | other))
    assert [row["told"] for row in found] == ([told] if told else [])


def test_what_speaks_against_is_told_with_it():
    same = {"phone": "13800138000", "name": "张伟"}
    one = {"document_number": LONG, "birth_date": "1949-12-31", "sex": "F"}
    other = {"document_number": LONGER, "birth_date": "1880-01-01", "sex": "M"}
    [row] = proposed(papers({"person_id": "p"} | same | one, {"person_id": "q"} | same | other))
    assert row["against"] == "different birth dates; different resident numbers; different sexes"
    [row] = proposed(papers({"person_id": "p"} | same | one, {"person_id": "q"} | same))
    assert row["against"] is None


@pytest.mark.parametrize(
    ("one", "other"),
    [({"sex": "F"}, {"sex": "女"}), ({"birth_date": "1949-12-31"}, {"birth_date": "19491231"}),
     ({"birth_date": "1949"}, {"birth_date": "1949-12-31"}), ({"sex": "?"}, {"sex": "M"})],
)  # fmt: skip
def test_the_same_in_another_form_or_what_is_not_known_does_not_speak_against(one, other):
    same = {"document_number": LONG}
    [row] = proposed(papers({"person_id": "p"} | same | one, {"person_id": "q"} | same | other))
    assert row["against"] is None


def test_the_same_document_under_two_names_is_told_with_that_and_without_names():
    one, other = ({"document_number": LONG, "name": name} for name in ("张伟", "李娜"))
    [row] = proposed(papers({"person_id": "p"} | one, {"person_id": "q"} | other))
    assert row["against"] == "different names" and "张伟" not in str(row) and "李娜" not in str(row)
    [row] = proposed(papers({"person_id": "p"} | one, {"person_id": "q"} | other | {"name": "未知"}))
    assert row["against"] is None


def test_two_seats_at_once_speak_against():
    tickets = pl.DataFrame(
        {"person_id": ["p", "q", "q"], "service": ["G1"] * 3, "coach": ["1"] * 3, "seat": ["A", "A", "B"],
         "departs_at": ["2021-08-01 08:00", "2021-08-01 08:30", "2021-08-02 08:00"],
         "arrives_at": ["2021-08-01 10:00", "2021-08-01 09:00", "2021-08-02 09:00"]}
    ).with_columns(pl.col("departs_at", "arrives_at").str.to_datetime("%Y-%m-%d %H:%M"))  # fmt: skip
    known = papers({"person_id": "p", "document_number": LONG}, {"person_id": "q", "document_number": LONG})
    [row] = proposed(known, tickets=tickets)
    assert row["against"] is None
    [row] = proposed(known, tickets=tickets.with_columns(seat=pl.Series(["A", "B", "A"])))
    assert row["against"] == "in two seats at once, on 1 rides"


def test_a_document_that_many_have_ties_nobody():
    known = papers(*({"person_id": f"p{number}", "document_number": LONG} for number in range(7)))
    assert proposed(known) == []
    assert len(proposed(known.head(6))) == 15


def test_the_one_with_a_name_would_be_kept():
    [row] = proposed(papers({"person_id": "p", "document_number": LONG},
                            {"person_id": "q", "document_number": LONG, "name": "张伟"}))  # fmt: skip
    assert (row["person_id"], row["other_id"]) == ("q", "p")


@pytest.mark.parametrize("verdict", [DECLINED, PARTED])
def test_what_was_declined_comes_back_for_other_reasons_alone(verdict):
    by_document = papers({"person_id": "p", "document_number": LONG}, {"person_id": "q", "document_number": LONG})
    [row] = proposed(by_document)
    answer = decided(("q", "p", verdict, row["reasons"]))
    assert proposed(by_document, answer) == []
    phone = {"phone": "13800138000", "name": "张伟"}
    more = papers(
        {"person_id": "p", "document_number": LONG} | phone, {"person_id": "q", "document_number": LONG} | phone
    )
    assert [row["told"] for row in proposed(more, answer)] == ["the same document; the same phone and name"]
    other = papers({"person_id": "p", "document_number": LONGER}, {"person_id": "q", "document_number": LONGER})
    assert len(proposed(other, answer)) == 1
    assert LONG not in row["reasons"] and row["reasons"].startswith("document:")


def test_one_person_is_not_proposed_to_herself():
    both = papers({"person_id": "p", "document_number": LONG}, {"person_id": "p", "source_key": SHORT})
    assert proposed(both) == []
