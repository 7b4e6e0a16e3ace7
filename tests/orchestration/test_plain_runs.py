"""Without a server the verbs are plain functions, and Prefect is not even loaded."""

import socket

from tests.orchestration.outbreak import AS_OF, python, surroundings, tracing

_WATCHING = """
import sys
from pipelines.cli import main
status = main(sys.argv[1:])
print("prefect" in sys.modules)
sys.exit(status)
"""


def test_prefect_stays_out_and_the_lists_are_the_same_bytes(plain, watched, files, screened):
    assert screened.returncode == 0
    for command in (["ingest", *files], ["screen", "--as-of", AS_OF]):
        told = python("-c", _WATCHING, "--workspace", plain, *command, env=surroundings())
        assert told.returncode == 0, told.stderr
        assert told.stdout.endswith("False\n")
    lists = [tracing(folder, "contacts", env=surroundings()).stdout for folder in (plain, watched)]
    assert lists[0] == lists[1]
    assert lists[0].count("MARKCASE1") == 1


def test_an_empty_address_means_no_server(plain):
    told = python("-c", _WATCHING, "--workspace", plain, "screen", env=surroundings(PREFECT_API_URL=""))
    assert told.stdout.endswith("False\n")


def test_a_server_that_is_not_there_is_one_line(plain):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/api"
    told = python("-c", _WATCHING, "--workspace", plain, "screen", env=surroundings(PREFECT_API_URL=nobody))
    said = "tracing: the Prefect server of PREFECT_API_URL does not answer: ConnectError\n"
    assert (told.returncode, told.stderr, told.stdout) == (21, said, "True\n")
