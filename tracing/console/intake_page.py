"""The page of the screening report: one html document without a script that needs nothing and connects to nothing.

A bar per file shows what became of its lines, and a strip per file in which hours its rows fall. What rejects would
have touched stands first, with the people by their pseudonyms; all that comes from files is escaped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from tracing.console.document import scriptless_page
from tracing.console.hour_strip import hour_strip
from tracing.intake_report.text import ALL_FILES, account, all_lines, touching

_BAR, _HIGH = 180, 12
_PARTS = {"kept": "kept", "known": "already known", "marked": "marked: no evidence", "rejected": "rejected"}
MOST_DETAILED = 200
"""Files of which all is shown; of more, those alone of which something looks wrong, the first so many."""
MOST_NAMED = 100
"""People of one standing that are named of a file; json names all."""


def intake_page(told: Mapping) -> str:
    """The document for one view, as `tracing.intake_report.view` gives it, with `told_at`."""
    files = told["files"]
    detailed = _detailed(files)
    return scriptless_page(
        "intake",
        title="What became of every line",
        account=escape(account(ALL_FILES, told["totals"]) + _besides(told["totals"])),
        about=escape(_about(told, len(detailed))),
        alarms=_alarms(files, told["screen"]) + _across(told["across"] or []),
        legend="".join(f"<li>{_box(part)}{words}</li>" for part, words in _PARTS.items()),
        rows="\n".join(_row(file, {one["file_id"] for one in detailed}) for file in files),
        details="\n".join(map(_detail, detailed)),
    )


def _detailed(files: Sequence[Mapping]) -> list[Mapping]:
    read = [file for file in files if file["status"] != "refused"]
    if len(read) > MOST_DETAILED:
        read = [file for file in read if file["findings"] or file["rejected"] or file["marked"]][:MOST_DETAILED]
    return read


def _besides(totals: Mapping) -> str:
    marked = f"; {totals['marked']:,} of them marked, and no evidence" if totals["marked"] else ""
    return f"{marked}; {all_lines(totals)}" + (
        f"; refused as a whole: {totals['refused']:,}" if totals["refused"] else ""
    )


def _about(told: Mapping, detailed: int) -> str:
    lists = f"lists of screen {told['screen']}" if told["screen"] else "nothing was screened yet"
    all_files = len(told["files"])
    part = "" if detailed == all_files else f"; details of {detailed:,} of {all_files:,} files"
    return f"told {told['told_at'][:16].replace('T', ' ')}, times in {told['timezone']}; {lists}{part}"


def _alarms(files: Iterable[Mapping], screen: int | None) -> str:
    found = [(file, touching(file["rejects_touch"])) for file in files]
    items = "".join(
        f"<li>{_link(file)}: {escape(sentence)}{_people(file['rejects_touch'])}</li>"
        for file, sentence in found
        if sentence
    )
    if not items:
        return ""
    heads = f"Rejected rows of people on the lists of screen {screen}"
    return f'<section class="alarms"><h2>{heads}</h2><ul>{items}</ul></section>'


def _people(touched: Mapping) -> str:
    """Who the people are whom rejects touch, standing by standing."""
    by_standing = "".join(f"<dt>{name}</dt><dd>{_named(who)}</dd>" for name, who in touched["listed"].items())
    return f"<dl>{by_standing}</dl>"


def _named(people: Sequence[str]) -> str:
    more = f" and {len(people) - MOST_NAMED:,} more" if len(people) > MOST_NAMED else ""
    return escape(", ".join(people[:MOST_NAMED]) + more)


def _across(found: Iterable[Mapping]) -> str:
    items = "".join(_finding(one) for one in found)
    heads = "What files show of each other"
    return f'<section class="alarms across"><h2>{heads}</h2><ul>{items}</ul></section>' if items else ""


def _finding(one: Mapping) -> str:
    return f"<li><b>{escape(one['what'])}</b>: {escape(one['words'])}</li>"


def _link(file: Mapping) -> str:
    return f'<a href="#file-{file["file_id"]}">{escape(file["name"])}</a>'


def _row(file: Mapping, detailed: set[int]) -> str:
    name = _link(file) if file["file_id"] in detailed else escape(file["name"])
    first = f'<td class="number">{file["file_id"]}</td><td class="name">{name}</td>'
    if file["status"] == "refused":
        return f'<tr class="refused">{first}<td colspan="8" class="reason">{escape(file["reason"] or "")}</td></tr>'
    parts = _parts(file)
    numbers = "".join(_number(parts[name]) for name in _PARTS)
    wrong = f'<span class="count">{len(file["findings"])}</span>' if file["findings"] else ""
    return (
        f'<tr>{first}<td class="as">{escape(_read_as(file))}</td>{_number(file["lines"]["read"])}'
        f"<td>{_bar(parts)}</td>{numbers}<td>{wrong}</td></tr>"
    )


def _read_as(file: Mapping) -> str:
    by = file["profile"] or file["kind"] or ""
    back = "; taken back" if file["status"] == "taken back" else ""
    return f"as file {file['same_as']}{back}" if file["same_as"] else f"{by}{back}"


def _parts(file: Mapping) -> dict[str, int]:
    """What the bar shows: marked rows are some of those that are kept or known."""
    lines, marked = file["lines"], file["rows_marked"]
    of_kept = min(marked, lines["kept"])
    return {
        "kept": lines["kept"] - of_kept,
        "known": lines["known"] - min(marked - of_kept, lines["known"]),
        "marked": marked,
        "rejected": lines["rejected"],
    }


def _number(count: int) -> str:
    return f'<td class="number{"" if count else " zero"}">{count:,}</td>'


def _bar(parts: Mapping[str, int]) -> str:
    """One bar of the full length whatever the number of lines; no part that is there is too thin to be seen."""
    whole = sum(parts.values())
    widths = {name: max(2.0, _BAR * count / whole) for name, count in parts.items() if count}
    scale, at, drawn = _BAR / max(sum(widths.values()), 1), 0.0, []
    for name, width in widths.items():
        said = f"<title>{parts[name]:,} {_PARTS[name]}</title>"
        drawn.append(f'<rect class="{name}" x="{at:.1f}" width="{width * scale:.1f}" height="{_HIGH}">{said}</rect>')
        at += width * scale
    return f'<svg width="{_BAR}" height="{_HIGH}" role="img"><rect class="track" width="{_BAR}" height="{_HIGH}"/>' + (
        "".join(drawn) + "</svg>"
    )


def _box(part: str) -> str:
    return f'<svg width="12" height="12"><rect class="{part}" width="12" height="12"/></svg>'


def _detail(file: Mapping) -> str:
    findings = "".join(map(_finding, file["findings"]))
    strip = hour_strip(file["time"]["hours"]) if file["time"] else ""
    facts = "".join(f"<dt>{name}</dt><dd>{escape(words)}</dd>" for name, words in _facts(file) if words)
    wrong = f'<ul class="findings">{findings}</ul>' if findings else ""
    return (
        f'  <section class="file" id="file-{file["file_id"]}"><h3>{escape(file["name"])} '
        f"<small>file {file['file_id']}</small></h3><div><dl>{facts}</dl>{wrong}{_reasons(file['rejected'])}</div>"
        f"{strip}</section>"
    )


def _facts(file: Mapping) -> Iterator[tuple[str, str]]:
    yield "lines", all_lines(file["lines"])
    yield "rows", account("read", file["lines"]).removeprefix("read: ")
    yield "read as", "; ".join(filter(None, [f"{file['kind']}, {_form(file)}", *_shape(file["read_with"])]))
    if file["time"]:
        yield "time", f"{_minutes(file['time']['first'])} to {_minutes(file['time']['last'])}"
    yield "area", _area(file["area"])
    yield "marked", _filters(file["marked"])
    yield "standard filters would mark", _filters(file["would_mark"] or [])
    yield "rejects touch", touching(file["rejects_touch"])


def _form(file: Mapping) -> str:
    same = f", as file {file['same_as']}" if file["same_as"] else ""
    return (f"profile {file['profile']}" if file["profile"] else "the specification's own form") + same


def _shape(read_with: Mapping) -> Iterator[str]:
    names = {",": "commas", "\t": "tabs", ";": "semicolons"}
    yield read_with["format"] or ""
    yield read_with["encoding"] or ""
    yield names.get(read_with["delimiter"], "")
    yield f"sheet {read_with['sheet']}" if read_with["sheet"] else ""


def _minutes(instant: str) -> str:
    return instant[:16].replace("T", " ")


def _area(area: Mapping | str | None) -> str:
    if area == "few":
        return "few people: not told"
    return f"{area['south']} to {area['north']} north, {area['west']} to {area['east']} east" if area else ""


def _filters(marked: Iterable[Mapping]) -> str:
    return "; ".join(f"{one['rows']:,} by {one['filter']} ({one['words']})" for one in marked)


def _reasons(rejected: Sequence[Mapping]) -> str:
    if not rejected:
        return ""
    rows = "".join(
        f"<tr>{_number(one['rows'])}<td>{escape(one['column'] or 'the line')}</td><td>{escape(one['reason'])}</td></tr>"
        for one in rejected
    )
    heads = '<tr><th class="number">rejected</th><th>column</th><th>reason</th></tr>'
    return f'<table class="reasons"><thead>{heads}</thead><tbody>{rows}</tbody></table>'
