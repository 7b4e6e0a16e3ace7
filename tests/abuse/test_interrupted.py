"""Ctrl-C in the middle of a query is an interruption, and no fault of the program."""

import os
import signal
import threading

import pytest

from tracing.store import Database


def test_an_interruption_in_a_query_stays_one(tmp_path):
    with Database.create(tmp_path / "store.duckdb", "store") as store:
        threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            store.run("SELECT count(*) FROM range(20000000000) AS numbers")
