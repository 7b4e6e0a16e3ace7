"""Why is a person on a case's list, or why not? One structure of plain values; the words and the json are it.

case_id, person_id, standing (`contact`, `not on the list`, or `case`: a case of its own, and on no list)
cases               the ids of the person's own cases
definition, title, as_of, timezone, screen
infectious_period   stretches (started_at, finished_at), empty_because
line                the line of the list, or null: tier, via, first_contact_at, last_contact_at, minutes, closest_m,
                    rules, places, episodes (a number), follow_up_until
steps               the pairs source -> contact from the case outward: source, contact, hop, window (stretches), and
                    exposures: rule, words, evidence, tier, threshold, measured_ms, minutes, closest_m, episodes
marked              fixes of the two people that filters keep out of evidence: person_id, filter, fixes (a number); null
                    where the store could not be asked
others              how far every other rule came, nearest first (`nearest`); null where the store could not be
                    asked: rule, words, evidence, tier, threshold, by_way_of, nearness, window, episodes, and of the
                    facts of `nearest.Way` and `apart.Reason` those that there are
handed_over         of somebody who was withdrawn or lowered since her line was handed over: number, at, tier (then),
                    change, why (`tracing.handover.reasons`); else null

An episode has started_at, finished_at, minutes, window (the stretch it was clipped to, or null), begins_with_window and
ends_with_window (time beyond that edge does not count), outlasts_window (by what lingers at a place), places,
closest_m, missing (what its records do not say) and records: file, first_line, last_line.
Instants are text in the workspace's zone; minutes and metres have two decimals. Source: specification, "Command line".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from tracing import definitions
from tracing.case_list import check_case, lines
from tracing.citations import lines_behind
from tracing.definitions import TIERS, Rule
from tracing.explanation.apart import Reason
from tracing.explanation.nearest import OUTSIDE, REACHED, Question, Way, ways
from tracing.frames import complete
from tracing.results import Run, cited, episodes, run_of
from tracing.store import Database, statement
from tracing.times import FIRST_RECORDS, MINUTE, from_ms, iso, to_ms
from tracing.windows import Stretch

CONTACT, NOT_LISTED, CASE = "contact", "not on the list", "case"


@dataclass(frozen=True)
class Stored:
    """What the store knows beyond the results.

    records     of the case, its close contacts and the person at least: kind -> frame
    files       file_id, name: all that were taken in
    marked      of the case's person and the person, fixes that are no evidence: `tracing.marks.marked_of`
    """

    records: Mapping[str, pl.DataFrame]
    files: pl.DataFrame
    marked: pl.DataFrame = field(default_factory=pl.DataFrame)


def explanation(
    results: Database, case_id: str, person_id: str, stored: Stored | None, handed_over: dict | None = None
) -> dict:
    """The explanation of one person to one case, as this page describes it. Errors: NotACase.

    stored      None where the store cannot be asked: the other rules are then left out
    """
    case, run = check_case(results, case_id), run_of(results)
    line = line_of(results, case_id, person_id)
    own_cases = results.frame(statement("results/cases_of_person"), {"person_id": person_id})["case_id"].to_list()
    standing = CONTACT if line else CASE if own_cases else NOT_LISTED
    told = _Told(results, case_id, stored)
    stretches = told.stretches(hop=0, source_id=case["person_id"])
    return {
        "case_id": case_id,
        "person_id": person_id,
        "standing": standing,
        "cases": own_cases,
        **_screen(run),
        "infectious_period": {"stretches": told.spans(stretches), "empty_because": case["empty_because"]},
        "line": line and _line(line, run.timezone),
        "steps": list(_steps(told, case["person_id"], person_id, line)),
        "marked": stored and stored.marked.to_dicts(),
        "others": stored and _others(told, case["person_id"], person_id, standing, line, stored),
        "handed_over": handed_over,
    }


def _screen(run: Run) -> dict:
    by = {"definition": run.definition_id, "title": run.title}
    return by | {"as_of": iso(run.as_of, run.timezone), "timezone": run.timezone, "screen": run.run_id}


def line_of(results: Database, case_id: str, person_id: str) -> dict | None:
    """The person's line on the case's list, if there is one."""
    found = lines(results, case_id).filter(person_id=person_id)
    return None if found.is_empty() else found.row(0, named=True)


def close_contacts_of(results: Database, case_id: str) -> list[str]:
    """The close contacts on a case's list."""
    return lines(results, case_id).filter(tier=TIERS[0])["person_id"].to_list()


