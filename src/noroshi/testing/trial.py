"""A trial: one set of observations, run through a watch again and again in different ways."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import msgspec

from noroshi.columns.schema import concatenate, copy, rows
from noroshi.detections.model import Detection
from noroshi.domains import Watch
from noroshi.engine.run import Run

Observations = tuple[Any, ...]


class LawBrokenError(AssertionError):
    """A detector or a domain breaks a law that everything registered must keep."""


@dataclass(frozen=True)
class Trial:
    """What the laws are tried on.

    Parameters
    ----------
    prepare
        Makes the watch, new and the same each time.
    batches
        Observations in order of arrival, at least one row in all.
    interval
        How often the detectors judge, ns.
    """

    prepare: Callable[[], Watch]
    batches: Sequence[Observations]
    interval: int

    @cached_property
    def stream(self) -> Observations:
        """All observations as one batch."""
        return concatenate(*self.batches)

    @property
    def length(self) -> int:
        """How many observations there are."""
        return len(self.stream[0])

    @cached_property
    def detections(self) -> list[Detection]:
        """What is concluded from the batches as they were given."""
        return list(self.conclude(self.batches))

    def cut(self, places: Iterable[int]) -> list[Observations]:
        """Cut the stream into batches of its own before the rows at `places`."""
        edges = [0, *sorted(places), self.length]
        return [copy(rows(self.stream, slice(*pair))) for pair in pairwise(edges)]

    def run(self) -> Run:
        """Start over, with a new watch."""
        return Run(self.prepare(), self.interval)

    def conclude(self, batches: Iterable[Observations]) -> Iterator[Detection]:
        """Run a new watch over the batches, up to the end of the last interval."""
        run = self.run()
        for batch in batches:
            yield from feed(run, copy(batch))
        yield from settle(run)

    def expect(self, actual: Iterable[Detection], kinds: Iterable[str] | None = None) -> None:
        """Compare with what the batches as given lead to, whatever the order within.

        Parameters
        ----------
        actual
            The detections of another way to run.
        kinds
            The kinds to compare; all if None.

        Raises
        ------
        LawBrokenError
            If there is a difference; it names one detection that was missing or too many.
        """
        wanted = _count(self.detections, kinds)
        got = _count(actual, kinds)
        for word, difference in (("missing", wanted - got), ("too many", got - wanted)):
            for text in difference:
                raise LawBrokenError(f"{sum(difference.values())} {word}, such as {text.decode()}")


def feed(run: Run, batch: Observations) -> Iterator[Detection]:
    """Feed a batch to a run; give its detections one by one."""
    for found in run.feed(batch):
        yield from found


def settle(run: Run) -> Iterator[Detection]:
    """End a run's current interval; give its detections one by one."""
    for found in run.settle():
        yield from found


def _count(detections: Iterable[Detection], kinds: Iterable[str] | None) -> Counter[bytes]:
    wanted = None if kinds is None else set(kinds)
    return Counter(
        msgspec.json.encode(detection, order="sorted")
        for detection in detections
        if wanted is None or detection.kind in wanted
    )
