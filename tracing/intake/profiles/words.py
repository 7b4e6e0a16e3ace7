"""A source profile in plain English: what a file must hold, and what is made of it."""

from tracing.filters import FILTERS, Parameters, complete
from tracing.intake.phones import HOME
from tracing.intake.profiles.nouns import Field, Profile
from tracing.model import KINDS


def in_words(profile: Profile) -> list[str]:
    """The lines that explain a profile, in the order of its file."""
    kind = KINDS[profile.kind]
    lines = [f"{kind.name}: a line is {kind.grain}", *_form_lines(profile)]
    for name, fields in profile.columns.items():
        needed = "" if kind.column(name).required else ", where it is there"
        other = "; in a line that holds nothing there, " if name in profile.by_line else "; else "
        lines.append(f"{name}: {other.join(map(_field_words, fields))}{needed}")
    lines += [f'{name}: "{value}" in every line' for name, value in profile.fixed.items()]
    lines += [f"{name}: from the file's name, by {pattern.pattern}" for name, pattern in profile.from_name.items()]
    lines += [f"{name}: {_meanings(words)}" for name, words in profile.values.items()]
    if any(kind.column(name).type in ("instant", "closing") for name in profile.columns):
        lines.append(_instant_words(profile))
    if "crs" in kind.names:
        lines.append(f"positions in {profile.crs or 'wgs84'}, where a line does not name another system")
    for name, parameters in complete(profile.filters).items():
        lines.append(f"marked, and kept out of evidence, by {name} ({_numbers(parameters)}): {FILTERS[name].words}")
    if profile.persons:
        lines.append(f"of the person, for the vault alone: {', '.join(profile.persons)}")
    return lines


def _form_lines(profile: Profile) -> list[str]:
    form = profile.form
    stated = {
        "format": form.format,
        "encoding": form.encoding,
        "delimiter": form.delimiter and repr(form.delimiter),
        "before decimals": "" if form.decimal == "." else "a comma",
        "sheet": form.sheet,
        "line of the header": form.header_line and str(form.header_line),
        "columns in this order, without a header": ", ".join(form.names),
        "no records begin with": ", ".join(form.totals),
        "these words stand for nothing": ", ".join(form.nothing),
        "a ditto word means the value above in": ", ".join(form.repeats),
        "found only where no other headers stand beside these than": ", ".join(form.beside),
    }
    return [f"{what}: {value}" for what, value in stated.items() if value]


def _field_words(field: Field) -> str:
    headers = " with ".join(" or ".join(headers) for headers in field.parts)
    read = f", read as {field.sort}" if field.sort else ""
    read += f" of {field.region}" if field.region != HOME else ""
    return f"{headers}{read}{f', times {float(field.factor):g}' if field.factor != 1 else ''}"


def _numbers(parameters: Parameters) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in parameters.items())


def _meanings(words: dict[str, str]) -> str:
    by_meaning: dict[str, list[str]] = {}
    for word, meaning in words.items():
        by_meaning.setdefault(meaning, []).append(word)
    return "; ".join(f"{meaning} for {', '.join(given)}" for meaning, given in by_meaning.items())


def _instant_words(profile: Profile) -> str:
    instants = profile.instants
    order = f", {instants.day_order}" if instants.day_order else ""
    order += ", minutes of one digit too" if instants.one_digit else ""
    return f"instants: {', '.join(instants.forms)}{order}, in {instants.zone or 'the zone of the workspace'}"
