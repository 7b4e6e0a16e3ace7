"""One town of the usual size, lived once for all tests of this folder."""

import pytest

from tracing.town.life import Town, Wish, live
from tracing.town.sources import Source, records


@pytest.fixture(scope="session")
def wish() -> Wish:
    return Wish()


@pytest.fixture(scope="session")
def town(wish: Wish) -> Town:
    return live(wish)


@pytest.fixture(scope="session")
def sources(wish: Wish, town: Town) -> list[Source]:
    return records(wish, town)
