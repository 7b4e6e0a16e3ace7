"""The sentences of `tracing.handover.reasons`. Instants stand in the workspace's zone, to the minute."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracing.definition_words import rule_in_words
from tracing.definitions import Rule
from tracing.explanation.nearness_words import place_in_words
from tracing.filters import FILTERS
from tracing.handover.causes import length
from tracing.handover.corrections import Correction
from tracing.handover.states import Exposure, Now, Recorded, spans_of
from tracing.times import FIRST_RECORDS, MINUTE, from_ms, iso
from tracing.windows import Stretch

_TO_THE_MINUTE = 16  # characters
_MOST_PLACES = 3


def no_case(case_id: str, recorded: Recorded | None) -> str:
    """The case is none any more."""
    if recorded and not recorded.classification:
        return f"no record of case {case_id} stands any more"
    now = f": {recorded.classification} now" if recorded else ""
    return f"{case_id} is no confirmed case any more{now}"


def via_lost(name: str, cases: Sequence[str] | None, tier: str | None, why: Sequence[str]) -> str:
    """The close contact by way of whom somebody was listed is none any more."""
    if cases:
        return f"{name}, by way of whom she was listed, is a case now ({', '.join(cases)})"
    became = f"a {tier} contact" if tier else "no contact"
    return f"{name}, by way of whom she was listed, is {became} now: {', '.join(why)}"


def same_as(name: str) -> str:
    """Somebody who is told under another name now."""
    return f"is the same person as {name}, as was decided since"


def brought(name: str, source: str | None) -> str:
    """Somebody whose records count since for the person of the line, or for a source by whom she was listed."""
    return f"rests on what was recorded of {name}, who is {_one(source)}, as was decided since"


def with_records_of(name: str, source: str | None, nearest: str) -> str:
    """The same of a line that fell away, with what came nearest now."""
    return f"{name} is {_one(source)}, as was decided since; with her records {nearest}"


def _one(source: str | None) -> str:
    return f"the same person as {source}" if source else "the same person"


def on_her_own(name: str) -> str:
    """Somebody who was told under another name when the list was handed over."""
    return f"was parted from {name} since, and is told as a person of her own"


def case_on_her_own(case_id: str, person: str, name: str) -> str:
    """A case who was told under another name when the list was handed over."""
    return f"{person} was parted from {name} since, and {case_id} is the case of {person}, by her records alone"


def parted(name: str, person: str, lost: Exposure, part: int, called: Mapping[str, str]) -> str:
    """Somebody whose records counted for one of two people, and how much of their time together rested on these."""
    name, person = (called.get(one, one) for one in (name, person))
    rest = f"{_of_whole(part, lost)} under {_rule(lost, called)} rest on her records"
    return f"{name} was parted from {person} since: {rest}"


def other_rule(rule: Rule, before: Rule) -> str:
    """A rule that asks for more, or for something else."""
    return f"rule {rule.id} asks for another thing now ({rule_in_words(rule)}; it was {rule_in_words(before)})"


def taken_back(lost: Exposure, part: int, names: Mapping[int, str], called: Mapping[str, str]) -> str:
    """Files that were taken back, and with them records that an exposure rested on, for that part of its time."""
    minutes = "" if part == _whole(lost) else f", {_of_whole(part, lost)} by it"
    return f"{_rule(lost, called)} rested on what was taken back: {_files(lost['fallen'], names)}{minutes}"


def marked(lost: Exposure, part: int, names: Mapping[int, str], called: Mapping[str, str]) -> str:
    """Fixes that filters marked since, and with them that part of the time of an exposure."""
    minutes = "" if part == _whole(lost) else f", {_of_whole(part, lost)} by them"
    by_file: dict[int, list[str]] = {}
    for one in lost["marked"]:
        by_file.setdefault(one["file_id"], []).append(FILTERS[one["filter"]].words)
    wrong = ", ".join(f"in {_files([file], names)} {', '.join(found)}" for file, found in by_file.items())
    return f"{_rule(lost, called)} rested on positions that cannot be right, as is known since: {wrong}{minutes}"


def moved(whose: str, lost: Exposure, window: Sequence[Stretch], outside: int, zone: str) -> str:
    """A window that moved, and how much of the time together lies outside it now."""
    edges = f"is {_spans(window, zone)} now, it was {_spans(lost['window'], zone)}" if window else "is empty now"
    return f"{whose} {edges}: {_of_whole(outside, lost)} under rule {lost['rule']} lie outside it"


def corrected(lost: Exposure, by: Correction, names: Mapping[int, str], called: Mapping[str, str]) -> str:
    """A record that came since, and how much of the time together it takes."""
    part = f"{_of_whole(length(by.taken), lost)} under {_rule(lost, called)} fall away"
    return f"line {by.line} of file {by.file_id} ({names[by.file_id]}, {by.kind}) says otherwise now: {part}"


def handed_before(last: int, withdrawn: int) -> str:
    """Somebody who is new once more."""
    return f"was handed over before, last in hand-over {last}, and withdrawn in {withdrawn}"


def listed_by(exposures: Iterable[Exposure], now: Now, called: Mapping[str, str]) -> str:
    """The exposures that somebody is on the list for: rule, who by, how long, when, where, by which files."""
    return "; ".join(_exposure(one, one["first_at"], now, called) for one in exposures)


def met_again(exposures: Iterable[Exposure], since: int, now: Now, called: Mapping[str, str]) -> str:
    """The part of exposures that lies after the last contact that was told before."""
    told = []
    for one in exposures:
        later = [episode for episode in one["episodes"] if episode["finished_at"] > since]
        begun = max(since, min(episode["started_at"] for episode in later))
        told.append(_exposure({**one, "episodes": later, "measured_ms": None}, begun, now, called))
    return f"met again: {'; '.join(told)}"


def other_follow_up(definition: str, tier: str, days: int | None, before: int | None) -> str:
    """A follow-up that has another length by another definition."""
    lasts = "no days" if days is None else f"{days} days"
    return f"definition {definition} follows {tier} contacts up for {lasts} ({before or 'none'} before)"


def met_last(day: date, before: date) -> str:
    """A follow-up that ends earlier as the last contact does."""
    return f"the last contact is one of {day.isoformat()} now, and was one of {before.isoformat()}"


def _exposure(one: Exposure, begun: int, now: Now, called: Mapping[str, str]) -> str:
    long = "" if one["measured_ms"] is None else f", {_minutes(one['measured_ms'])} minutes"
    when = f"{_at(begun, now.run.timezone)} to {_at(one['last_at'], now.run.timezone)}"
    cited = sorted({file for episode in one["episodes"] for file in episode["files"]})
    return f"{_rule(one, called)}{long}, {when}{_where(one, now)}, from {_files(cited, now.files)}"


def _rule(one: Exposure, called: Mapping[str, str]) -> str:
    by = f" by way of {called.get(one['source_id'], one['source_id'])}" if one["hop"] else ""
    return f"rule {one['rule']}{by}"


def _where(one: Exposure, now: Now) -> str:
    places = list(dict.fromkeys(place for episode in one["episodes"] for place in episode["place_ids"]))
    named = [place_in_words({"place_id": place, "name": now.places.get(place)}) for place in places[:_MOST_PLACES]]
    more = f" and {len(places) - _MOST_PLACES} more places" if len(places) > _MOST_PLACES else ""
    return f", at {', '.join(named)}{more}" if places else ""


def _files(numbers: Sequence[int], names: Mapping[int, str]) -> str:
    return ", ".join(f"file {number} ({names[number]})" for number in numbers) or "no file"


def _spans(window: Sequence[Stretch], zone: str) -> str:
    return ", ".join(f"{_at(begun, zone)} to {_at(end, zone)}" for begun, end in window)


def _at(milliseconds: int, zone: str) -> str:
    return "always" if milliseconds <= FIRST_RECORDS else iso(from_ms(milliseconds), zone)[:_TO_THE_MINUTE]


def _whole(lost: Exposure) -> int:
    return length(spans_of(lost))


def _of_whole(part: int, lost: Exposure) -> str:
    return f"{_minutes(part)} of {_minutes(_whole(lost))} minutes"


def _minutes(milliseconds: int) -> str:
    return f"{milliseconds / MINUTE:,.2f}"
