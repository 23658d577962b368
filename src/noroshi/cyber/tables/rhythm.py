"""What is usual for each port: how many sources a bin of time brings, learnt as it goes.

The logarithm of a count is learnt, for sources come in multiples; of a place its mean and mean square, each the plain
mean of the first `MEMORY` bins and exponentially weighted from then on. A bin without a source is worth nothing but time, so
silent bins are made up for when a place is next looked at, exactly.
"""

from typing import Annotated, Final, NamedTuple

import numpy as np

from noroshi.columns.schema import F64, I64

MEMORY: Final = 144
"""Bins over which is learnt; a day of ten minutes each. So the swing of a day is part of how much a port varies. The hours of a
week apart would take 168 numbers a port, and two weeks before any of them is known."""

NOISE: Final = 0.25
"""Least deviation of a logarithm that is believed: that of 20 sources by chance (0.22) with the sketch's own error (0.13)."""

CUT: Final = 2.0
"""Deviations above the mean at which a count is cut off before it is learnt: what rises becomes usual slowly, over days, and
one flood does not hide the next. Cut off at five, what doubles every 20 minutes raised the deviation as fast as it grew itself
(benchmarks/indications.py). Not so in the first `MEMORY` bins, when nothing is usual yet."""


class Usual(NamedTuple):
    """What is usual of each place; all of it zero for one that nothing ever came to."""

    mean: Annotated[F64, "", "Mean of log(1 + sources)."]
    square: Annotated[F64, "", "Mean of its square."]
    age: Annotated[I64, "bins", "The bin up to which it was learnt, counted from the first."]


class Expected(NamedTuple):
    """What some places were expected to have in a bin."""

    mean: F64
    """Of log(1 + sources)."""
    deviation: F64
    """Of the same, at least `NOISE`."""


def expected(usual: Usual, places: I64, age: int) -> Expected:
    """Say what is expected of some places in the bin of that age.

    Parameters
    ----------
    age
        How many bins were learnt before.
    """
    mean, square = _caught_up(usual, places, age)
    return Expected(mean, _deviation(mean, square))


def learn(usual: Usual, places: I64, logs: F64, age: int) -> None:
    """Learn what some places had in the bin of that age.

    Parameters
    ----------
    usual
        Updated in place.
    logs
        log(1 + sources) of each place.
    """
    mean, square = _caught_up(usual, places, age)
    if age >= MEMORY:
        logs = np.minimum(logs, mean + CUT * _deviation(mean, square))
    weight = 1 / min(age + 1, MEMORY)
    usual.mean[places] = mean + weight * (logs - mean)
    usual.square[places] = square + weight * (logs * logs - square)
    usual.age[places] = age + 1


def _deviation(mean: F64, square: F64) -> F64:
    deviation: F64 = np.maximum(np.sqrt(np.maximum(square - mean * mean, 0.0)), NOISE)
    return deviation


def _caught_up(usual: Usual, places: I64, age: int) -> tuple[F64, F64]:
    """Give the mean and the mean square of places, with the bins that they were silent in."""
    since = usual.age[places]
    plain = np.minimum(since, MEMORY) / max(min(age, MEMORY), 1)
    weighted = (1 - 1 / MEMORY) ** (max(age - MEMORY, 0) - np.maximum(since - MEMORY, 0))
    left = np.where(since < age, plain * weighted, 1.0)
    return usual.mean[places] * left, usual.square[places] * left
