"""The page of a search backward: one html document without a script that needs nothing else and connects to nothing.

Alternatives stand down the page, the cases across it. Its content security policy allows its own style, by its hash,
and nothing else; all that comes from records is escaped.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from tracing.backward.text import by_chance, hanging_together, minutes, probability, reference, searched, seen
from tracing.backward.view import figure
from tracing.console.document import scriptless_page

_MANY = 8
_BAR = 120
_CASES = ("case", "person", "days searched", "seen with in them", "reckoned from")


def source_page(view: Mapping) -> str:
    """The document for one view, as `tracing.backward.view` gives it; it shows the alternatives that are in it."""
    count = len(view["cases"])
    return scriptless_page(
        "source",
        title=escape(f"What ties {count} cases together" if count > 1 else f"Before {view['cases'][0]['case_id']}"),
        confidential='<p class="confidential">Identified: handle as confidential</p>' if view["identified"] else "",
        sentence=escape(view["sentence"]),
        facts=_facts(view),
        matrix=_matrix(view),
        cases=_table(_CASES, [_case(case) for case in view["cases"]]),
        kinds=_kinds(view),
    )


def _facts(view: Mapping) -> str:
    shown, listed = len(view["alternatives"]), sum(kind["listed"] for kind in view["kinds"])
    facts = {
        "Definition": f"{view['definition']}: {view['title']}",
        "Looks back": f"{view['lookback_days']} days",
        "As of": minutes(view["as_of"]),
        "Times": view["timezone"],
        "Alternatives": f"{shown}" if shown == listed else f"the first {shown} of {listed}; csv and json have all",
    }
    return "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts.items())


def _matrix(view: Mapping) -> str:
    if not view["alternatives"]:
        return f'<p class="empty">Nothing ties {view["least"]} or more of the cases in the days searched.</p>'
    cases = [case["case_id"] for case in view["cases"]]
    heads = "".join(f'<th class="case">{escape(case)}</th>' for case in cases)
    rows = "\n".join(_row(one, cases) for one in view["alternatives"])
    many = " many" if len(cases) > _MANY else ""
    return (
        f'<div class="wide"><table class="matrix{many}"><thead><tr><th class="number">#</th><th>alternative</th>{heads}'
        '<th>cases tied, and by chance</th><th class="number">chance</th><th>first</th><th>last</th></tr></thead>'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )


def _row(one: Mapping, cases: Sequence[str]) -> str:
    ties = {tie["case_id"]: tie for tie in one["ties"]}
    dots = "".join(f'<td class="case">{_dot(case, ties.get(case), one["own_cases"])}</td>' for case in cases)
    more = ' class="more"' if one["more_than_chance"] == "yes" else ""
    return (
        f'<tr{more}><td class="number">{one["rank"]}</td><td class="what">{_what(one)}</td>{dots}'
        f'<td>{_bar(one, len(cases))}</td><td class="number chance">{escape(probability(one["chance"]))}</td>'
        f'<td class="when">{_day_and_time(one["first_at"])}</td><td class="when">{_day_and_time(one["last_at"])}</td>'
        "</tr>"
    )


def _what(one: Mapping) -> str:
    kind = f'<span class="kind">{escape(one["kind"])}</span>'
    own = f" <small>is {escape(', '.join(one['own_cases']))}</small>" if one["own_cases"] else ""
    if one["name"]:
        return f'{kind}<span class="name">{escape(one["name"])}</span> <small>{escape(one["id"])}</small>{own}'
    return f"{kind}{escape(one['id'])}{own}"


def _dot(case: str, tie: Mapping | None, own_cases: Sequence[str]) -> str:
    if case in own_cases:
        return _circle("own", f"this person is {case}")
    if tie is None:
        return ""
    return _circle("dot", f"{case}: first {minutes(tie['first_at'])}, last {minutes(tie['last_at'])}")


def _circle(kind: str, told: str) -> str:
    shape = f'<circle class="{kind}" cx="8" cy="8" r="5.5"/>'
    return f'<svg width="16" height="16" role="img"><title>{escape(told)}</title>{shape}</svg>'


def _bar(one: Mapping, cases: int) -> str:
    """How many of the cases are tied, with a line at how many would be by chance; the whole length is all of them."""
    tied, expected = (_BAR * part / cases for part in (one["tied"], one["expected"]))
    told = f"ties {one['tied']} of {cases}; {figure(one['expected'])} by chance"
    at = f"{min(max(expected, 1), _BAR - 1):.1f}"
    return (
        f'<svg width="{_BAR + 24}" height="16" role="img"><title>{escape(told)}</title>'
        f'<rect class="track" y="3" width="{_BAR}" height="10"/>'
        f'<rect class="bar" y="3" width="{tied:.1f}" height="10"/>'
        f'<line class="expected" x1="{at}" x2="{at}" y1="0" y2="16"/>'
        f'<text x="{_BAR + 6}" y="12">{one["tied"]}</text></svg>'
    )


def _day_and_time(instant: str) -> str:
    """To the minute; the offset, alike on most rows, on demand."""
    return f'<span title="{escape(instant)}">{escape(instant[:16].replace("T", " "))}</span>'


def _case(case: Mapping) -> tuple[str, ...]:
    return case["case_id"], case["person_id"], searched(case), seen(case), reference(case)


def _kinds(view: Mapping) -> str:
    rows = [(kind["kind"], f"{kind['seen']:,}", f"{kind['listed']:,}", by_chance(kind)) for kind in view["kinds"]]
    table = _table(("kind", "looked at", f"tie {view['least']} or more", "would by chance"), rows)
    return table + "".join(f"<p>{escape(said[0].upper() + said[1:])}.</p>" for said in hanging_together(view))


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    heads = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
