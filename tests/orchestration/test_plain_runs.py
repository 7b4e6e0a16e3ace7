"""Without a server the verbs are plain functions, and Prefect is not even loaded."""

from tests.orchestration.outbreak import AS_OF, python, surroundings, tracing

_WATCHING = """
import sys
from pipelines.cli import main
status = main(sys.argv[1:])
print(*sorted(name for name in sys.modules if name.partition(".")[0] == "prefect"), file=sys.stderr)
sys.exit(status)
"""


def test_prefect_stays_out_and_the_lists_are_the_same_bytes(plain, watched, files, screened):
    assert screened.returncode == 0
    for command in (["ingest", *files], ["screen", "--as-of", AS_OF]):
        told = python("-c", _WATCHING, "--workspace", plain, *command, env=surroundings())
        assert told.returncode == 0, told.stderr
        assert "prefect" not in told.stderr
    lists = [tracing(folder, "contacts", env=surroundings()).stdout for folder in (plain, watched)]
    assert lists[0] == lists[1]
    assert lists[0].count("MARKCASE1") == 1


def test_an_empty_address_means_no_server(plain):
    told = python("-c", _WATCHING, "--workspace", plain, "screen", env=surroundings(PREFECT_API_URL=""))
    assert "prefect" not in told.stderr


def test_the_watch_on_modules_sees_prefect():
    told = python("-c", f"import prefect{_WATCHING}", "rejects", "--workspace", "/nowhere", env=surroundings())
    assert "prefect.flows" in told.stderr or "prefect" in told.stderr.split()
