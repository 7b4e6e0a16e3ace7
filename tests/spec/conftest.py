"""The engines the specification's examples are held against, and what a test of the manual is written with.

An engine is called with (files, definition, as_of, timezone) and returns an object with `lines` and `windows`, as
described in tests/lib/reference. To hold another engine against the manual, add it to ENGINES.
"""

from collections.abc import Callable

import pytest

from tests.lib import product, reference, sql_engine
from tests.spec.examples import Example

ENGINES = {"reference": reference.screen, "sql": sql_engine.screen, "product": product.screen}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Callable:
    """The engine under test."""
    return ENGINES[request.param]


@pytest.fixture
def example(engine: Callable) -> Callable[..., None]:
    """Checks one example of the manual; its arguments are those of tests.spec.examples.Example."""
    return lambda **said: Example(**said).check(engine)
