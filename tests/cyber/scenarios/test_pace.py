"""When packets come: as many as asked for, however time is cut."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.cyber.scenarios.pace import Pace

START = 1_700_000_000_000_000_000


@given(
    packets=st.integers(1, 200),
    duration=st.integers(1, 10**13),
    cuts=st.lists(st.floats(0, 1), max_size=5),
    exact=st.booleans(),
)
def test_slices_of_time_hold_each_packet_once(
    packets: int, duration: int, cuts: list[float], *, exact: bool
) -> None:
    """Cut anywhere, the slices together give every number once, with the same times, in order."""
    pace = Pace(START, duration, packets, exact=exact)
    edges = [START, *sorted(START + int(cut * duration) for cut in cuts), START + duration + 1]
    pieces = [pace.between(since, until, 1, "a") for since, until in pairwise(edges)]
    numbers, times = (np.concatenate(column) for column in zip(*pieces, strict=True))
    whole = pace.between(START, START + duration + 1, 1, "a")

    assert list(range(packets)) == numbers.tolist()
    assert whole[1].tolist() == times.tolist() == sorted(times.tolist())
    assert START <= times[0]
    assert times[-1] <= START + duration


@given(st.integers(2, 100), st.integers(1, 10**12))
def test_an_exact_pace_starts_and_ends_on_time(packets: int, duration: int) -> None:
    """The first packet comes at the start and the last at the very end."""
    _, times = Pace(START, duration, packets, exact=True).between(START, START + duration + 1, 1, "a")

    assert (START, START + duration) == (times[0], times[-1])
