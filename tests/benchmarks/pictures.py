"""The pictures of growth: time above, memory below, one column for each thing that grows.

python -m tests.benchmarks.pictures growth.csv growth      (in the peers' environment: writes growth.png, growth.svg)
"""

import csv
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt

_COLOURS = {"tracing": "#0b5cad", "DuckDB SQL": "#c2571a"}
_MARKS = {"tracing": "o", "DuckDB SQL": "s"}
_AXES = {
    "people": "fixes in the store",
    "cases": "cases",
    "people per km²": "people per km² (and per place)",
    "days": "days in the store",
}


def draw(source: Path, picture: Path) -> None:
    """Draw the figures of a csv that `growth` wrote."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    plt.rcParams.update(
        {"font.size": 11, "axes.spines.top": False, "axes.spines.right": False, "svg.hashsalt": "growth"}
    )
    grows = [name for name in _AXES if any(row["grows"] == name for row in rows)]
    figure, axes = plt.subplots(2, len(grows), figsize=(4 * len(grows), 7), sharey="row", squeeze=False)
    for column, name in enumerate(grows):
        _panel(axes[0][column], rows, name, "wall_s")
        _panel(axes[1][column], rows, name, "peak_mb")
        axes[1][column].set_xlabel(_AXES[name])
        axes[0][column].set_title(f"more {'fixes' if name == 'people' else name}")
    axes[0][0].set_ylabel("time of a screen (s)")
    axes[1][0].set_ylabel("peak memory (MB)")
    axes[1][0].set_ylim(bottom=0)  # after all is drawn: the panels share it, and it ends their scaling
    axes[0][0].legend(frameon=False)
    figure.tight_layout()
    for suffix in (".png", ".svg"):
        figure.savefig(picture.with_suffix(suffix), dpi=110, facecolor="white", metadata=_undated(suffix))


def _panel(axis, rows: list[dict[str, str]], name: str, measure: str) -> None:
    for engine, colour in _COLOURS.items():
        chosen = [row for row in rows if row["grows"] == name and row["engine"] == engine]
        x = [float(row["rows" if name == "people" else "value"]) for row in chosen]
        y = [float(row[measure]) for row in chosen]
        axis.plot(x, y, color=colour, marker=_MARKS[engine], label=engine, linewidth=2)
        if measure == "wall_s":
            axis.fill_between(
                x, [float(r["least_s"]) for r in chosen], [float(r["most_s"]) for r in chosen], color=colour, alpha=0.15
            )
    axis.set_xscale("log")
    if measure == "wall_s":
        axis.set_yscale("log")
        axis.yaxis.set_major_formatter("{x:g}")
    if name != "people":
        axis.set_xticks(x, [f"{value:g}" for value in x])
        axis.minorticks_off()
    axis.grid(True, which="major", color="#dddddd")


def _undated(suffix: str) -> dict[str, None]:
    """The same figures give the same file."""
    return {"Date": None} if suffix == ".svg" else {}


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
