"""`python -m tests.fuzz NAME --seconds N [--corpus DIR]`: fuzz one parser; what breaks it is left in the folder."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import atheris

from tests.abuse.seeds import with_one_member_changed

INSTRUMENTED = ["tracing.intake", "xlrd", "zipfile", "csv"]
LONGEST_S, MOST_MB = 20, 1_500


def main() -> None:
    with atheris.instrument_imports(include=INSTRUMENTED):
        from tests.fuzz.targets import TARGETS
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("name", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, help="a folder that keeps what was found between runs")
    options = parser.parse_args()
    target = TARGETS[options.name]
    with tempfile.TemporaryDirectory() as folder:
        corpus, work = options.corpus or Path(folder) / "corpus", Path(folder) / "work"
        corpus.mkdir(parents=True, exist_ok=True)
        work.mkdir()
        for number, seed in enumerate(target.seeds):
            (corpus / f"seed_{number}").write_bytes(seed)
        found = Path.cwd() / f"fuzz_{options.name}_"
        limits = [f"-max_total_time={options.seconds}", f"-timeout={LONGEST_S}", f"-rss_limit_mb={MOST_MB}"]
        arguments = [sys.argv[0], str(corpus), *limits, f"-artifact_prefix={found}", "-max_len=40000"]
        how = {"custom_mutator": one_member} if target.packed else {}
        atheris.Setup(arguments, lambda content: run(target, content, work), **how)
        atheris.Fuzz()


def run(target, content: bytes, work: Path) -> None:
    """Read some bytes in an empty folder."""
    target.run(content, work)
    for path in work.iterdir():
        path.unlink()


def one_member(content: bytes, most: int, seed: int) -> bytes:
    """A zip archive with one member changed; now and then the archive's own bytes."""
    chance = random.Random(seed)
    try:
        if chance.random() < 0.9:
            return with_one_member_changed(content, lambda part: atheris.Mutate(part, len(part) + 200), chance.choice)
    except Exception:  # the archive is none any more
        pass
    return atheris.Mutate(content, most)


if __name__ == "__main__":
    main()
