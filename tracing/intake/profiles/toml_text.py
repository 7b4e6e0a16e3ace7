"""A document of a profile as the text of its file, table by table."""

from collections.abc import Iterator, Mapping


def as_toml(document: Mapping[str, object]) -> str:
    """A draft's document as the text of a profile file."""
    return "\n".join(_lines(document, ())) + "\n"


def _lines(table: Mapping[str, object], path: tuple[str, ...]) -> Iterator[str]:
    own = {key: value for key, value in table.items() if not _is_section(value, path)}
    if path and own:
        yield f"\n[{'.'.join(map(_key, path))}]"
    for key, value in own.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        if _is_section(value, path) and value:
            yield from _lines(value, (*path, key))


def _is_section(value: object, path: tuple[str, ...]) -> bool:
    return isinstance(value, dict) and (not path or path == ("values",) or path == ("filters",))


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else _value(name)


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
        case dict():
            return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case _:
            return str(value)
