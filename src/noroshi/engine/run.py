"""The loop that carries a watch through the data's time.

The wall clock has no say here: an interval ends when an observation arrives that is
past it. However the stream is cut into batches, the intervals are the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from noroshi.clock import SECOND
from noroshi.detections.detector import Snapshot
from noroshi.detections.model import Detection
from noroshi.domains import Watch

UNTIL = "run.until"
"""The run's own entry in a snapshot: where the current interval ends."""


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
            if self.until == 0:
                self.until = self._interval_end(int(time[row]))
            row = self.watch.memory.fold(batch, row, self.until)
            if row < length:
                yield from self._pass_over_to(int(time[row]))

    def settle(self) -> Iterator[Sequence[Detection]]:
        """End the current interval now, because the stream has ended or paused."""
        if self.until:
            yield from self._close()

    def snapshot(self) -> Snapshot:
        """Give the whole state of the run, as arrays of its own."""
        return {**self.watch.memory.snapshot(), UNTIL: np.array([self.until], np.int64)}

    def restore(self, snapshot: Snapshot) -> None:
        """Become the run that gave that snapshot."""
        memory: Mapping[str, NDArray[Any]] = {name: data for name, data in snapshot.items() if name != UNTIL}
        self.watch.memory.restore(memory)
        self.until = int(snapshot[UNTIL][0])

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
        memory = self.watch.memory
        found = [
            detection for detector in self.watch.detectors for detection in detector.judge(memory, self.until)
        ]
        memory.rest(self.until)
        if found:
            yield found

    def _interval_end(self, moment: int) -> int:
        return (moment // self.interval + 1) * self.interval
