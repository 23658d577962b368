"""The loop that carries a watch through the data's time.

The wall clock has no say here: an interval ends when an observation arrives that is
past it. However the stream is cut into batches, the intervals are the same.

A single damaged time must not carry the clock away, for all that follows would be late, and the
detectors would never judge again. So a leap, as the domain sees it, is doubted until the next observation: if that
still keeps the old time, the one that leapt has gone astray, and is dropped and counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from noroshi import tracing
from noroshi.clock import SECOND
from noroshi.columns.schema import allocate, as_mapping, rows
from noroshi.detections.detector import Snapshot
from noroshi.detections.model import Detection
from noroshi.domains import Watch

CLOCK = "run.clock"
"""The run's own entry in a snapshot: where the current interval ends, whether the clock is sure, and how
many observations have gone astray."""

DOUBTED = "run.doubted."
"""What the columns of an observation that is doubted are called in a snapshot."""


class Run:
    """One pass of a watch over observations.

    Parameters
    ----------
    watch
        A domain's memory and detectors.
    interval
        How often detectors judge, in nanoseconds of the data's time.
    """

    def __init__(self, watch: Watch, interval: int = SECOND) -> None:
        self.watch = watch
        self.interval = interval
        self.until = 0
        self.judging = 0
        """ns UTC by this machine's clock, when the latest judging began; 0 while nobody listens to `tracing`."""
        self._astray = 0  # observations whose time nothing bore out
        self._sure = False  # whether a second observation has borne out where the clock stands
        self._doubted: Mapping[str, NDArray[Any]] = {}  # the columns of an observation that leapt

    def feed(self, batch: tuple[Any, ...]) -> Iterator[Sequence[Detection]]:
        """Take in a batch; yield what is concluded at each interval's end, if anything.

        Parameters
        ----------
        batch
            Of the domain's observation type; its `time` column (int64 ns UTC) rules.
        """
        time: NDArray[np.int64] = batch.time  # type: ignore[attr-defined]  # every observation type has it
        row, length = 0, len(time)
        while row < length:
            moment = int(time[row])
            if self._doubted:
                yield from self._resolve_doubt(type(batch), moment)
            if self._sure and moment >= self.until + self.watch.leap:
                self._doubted = {
                    name: column[row : row + 1].copy() for name, column in as_mapping(batch).items()
                }
                row += 1
            elif self._sure:
                if moment >= self.until:
                    yield from self._pass_over_to(moment)
                row = self.watch.memory.fold(batch, row, self.until)
            else:
                yield from self._follow(rows(batch, slice(row, row + 1)), moment)
                row += 1

    def settle(self) -> Iterator[Sequence[Detection]]:
        """End the current interval now, because the stream has ended or paused."""
        if self.until:
            yield from self._close()

    def go_back(self, moment: int) -> None:
        """Set the clock back (ns UTC), where the data's own was ahead: what was late is not so from now on."""
        self.until = self._interval_end(moment)

    def counters(self) -> Mapping[str, int]:
        """Give what was counted and dropped, by name; one that is still in doubt counts as astray."""
        return {**self.watch.memory.counters(), "astray": self._astray + bool(self._doubted)}

    def snapshot(self) -> Snapshot:
        """Give the whole state of the run, as arrays of its own."""
        clock = np.array([self.until, self._sure, self._astray], np.int64)
        doubted = {DOUBTED + name: column for name, column in self._doubted.items()}
        return {**self.watch.memory.snapshot(), **doubted, CLOCK: clock}

    def restore(self, snapshot: Snapshot) -> None:
        """Become the run that gave that snapshot."""
        memory = {name: data for name, data in snapshot.items() if not name.startswith("run.")}
        self.watch.memory.restore(memory)
        self._doubted = {
            name.removeprefix(DOUBTED): data for name, data in snapshot.items() if name.startswith(DOUBTED)
        }
        self.until, sure, self._astray = map(int, snapshot[CLOCK])
        self._sure = bool(sure)

    def _resolve_doubt(self, kind: type[tuple[Any, ...]], moment: int) -> Iterator[Sequence[Detection]]:
        """Believe the observation that leapt, unless the one after it keeps the old time."""
        doubted = allocate(kind, 1)  # what shared bytes it pointed into are gone
        for name, column in as_mapping(doubted).items():
            column[:] = self._doubted.get(name, 0)  # an older version may have saved fewer columns
        self._doubted = {}
        if moment < self.until + self.watch.leap:
            self._astray += 1
        else:
            yield from self._pass_over_to(int(doubted.time[0]))  # type: ignore[attr-defined]  # as above
            self.watch.memory.fold(doubted, 0, self.until)

    def _follow(self, one: tuple[Any, ...], moment: int) -> Iterator[Sequence[Detection]]:
        """Take the first observations, one by one, until two agree on the time; the clock goes where they say."""
        self._sure = self.until > 0 and abs(moment - self.until) <= self.watch.leap
        if self.until and moment >= self.until:
            yield from self._pass_over_to(moment)
        elif not self._sure:
            yield from self.settle()
            self.until = self._interval_end(moment)
        self.watch.memory.fold(one, 0, self.until)

    def _pass_over_to(self, moment: int) -> Iterator[Sequence[Detection]]:
        """Close the current interval, and silent ones after it in which something falls due."""
        yield from self._close()
        wanted = self._interval_end(moment)
        silent = wanted - self.interval  # when the silence ends, if there was any
        while self.until < silent and (due := self.watch.memory.due()) < silent:
            self.until = max(self._interval_end(due), self.until + self.interval)
            yield from self._close()
        self.until = wanted

    def _close(self) -> Iterator[Sequence[Detection]]:
        self.judging = tracing.now()
        memory = self.watch.memory
        found = [
            detection for detector in self.watch.detectors for detection in detector.judge(memory, self.until)
        ]
        memory.rest(self.until)
        if found:
            yield found

    def _interval_end(self, moment: int) -> int:
        return (moment // self.interval + 1) * self.interval
