"""One stream led through two watches, each with half of the stories, until they merge."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar, NamedTuple

import numpy as np

from noroshi.columns.schema import U64, Bool, as_mapping, rows
from noroshi.detections.model import Detection
from noroshi.engine.run import Run
from noroshi.testing.trial import Trial, feed, settle


class Interval(NamedTuple):
    """One interval that a run closes."""

    until: int
    """ns UTC, where it ends."""
    span: slice
    """Its rows of the stream; a late row counts in the interval it arrives in."""


class _Marker:
    """A detector that finds nothing, and notes where intervals end."""

    kind: ClassVar[str] = "marker"
    partition_by: ClassVar[str] = ""

    def __init__(self) -> None:
        self.ends: list[int] = []

    def judge(self, memory: object, until: int) -> Sequence[Detection]:
        """Note the end."""
        del memory
        self.ends.append(until)
        return ()


def closed_intervals(trial: Trial) -> list[Interval]:
    """Give the intervals that a run over the whole stream closes, silent ones left out as it does."""
    marker = _Marker()
    watch = trial.prepare()
    run = Run(replace(watch, detectors=[*watch.detectors, marker]), trial.interval)
    for _ in (*feed(run, trial.stream), *settle(run)):
        pass
    reached = np.maximum.accumulate(as_mapping(trial.stream)["time"])
    edges = np.searchsorted(reached, [0, *marker.ends]).tolist()
    return [Interval(until, slice(*pair)) for until, pair in zip(marker.ends, pairwise(edges), strict=True)]


def conclude_in_halves(trial: Trial, intervals: Sequence[Interval], place: int) -> Iterator[Detection]:
    """Split by the memory's partition; merge in the interval at `place`, before it is judged."""
    first, second = trial.prepare(), trial.prepare()
    for number, (until, span) in enumerate(intervals):
        batch = rows(trial.stream, span)
        if number > place:
            first.memory.fold(batch, 0, until)
        else:
            left = _left(first.memory.partition(batch))
            first.memory.fold(rows(batch, left), 0, until)
            second.memory.fold(rows(batch, ~left), 0, until)
        if number == place:
            first.memory.merge(second.memory)
        for watch in (first, second) if number < place else (first,):
            for detector in watch.detectors:
                yield from detector.judge(watch.memory, until)
            watch.memory.rest(until)


def _left(story: U64) -> Bool:
    """Half of all numbers, whatever their pattern: the top bit of a multiplication (Knuth, 6.4)."""
    left: Bool = (story * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(63) == 0
    return left
