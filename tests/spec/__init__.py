"""The manual: every rule of the specification as an example that is held against every engine."""

import pytest

pytest.register_assert_rewrite("tests.spec.examples")
