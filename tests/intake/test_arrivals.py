"""Batches that are read ahead come in their order, and an error comes where it happened."""

from collections.abc import Iterator
from threading import Event

import pytest

from pipelines.arrivals import ahead


def test_items_come_in_their_order_and_the_next_is_made_while_one_is_in_use():
    made = [Event() for _ in range(4)]

    def items() -> Iterator[int]:
        for number, event in enumerate(made):
            event.set()
            yield number

    for expected, item in enumerate(ahead(items())):
        assert item == expected
        if expected + 1 < len(made):
            assert made[expected + 1].wait(timeout=20)


def test_an_error_comes_after_the_items_before_it():
    def items() -> Iterator[str]:
        yield "first"
        raise ValueError

    came = ahead(items())
    assert next(came) == "first"
    with pytest.raises(ValueError):
        next(came)


def test_who_stops_early_leaves_the_rest_unmade():
    made = []
    came = ahead(made.append(number) or number for number in range(1, 100))
    assert next(came) == 1
    came.close()
    assert made == [1, 2]
