"""A watch: a source is read, its detections go to the desk, and checkpoints let it go on after a kill.

A checkpoint is made only between two inputs, never within one. So it is small, and what it
says is simple: these files are in the memory, whole. A file that was being read when the power
was cut is read again from its start, onto the memory as it was before; the desk knows what it has told.
What a checkpoint says was read is in the archive by then, and what comes after it is concluded and kept again.
"""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from noroshi.alerts.desk import Desk
from noroshi.alerts.episodes import Turn
from noroshi.clock import MINUTE, SECOND, Clock
from noroshi.detections.archive import DetectionArchive, NoArchive
from noroshi.detections.model import Detection
from noroshi.domains import Source
from noroshi.engine import checkpoint
from noroshi.engine.run import Run
from noroshi.errors import NoroshiError, StorageError

BETWEEN: Final = 5 * SECOND
"""ns of the clock at least between two checkpoints: a rotation may bring hundreds of small files a second."""

WAITING: Final = MINUTE
"""ns of the clock that detections wait for the archive where no checkpoint falls. A watch of a pipe that is killed loses
as much of it; every five seconds instead, a day would have 17,280 files, each 15 kB before its first row."""


class Watching:
    """One source, watched until it ends or somebody says stop.

    Parameters
    ----------
    source
        Where observations come from.
    run
        The domain's watch, not yet fed.
    desk
        Who is told.
    clock
        Paces checkpoints; it has no say in what is concluded.
    saved
        The checkpoint file to go on from, and to write; None to keep nothing.
    archive
        Where detections are kept as they were concluded; None for nowhere.
    """

    def __init__(
        self,
        source: Source,
        run: Run,
        desk: Desk,
        clock: Clock,
        saved: Path | None = None,
        archive: DetectionArchive | None = None,
    ) -> None:
        self.source = source
        self.run = run
        self.desk = desk
        self.archive = archive or NoArchive()
        self.stop = threading.Event()
        """Set by anybody, from any thread: the watch ends at the next arrival."""
        self.observations = 0
        """Taken in so far."""
        self._clock = clock
        self._saved = saved
        self._finished: set[str] = set()
        self._whole = True  # whether what the memory holds is inputs that are finished, and nothing else
        self._kept_at = 0
        self._archived_at = clock.now()

    def turns(self) -> Iterator[Sequence[Turn]]:
        """Watch; yield what became of alerts, as soon as it has been written.

        Raises
        ------
        NoroshiError
            If an input is broken; everything before the fault has been concluded by then.
        StorageError
            If the checkpoint does not fit, or the database fails.
        """
        self._go_on()
        try:
            yield from self._read_on()
        finally:
            self.archive.flush()

    def _read_on(self) -> Iterator[Sequence[Turn]]:
        """Read the source to its end, or until somebody says stop."""
        try:
            for batch, finished in self.source.arrivals(frozenset(self._finished)):
                if batch is not None:
                    self._whole = False
                    yield from map(self._conclude, self.run.feed(batch))
                    self.observations += len(batch[0])
                elif finished is None:
                    yield from self._settle()
                if finished is not None:
                    self._finished.add(finished)
                    self._whole = True
                    self._keep(BETWEEN)
                self.desk.tend()
                self._archive()
                if self.stop.is_set():
                    break
        except NoroshiError:
            yield from self._settle()
            raise
        yield from self._settle()
        if self._whole:
            self._keep(0)

    def _settle(self) -> Iterator[Sequence[Turn]]:
        """Conclude the interval that has begun, because nothing more is here now."""
        yield from map(self._conclude, self.run.settle())

    def _conclude(self, found: Sequence[Detection]) -> Sequence[Turn]:
        """Hand what was concluded to the archive and to the desk; give what became of alerts."""
        self.archive.keep(found)
        return self.desk.conclude(found)

    def _go_on(self) -> None:
        """Take up the state that an earlier watch of the same source has left."""
        found = checkpoint.read(self._saved) if self._saved else None
        if found is None:
            return
        try:
            self.run.restore(found.snapshot)
        except (ValueError, KeyError, IndexError) as fault:
            raise StorageError(
                f"{self._saved} was made with other settings, or by another version",
                hint="Start with --afresh to leave it behind: what is known already is not told again.",
            ) from fault
        self._finished = set(found.finished)

    def _keep(self, between: int) -> None:
        """Write a checkpoint, unless the last one is younger than `between` (ns)."""
        now = self._clock.now()
        if self._saved is None or now < self._kept_at + between:
            return
        self.archive.flush()
        checkpoint.write(self._saved, self.run.snapshot(), self._finished)
        self._kept_at = now

    def _archive(self) -> None:
        """Put away what waits for the archive, now and then."""
        now = self._clock.now()
        if now >= self._archived_at + WAITING:
            self.archive.flush()
            self._archived_at = now
