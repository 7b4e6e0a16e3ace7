"""What must be read with a list, in sentences: what the evidence covers of the infectious period, what is assumed.

A share is cut down to whole per cent, so that "100 %" is all of it. No sentence names a person or a place.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tracing.case_list import check_case
from tracing.counted import counted
from tracing.definitions import EVIDENCE, TIERS
from tracing.store import Database, statement

Row = dict
_NOT_RECORDED = {
    "check-out": "check-outs that nobody recorded",
    "duration": "badge records without a duration",
    "distance": "badge records without a distance",
}
_NO_SEAT = "mode, coach or row not known"


@dataclass(frozen=True)
class Notes:
    """The sentences about one case's list.

    lines       how many people are on the list
    figures     the two that a table of cases has room for, where a rule goes by them: `position` (the share of the
                period with a known position; of several rules' the least) and `check-in days`
    heading     their number, and the infectious period that was looked at
    seen        what the evidence covers of that period; nothing where the period is empty
    left_out    the records that could not count
    assumed     what the list rests on that no record says
    """

    case_id: str
    lines: int
    figures: dict[str, str]
    heading: str
    seen: tuple[str, ...]
    left_out: tuple[str, ...]
    assumed: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """All of them, in order."""
        return [self.heading, *self.seen, *self.left_out, *self.assumed]


def notes(results: Database, case_id: str | None) -> list[Notes]:
    """The sentences about the list of one case of a screen, or about each, by case. Errors: NotACase."""
    if case_id is not None:
        check_case(results, case_id)
    cases = results.frame(statement("results/case_summary")).rows(named=True)
    names = ("results/coverage", "results/left_out", "results/marked", "results/reliance")
    tables = [_by_case(results, statement(name), case_id) for name in names]
    asked = [case for case in cases if case_id in (None, case["case_id"])]
    return [_notes(case, *(table.get(case["case_id"], []) for table in tables)) for case in asked]


def _by_case(results: Database, query: str, case_id: str | None) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in results.frame(query, {"case_id": case_id}).iter_rows(named=True):
        rows.setdefault(row["case_id"], []).append(row)
    return rows


def _notes(case: Row, coverage: list[Row], left_out: list[Row], marked: list[Row], reliance: list[Row]) -> Notes:
    lines = sum(case[tier] for tier in TIERS)
    first = (case["case_id"], lines, _figures(coverage))
    if case["empty_because"]:
        heading = f"nobody can be on the list: the infectious period is empty, {case['empty_because']}"
        return Notes(*first, heading, (), (), ())
    listed = counted(lines, "person on the list", "people on the list")
    if not lines:
        listed = "nobody on the list, which is not to say that the case met no one"
    period = f"{coverage[0]['of_hours']:,.1f} hours on {counted(coverage[0]['of_days'], 'day')}"
    heading = f"{listed}; infectious period of {period}"
    could_not_count = (*_left_out(coverage, left_out), *map(_marked, marked))
    return Notes(*first, heading, _seen(coverage), could_not_count, tuple(map(_assumed, reliance)))


def _figures(coverage: list[Row]) -> dict[str, str]:
    positions = [row for row in coverage if row["evidence"] in ("track", "cell")]
    stays = [row for row in coverage if row["evidence"] == "stay"]
    figures = {}
    if positions:
        least = min(positions, key=lambda row: row["hours"])
        figures["position"] = share(least["hours"], least["of_hours"]) if least["of_hours"] else ""
    if stays:
        figures["check-in days"] = f"{stays[0]['days']}/{stays[0]['of_days']}" if stays[0]["of_days"] else ""
    return figures


def _seen(coverage: list[Row]) -> tuple[str, ...]:
    """One sentence per kind of evidence; where its rules see differently, one per way, with the rules."""
    seen = []
    for evidence in EVIDENCE:
        said = _said([row for row in coverage if row["evidence"] == evidence], _SEEN[evidence])
        seen += [f"{words} ({_rules(rules)})" if len(said) > 1 else words for words, rules in said.items()]
    return tuple(dict.fromkeys(seen))


def _said(rows: list[Row], words: Callable[[Row], str]) -> dict[str, list[str]]:
    """The sentences about the rows, each with the rules it is true of."""
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(words(row), []).append(row["rule"])
    return said


def _rules(names: list[str]) -> str:
    return f"rule{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _left_out(coverage: list[Row], left_out: list[Row]) -> tuple[str, ...]:
    own = _said([row for row in coverage if row["untold"]], _own_untold)
    others = _said(left_out, _others_untold)
    return tuple(f"{_rules(rules)}: {words}" for said in (own, others) for words, rules in said.items())


def _position(row: Row) -> str:
    return f"position known {_of_hours(row)}" if row["hours"] else "position never known"


def _check_ins(row: Row) -> str:
    return f"check-ins on {_of_days(row)}" if row["records"] else "no check-ins, no passages"


def _badge_records(row: Row) -> str:
    return f"badge records on {_of_days(row)}" if row["records"] else "no badge records"


def _rides(row: Row) -> str:
    return counted(row["records"], "ride by ticket", "rides by ticket") if row["records"] else "no tickets"


def _household(row: Row) -> str:
    if not row["records"]:
        return "in no household register"
    homes = counted(row["records"], "household", "households")
    return f"{homes} with {counted(row['others'], 'other member', 'other members')}"


def _vehicle(row: Row) -> str:
    return f"linked to a plate {_of_hours(row)}" if row["hours"] else "linked to no plate"


_SEEN: dict[str, Callable[[Row], str]] = {
    "track": _position,
    "cell": _position,
    "stay": _check_ins,
    "proximity": _badge_records,
    "seat": _rides,
    "household": _household,
    "vehicle": _vehicle,
}


def share(part: float, whole: float) -> str:
    """A share in whole per cent, cut down; "under 1 %" where that would be nothing of something."""
    percent = int(100 * part / whole)
    return f"{percent} %" if percent or not part else "under 1 %"


def _of_hours(row: Row) -> str:
    return f"{row['hours']:,.1f} of {row['of_hours']:,.1f} hours ({share(row['hours'], row['of_hours'])})"


def _of_days(row: Row) -> str:
    return f"{row['days']} of {counted(row['of_days'], 'day')} ({row['hours']:,.1f} hours)"


def _own_untold(row: Row) -> str:
    if row["evidence"] == "seat":
        own, why = counted(row["records"], "ride by ticket", "rides by ticket"), _NO_SEAT
    else:
        own, why = counted(row["records"], "stay"), "what the rule asks of their places is not known"
    return f"{row['untold']:,} of the case's {own} cannot count, {why}"


def _others_untold(row: Row) -> str:
    whose = "the case" if row["hop"] == 0 else "its close contacts"
    return f"{row['untold']:,} of {counted(row['tickets'], 'ticket')} on the runs of {whose} cannot count, {_NO_SEAT}"


def _marked(row: Row) -> str:
    return f"{counted(row['fixes'], 'fix', 'fixes')} of the case marked by {row['filter']}, and no evidence"


def _assumed(row: Row) -> str:
    what = _NOT_RECORDED.get(row["missing"], f"records that do not say the {row['missing']}")
    rest = "rests" if row["lines"] == 1 else "rest"
    lines = f"{row['lines']:,} of {counted(row['of_lines'], 'line')} {rest} on {what}"
    minutes = f"{row['minutes']:,.0f} of {row['of_minutes']:,.0f} minutes"
    return f"{lines}, {row['only_lines']:,} of them on nothing else ({minutes})"
