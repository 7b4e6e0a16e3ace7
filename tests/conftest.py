"""What holds for every test, however the suite was started."""

import gc
import signal

import pytest
from hypothesis import HealthCheck, settings

# A machine that has other work is slow: how long a drawn example takes says nothing of whether it is right.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
# A shell's background jobs are born deaf to Ctrl-C, and so would be every program that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Libraries make far more objects than garbage: at the usual 700, every tenth instant would go into looking for it.
gc.set_threshold(20_000, 20, 50)

TOGETHER = ("tests/orchestration/",)
"""Folders whose files share what is costly to make, such as a Prefect server."""

LONG = (
    *TOGETHER,
    "tests/serve/test_service.py",
    "tests/real/",
    "tests/abuse/test_killed_at_random.py",
    "tests/abuse/test_readers_beside_a_writer.py",
    "tests/generative/",
    "tests/standing/",
    "tests/filters/test_marks_in_worlds.py",
    "tests/filters/test_rescreening_marked.py",
    "tests/identity/test_rescreening_joined.py",
)
"""What takes longest, and therefore comes first: begun last, it would keep one worker busy and the other idle."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Whole files, as `--dist loadfile` says, in the order above; folders of `TOGETHER` as if they were one file."""
    from xdist.scheduler import LoadFileScheduling

    class WholeFiles(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))

    if config.option.dist != "loadfile":
        return None
    config.option.loadscopereorder = False
    return WholeFiles(config, log)
