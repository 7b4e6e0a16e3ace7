"""Commands in processes of their own that are there at once: forked off one that has loaded the program already.

What begins is what a shell begins, but for the second or two that Python takes to load everything.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable

from pipelines import cli, commands, files_command, hand_over_command, ingest, rerun, screen  # noqa: F401 - for all forks

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])

pipe = _FORKS.Pipe


def forked(task: Callable[..., None], *given: object) -> multiprocessing.Process:
    """A process that does something, begun. The environment is without Prefect's settings."""
    process = _FORKS.Process(target=_alone, args=(task, *given))
    process.start()
    return process


def command(*words: str) -> None:
    """A command of the program, from its first line to its exit status; it says nothing to anybody."""
    with open(os.devnull, "w") as nowhere:
        sys.stdout = sys.stderr = nowhere
        sys.exit(cli.main(words))


def _alone(task: Callable[..., None], *given: object) -> None:
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        del os.environ[name]
    task(*given)