def _line(line: dict, zone: str) -> dict:
    copied = ("tier", "via", "rules", "places", "episodes")
    until = line["follow_up_until"]
    return {
        **{name: line[name] for name in copied},
        "first_contact_at": iso(line["first_contact_at"], zone),
        "last_contact_at": iso(line["last_contact_at"], zone),
        "minutes": round(line["minutes"], 2),
        "closest_m": _metres(line["closest_m"]),
        "follow_up_until": until and until.isoformat(),
    }


class _Told:
    """The facts of a screen as values of the structure: windows, rules, episodes, records."""

    def __init__(self, results: Database, case_id: str, stored: Stored | None):
        asked = {"case_id": case_id}
        self.run = run_of(results)
        self.case_id = case_id
        self.definition = definitions.read(self.run.definition_text.encode(), f"screen {self.run.run_id}")
        self.windows = results.frame(statement("results/windows"), asked)
        self.exposures = results.frame(statement("results/exposures"), asked)
        self.close = close_contacts_of(results, case_id)
        self._words = dict(results.frame(statement("results/rules")).iter_rows())
        self._episodes = episodes(results, case_id)
        self._cited = cited(results, case_id)
        self._files = _names(stored.files if stored else results.frame(statement("results/cited_files")))
        places = stored.records["places"] if stored else results.frame(statement("results/places"))
        self._places = dict(places.select("place_id", "name").iter_rows())

    def stretches(self, **of: object) -> list[Stretch]:
        """The stretches of one source's window."""
        return self.windows.filter(**of).sort("started_at").select("started_at", "finished_at").rows()

    def spans(self, stretches: Iterable[Stretch]) -> list[dict]:
        """Stretches as values."""
        return [{"started_at": self.at(begin), "finished_at": self.at(end)} for begin, end in stretches]

    def at(self, milliseconds: int) -> str | None:
        """An instant as text; None for before all records."""
        return None if milliseconds <= FIRST_RECORDS else iso(from_ms(milliseconds), self.run.timezone)

    def rule(self, rule: Rule, tier: str) -> dict:
        """What a rule asks for; `tier` is the one it would give here."""
        threshold = rule.threshold_minutes is not None and {
            "minutes": rule.threshold_minutes,
            "more_than": rule.more_than,
            "accumulate": rule.accumulate,
            "window_hours": rule.window_hours if rule.accumulate == "rolling" else None,
        }
        named = {"rule": rule.id, "words": self._words[rule.id], "evidence": rule.evidence, "tier": tier}
        return named | {"threshold": threshold or None}

    def of_exposure(self, exposure: int, stretches: list[Stretch]) -> list[dict]:
        """The episodes of an exposure that the screen found."""
        return self.episodes(self._episodes.filter(exposure=exposure), self._cited.filter(exposure=exposure), stretches)

    def of_way(self, episodes: pl.DataFrame, stretches: list[Stretch]) -> list[dict]:
        """Episodes that were looked for now: `tracing.exposures`."""
        numbered = episodes.with_columns(exposure=0, episode=pl.int_range(pl.len()))
        return self.episodes(numbered, lines_behind(numbered), stretches)

    def episodes(self, episodes: pl.DataFrame, cited: pl.DataFrame, stretches: list[Stretch]) -> list[dict]:
        """Episodes with their records, in order of time."""
        behind: dict[int, list[dict]] = {}
        for episode, file_id, first, last in cited.select("episode", "file_id", "first_line", "last_line").iter_rows():
            record = {"file": self._files[file_id], "first_line": first, "last_line": last}
            behind.setdefault(episode, []).append(record)
        ordered = episodes.sort("started_at", "finished_at", "episode").iter_rows(named=True)
        return [self._episode(one, stretches) | {"records": behind.get(one["episode"], [])} for one in ordered]

    def _episode(self, one: dict, stretches: list[Stretch]) -> dict:
        begun, ended = one["started_at"], one["finished_at"]
        clipped = [stretch for stretch in stretches if stretch[0] <= begun < stretch[1]]
        # What lingers at a place may begin after the stretch in which the source was there.
        window = (clipped or [stretch for stretch in stretches if stretch[1] <= begun] or [None])[-1]
        return {
            "started_at": self.at(begun),
            "finished_at": self.at(ended),
            "minutes": _minutes(ended - begun) if begun > FIRST_RECORDS else None,
            "window": window and self.spans([window])[0],
            "begins_with_window": begun in {stretch[0] for stretch in stretches},
            "ends_with_window": ended in {stretch[1] for stretch in stretches},
            "outlasts_window": bool(window and ended > window[1]),
            "places": [self.place(place) for place in one["place_ids"]],
            "closest_m": _metres(one["closest_m"]),
            "missing": sorted({word for words in one["missing"] for word in words.split(" and ")}),
        }

    def place(self, place_id: str) -> dict:
        """A place by its id, with its name where that is known."""
        return {"place_id": place_id, "name": self._places.get(place_id)}


