"""Parts of a search at once: in order, a bounded number of them, and the first failure is told."""

import threading

import pytest

from tracing.parallel import at_once


def test_what_is_done_comes_in_order_though_later_parts_are_done_first(monkeypatch):
    monkeypatch.setattr("tracing.parallel.AT_ONCE", 2)
    second_done = threading.Event()

    def do(part: int) -> int:
        if part == 0:
            assert second_done.wait(timeout=60)  # fails where parts are done one after the other
        if part == 1:
            second_done.set()
        return part * 10

    assert list(at_once(do, range(7))) == [0, 10, 20, 30, 40, 50, 60]


def test_no_more_parts_are_held_than_are_done_at_once(monkeypatch):
    monkeypatch.setattr("tracing.parallel.AT_ONCE", 3)
    given, taken = 0, 0

    def parts():
        nonlocal given
        for part in range(12):
            given += 1
            assert given - taken <= 4  # those being done, and the one that waits for its turn
            yield part

    for _ in at_once(lambda part: part, parts()):
        taken += 1
    assert (given, taken) == (12, 12)


@pytest.mark.parametrize("parts", [0, 1, 2, 5])
def test_a_part_that_fails_is_told(parts):
    assert list(at_once(str, range(parts))) == [str(part) for part in range(parts)]
    with pytest.raises(ZeroDivisionError):
        list(at_once(lambda part: 1 // part, range(parts + 1)))
