"""An explanation in words: the lines of text that `tracing explain` prints, one rendering of `tracing.explanation`.

Source: specification, "Command line".
"""

from collections.abc import Iterator
from textwrap import wrap

from tracing.explanation.apart import NO_EVIDENCE
from tracing.explanation.facts import CASE, CONTACT
from tracing.explanation.nearness_words import how_near, measured, number, place_in_words

_WIDTH = 110
_NOT_SAID = {
    "check-out": "check-out (when a stay ended is assumed)",
    "duration": "duration (300 seconds are assumed)",
    "distance": "distance (counted as near enough)",
}


def in_words(told: dict) -> list[str]:
    """The lines of text of an explanation."""
    return [*_summary(told), *_steps(told), *_others(told)]


def _summary(told: dict) -> Iterator[str]:
    yield _headline(told)
    if told["handed_over"]:
        yield from _handed_over(told["handed_over"])
    if told["line"]:
        yield from _line(told["line"])
    yield f"  definition {told['definition']}, as of {told['as_of']}, screen {told['screen']}"
    period = told["infectious_period"]
    why_empty = f"empty: {period['empty_because']}"
    yield f"  infectious period of the case: {_stretches(period['stretches']) or why_empty}"
    for one in told["marked"] or []:
        yield f"  no evidence: {one['fixes']:,} of the fixes of {one['person_id']}, marked by {one['filter']}"


def _headline(told: dict) -> str:
    person, case = told["person_id"], f"case {told['case_id']}"
    if told["standing"] == CONTACT:
        via = told["line"]["via"]
        return f"{person}: {told['line']['tier']} contact of {case}{', by way of ' if via else ''}{', '.join(via)}"
    if told["standing"] == CASE:
        reached = ", ".join(exposure["rule"] for step in told["steps"] for exposure in step["exposures"])
        own = f"{person}: a case too ({', '.join(told['cases'])}), so on no list"
        return f"{own}; rules reached with {case}: {reached or 'none'}"
    return f"{person}: not on the list of {case}; {nearest_in_words(told['others'][0])}"


def _handed_over(handed: dict) -> list[str]:
    """What was handed over of her, and why it is no longer so."""
    said = f"handed over as {handed['tier']} on {handed['at']} (hand-over {handed['number']}), {handed['change']} since"
    return wrap(f"{said}: {handed['why']}", _WIDTH, initial_indent="  ", subsequent_indent="    ")


def nearest_in_words(way: dict) -> str:
    """How far the rule that came nearest came."""
    if _is_unrecorded(way):
        return "no rule came near, each for want of records"
    return f"nearest: {_named(way)}, {how_near(way)}"


def _line(line: dict) -> Iterator[str]:
    closest = "" if line["closest_m"] is None else f", closest {line['closest_m']:.2f} m"
    follow_up = f"follow-up until {line['follow_up_until']}" if line["follow_up_until"] else "no follow-up defined"
    yield f"  first contact {line['first_contact_at']}, last {line['last_contact_at']}"
    episodes = "1 episode" if line["episodes"] == 1 else f"{line['episodes']} episodes"
    yield f"  {line['minutes']:.2f} minutes in {episodes}{closest}; {follow_up}"


def _stretches(stretches: list[dict]) -> str:
    return ", ".join(f"{one['started_at']} to {one['finished_at']}" for one in stretches)


def _steps(told: dict) -> Iterator[str]:
    """One block per pair on the way from the case."""
    for step in told["steps"]:
        source = step["source"] if step["hop"] else f"case {told['case_id']}"
        yield ""
        yield f"{source} -> {step['contact']}"
        yield f"  window: {_stretches(step['window'])}"
        for exposure in step["exposures"]:
            yield f"  rule {exposure['rule']}: {exposure['words']}"
            yield f"  measured: {_measured(exposure)}"
            yield from _episodes(exposure["episodes"])


def _measured(exposure: dict) -> str:
    asked = exposure["threshold"]
    if asked is None:
        return f"{measured(exposure)} minutes; any time at all counts"
    least = "more than" if asked["more_than"] else "at least"
    return f"{measured(exposure)} minutes, {least} {number(asked['minutes'])} asked for"


def _episodes(episodes: list[dict]) -> Iterator[str]:
    for count, episode in enumerate(episodes, 1):
        begun = episode["started_at"] or "always"
        yield f"    {count}. {begun} to {episode['finished_at']}{_where(episode)}"
        yield from (f"       {said}" for said in _edges(episode))
        if episode["missing"]:
            missing = ", ".join(_NOT_SAID.get(word, word) for word in episode["missing"])
            yield f"       missing in some or all records: {missing}"
        for file, lines in _by_file(episode["records"]).items():
            yield from wrap(f"{file} {lines}", _WIDTH, initial_indent=" " * 7, subsequent_indent=" " * 9)


def _where(episode: dict) -> str:
    places = ", ".join(place_in_words(place) for place in episode["places"])
    closest = "" if episode["closest_m"] is None else f", closest {episode['closest_m']:.2f} m"
    return f"{', at ' if places else ''}{places}{closest}"


def _edges(episode: dict) -> Iterator[str]:
    if episode["begins_with_window"]:
        yield "begins with the window: earlier time does not count"
    if episode["ends_with_window"]:
        yield "ends with the window: later time does not count"
    if episode["outlasts_window"]:
        yield "reaches past the window: what the source left behind lingers"


def _by_file(records: list[dict]) -> dict[str, str]:
    """Each file with the lines of it that were used."""
    runs: dict[str, list[str]] = {}
    for one in records:
        first, last = one["first_line"], one["last_line"]
        runs.setdefault(one["file"], []).append(str(first) if first == last else f"{first}-{last}")
    single = {file for file, lines in runs.items() if len(lines) == 1 and "-" not in lines[0]}
    return {file: f"{'line' if file in single else 'lines'} {', '.join(lines)}" for file, lines in runs.items()}


def _others(told: dict) -> Iterator[str]:
    yield ""
    if told["others"] is None:
        yield "the other rules could not be looked at: another process is writing to the store"
        return
    if told["others"]:
        yield "other rules, nearest first"
    unrecorded: dict[str, list[str]] = {}
    for way in told["others"]:
        if _is_unrecorded(way):
            unrecorded.setdefault(how_near(way), []).append(way["rule"])
            continue
        yield f"  {_named(way)}: {how_near(way)}"
        yield f"    {way['words']}"
        if way["by_way_of"]:
            yield f"    window of {way['by_way_of']}: {_stretches(way['window']) or 'empty'}"
        yield from _episodes(way["episodes"])
    for why, rules in unrecorded.items():
        yield from wrap(f"rule {', '.join(rules)}: {why}", _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _is_unrecorded(way: dict) -> bool:
    """Whether there is no record by which the rule could have come any nearer."""
    return way["nearness"] == NO_EVIDENCE and "unusable" not in way


def _named(way: dict) -> str:
    return f"rule {way['rule']}" + (f" by way of {way['by_way_of']}" if way["by_way_of"] else "")
