"""Keys as programs and keyboards have changed them: 7.0 for 7, as a column of numbers with an empty cell comes out of a
program, and １００１ for 1001, as a keyboard for Chinese writes it.

Left so, one place would be two, one in each file; so such a key is read as the usual one, and told. Full-width signs
that are neither letters nor digits stay: they are how Chinese is written. A profile that states `as = "text"` keeps
what stands there. Documents and phones are read plainly in any case.
"""

from collections.abc import Mapping

import polars as pl
import polars.selectors as cs

AS_FLOAT, FULL_WIDTH = "written-as-float", "written-in-full-width"

_FLOAT = r"^([0-9]{1,15})\.0+$"
_WIDE = "[０-９Ａ-Ｚａ-ｚ]"
_USUAL = {chr(sign + ord("！") - ord("!")): chr(sign) for sign in range(128) if chr(sign).isalnum()}
_KEPT = '(as = "text" keeps it)'
_READ = {
    AS_FLOAT: f"held in {{}} a whole number written with .0, read without it {_KEPT}",
    FULL_WIDTH: f"held in {{}} full-width letters or digits, read as the usual ones {_KEPT}",
}


def are_wide(keys: pl.Expr) -> pl.Expr:
    """Whether keys hold full-width letters or digits."""
    return keys.str.contains(_WIDE)


def with_plain_keys(
    frame: pl.DataFrame, keys: Mapping[str, str]
) -> tuple[pl.DataFrame, dict[tuple[str, str], pl.Series]]:
    """The lines with keys as they are usually written, and which lines were written otherwise.

    keys    columns of the file that hold keys as they stand, and their headers
    """
    asides = {}
    for name in frame.select(cs.string() & cs.by_name(*keys, require_all=False)).columns:
        key = pl.col(name)
        ways = {
            FULL_WIDTH: (are_wide(key), key.str.replace_many(_USUAL)),
            AS_FLOAT: (key.str.contains(_FLOAT), key.str.replace(_FLOAT, "$1")),
        }
        for way, (written_so, plain) in ways.items():
            lines = frame.filter(written_so)["line"]
            if not lines.is_empty():
                asides[way, _READ[way].format(keys[name])] = lines
                frame = frame.with_columns(plain)
    return frame, asides
