"""Order by packed numbers is the order by the numbers."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tracing.clustered.order import order

WIDE = st.integers(0, 2**40)
ROWS = st.lists(st.tuples(st.integers(0, 3), WIDE | st.sampled_from([0, 7, 2**40]), st.integers(0, 5)), max_size=60)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, keys=st.integers(1, 3))
def test_rows_are_sorted_by_the_first_key_then_the_next_and_stay_as_they_stand(rows, keys):
    columns = [np.array([row[key] for row in rows], np.uint64) for key in range(keys)]
    expected = sorted(range(len(rows)), key=lambda place: tuple(int(column[place]) for column in columns))
    assert order(*columns).tolist() == expected