def _names(files: pl.DataFrame) -> dict[int, str]:
    """The files' names by number; those of one name are told apart by their numbers."""
    names = files["name"].to_list()
    return {file_id: name if names.count(name) == 1 else f"{name} (file {file_id})"
            for file_id, name in files.select("file_id", "name").iter_rows()}  # fmt: skip


def _steps(told: _Told, case_person: str, person_id: str, line: dict | None) -> Iterable[dict]:
    """The exposures that the line stands on, pair by pair; of another case, those to it."""
    via = line["via"] if line else []
    pairs = [(case_person, one, 0) for one in via] + [(one, person_id, 1) for one in via]
    for source, contact, hop in pairs or [(case_person, person_id, 0)]:
        found = told.exposures.filter(source_id=source, person_id=contact, hop=hop)
        found = found.filter("listed") if line else found
        stretches = told.stretches(hop=hop, source_id=source)
        exposures = [_exposure(told, one, stretches) for one in found.iter_rows(named=True)]
        if exposures:
            whole = told.spans(stretches)
            yield {"source": source, "contact": contact, "hop": hop, "window": whole, "exposures": exposures}


def _exposure(told: _Told, found: dict, stretches: list[Stretch]) -> dict:
    return told.rule(told.definition.rule(found["rule"]), found["tier"]) | {
        "measured_ms": found["measured_ms"],
        "minutes": _minutes(found["measured_ms"]),
        "closest_m": _metres(found["closest_m"]),
        "episodes": told.of_exposure(found["exposure"], stretches),
    }


def _others(told: _Told, case_person: str, person_id: str, standing: str, line: dict | None, stored: Stored) -> list:
    """The rules that the line does not stand on: those reached all the same, then how far the others came."""
    direct = told.exposures.filter(source_id=case_person, person_id=person_id, hop=0)
    beside = direct.filter(~pl.col("listed")) if line else direct.clear()
    # A close contact makes nobody more than secondary, and no case anything.
    gains = standing == NOT_LISTED or (line is not None and TIERS.index(line["tier"]) > TIERS.index(TIERS[1]))
    question = Question(
        records=complete(stored.records),
        definition=told.definition,
        as_of=to_ms(told.run.as_of),
        zone=told.run.timezone,
        windows=told.windows,
        case_id=told.case_id,
        case_person=case_person,
        person_id=person_id,
        close=told.close if gains else [],
    )
    stretches = told.stretches(hop=0)
    reached = [{"by_way_of": None, "nearness": REACHED, "window": told.spans(stretches)}
               | _exposure(told, one, stretches) for one in beside.iter_rows(named=True)]  # fmt: skip
    return reached + [_way(told, way) for way in ways(question, settled=direct["rule"].to_list())]


def _way(told: _Told, way: Way) -> dict:
    facts = {
        "measured_ms": way.measured_ms,
        "minutes": None if way.measured_ms is None else _minutes(way.measured_ms),
        "gap_minutes": None if way.gap_ms is None else _minutes(way.gap_ms),
        "side": way.side,
        "isolated": way.isolated,
        **(_reason(told, way.reason, way.rule) if way.reason else {}),
    }
    by_way_of = way.source_id if way.hop else None
    inside = way.nearness != OUTSIDE
    return {
        **told.rule(way.rule, TIERS[1] if way.hop else way.rule.tier),
        "by_way_of": by_way_of,
        "nearness": way.nearness,
        "window": told.spans(way.window),
        **{name: fact for name, fact in facts.items() if fact not in (None, [])},
        # What lies outside the window was clipped to none of its stretches.
        "episodes": [] if way.episodes is None else told.of_way(way.episodes, way.window if inside else []),
    }


def _reason(told: _Told, reason: Reason, rule: Rule) -> dict:
    copied = ("because", "first", "seat", "rows", "lacking", "unusable", "isolated")
    facts = {name: getattr(reason, name) for name in copied}
    if reason.closest:
        metres, begun, ended = reason.closest
        facts |= {"closest_m": _metres(metres), "closest_between": told.spans([(begun, ended)])[0]}
        facts |= {"within_m": rule.parameters["within_m"]}
    return facts | {"place": reason.place_id and told.place(reason.place_id)}


def _minutes(milliseconds: int) -> float:
    return round(milliseconds / MINUTE, 2)


def _metres(distance: float | None) -> float | None:
    return None if distance is None else round(distance, 2)
