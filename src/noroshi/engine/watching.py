"""A watch: a source is read, its detections go to the desk, and checkpoints let it go on after a kill.

A checkpoint says which inputs are in the memory, whole, and how far the one that is being read. What came after it
is read again after a kill, onto the memory as it was; the desk knows what it has told. What a checkpoint
says was read is in the archive by then, and what comes after it is concluded and kept again.

Of a live source nothing can be read again: the watch says from when to when it was away.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic_ns
from typing import Any, Final

import structlog

from noroshi import tracing
from noroshi.alerts.desk import Desk
from noroshi.alerts.episodes import Turn
from noroshi.clock import HOUR, MINUTE, SECOND, iso
from noroshi.detections.archive import DetectionArchive, NoArchive
from noroshi.detections.model import Detection
from noroshi.domains import Arrival, Place, Source
from noroshi.engine.checkpoint import Checkpoint
from noroshi.engine.concluding import Concluding
from noroshi.engine.keeping import Keeper
from noroshi.engine.load import Load
from noroshi.engine.run import Run
from noroshi.engine.sensing.sensor import Sensor
from noroshi.errors import NoroshiError, StorageError, UsageError
from noroshi.indications.logbook import Logbook
from noroshi.onlooking import Onlooker

BETWEEN: Final = 5 * SECOND
"""ns at least between two checkpoints: a rotation may bring hundreds of small files a second."""

WAITING: Final = MINUTE
"""ns that detections wait for the archive where no checkpoint falls. A watch of a pipe that is killed loses
as much of it; every five seconds instead, a day would have 17,280 files, each 15 kB before its first row."""

FORGETTING: Final = HOUR
"""ns between two looks for finished inputs that need not be remembered any more."""

BEHIND: Final = MINUTE
"""ns that observations must be behind the data's clock, and that it must stand still for, until it is taken to have been
ahead: several interfaces, and captures that are read one after the other, differ by less."""

_log = structlog.get_logger(__name__)


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
    keeper
        Keeps the checkpoints to go on from; None to keep nothing.
    archive
        Where detections are kept as they were concluded; None for nowhere.
    sensor
        What its operator is told of the source; None for a source that simply ends.
    steady
        Gives ns that never jump; paces checkpoints, and has no say in what is concluded.
    load
        Says how much detail is kept; None for one by that clock.
    onlooker
        Is shown each batch after it was taken in; None for nobody.
    logbook
        Takes what concerns nobody in particular, which the desk then never sees; None where nothing does.
    """

    def __init__(
        self,
        source: Source,
        run: Run,
        desk: Desk,
        keeper: Keeper | None = None,
        archive: DetectionArchive | None = None,
        sensor: Sensor | None = None,
        steady: Callable[[], int] = monotonic_ns,
        load: Load | None = None,
        onlooker: Onlooker | None = None,
        logbook: Logbook | None = None,
    ) -> None:
        self.source = source
        self.run = run
        self.stop = threading.Event()
        """Set by anybody, from any thread: the watch ends at the next arrival."""
        self.observations = 0
        """Taken in so far."""
        self.latest = 0
        """ns UTC, the time of the latest observation; 0 if there was none."""
        self._steady = steady
        self._keeper = keeper
        self.sensor = sensor
        self.load = load or Load(steady)
        self.onlooker = onlooker
        self._concluding = Concluding(desk, archive or NoArchive(), logbook)
        self._finished: set[str] = set()
        self._place: Place | None = None
        self._sound = True  # whether all that the memory has told is written down; else it must not be kept
        self._left = 0  # ns UTC, the data's time up to which an earlier watch has come; 0 if there was none
        self._stood = 0, 0  # where the data's clock stands, and since when, by the steady one
        self._kept_at = 0
        self._archived_at = self._forgot_at = steady()

    def turns(self) -> Iterator[Sequence[Turn]]:
        """Watch; yield what became of alerts, as soon as it has been written, and nothing after each arrival.

        Whoever asks for the next may change the run and the desk in between (`renew`), where that is allowed.

        Raises
        ------
        NoroshiError
            If an input is broken; everything before the fault has been concluded by then.
        StorageError
            If the checkpoint does not fit, the last one cannot be written, or the database fails.
        """
        self._go_on()
        try:
            yield from self._read_on()
        finally:
            self._close()

    @property
    def desk(self) -> Desk:
        """Who is told."""
        return self._concluding.desk

    def may_be_renewed(self) -> bool:
        """Say whether no arrival is half taken in, the rest of which another run would never see."""
        return self._sound

    def renew(self, run: Run, desk: Desk) -> None:
        """Go on with another run and another desk, which know a newer register or other settings.

        Only where it `may_be_renewed`.

        Raises
        ------
        UsageError
            If the new settings have no room for what is remembered; the old run and desk stay.
        """
        if self._keeper:
            self._keeper.wait()  # it writes the arrays of the last snapshot, which the next would write over
        remembered = self.run.snapshot()
        self.run.restore(run.snapshot())  # nothing: there may be no room to remember it all twice
        try:
            run.restore(remembered)
        except (ValueError, KeyError, IndexError) as fault:
            self.run.restore(remembered)
            raise UsageError(f"the new settings do not fit what is remembered: {fault}") from fault
        run.watch.memory.relieve(self.load.detail)
        self.run, self._concluding.desk = run, desk

    def counters(self) -> Mapping[str, Mapping[str, int]]:
        """Give everything counted so far, drops among it, by part and name."""
        concluding = self._concluding
        return {
            "source": self.source.counters(),
            "memory": self.run.counters(),
            "load": self.load.counters(),
            "desk": concluding.desk.counters(),
            "indications": concluding.logbook.counters() if concluding.logbook else {},
            "archive": concluding.archive.counters(),
            "checkpoint": self._keeper.counters() if self._keeper else {},
        }

    def _read_on(self) -> Iterator[Sequence[Turn]]:
        """Read the source to its end, or until somebody says stop."""
        try:
            for arrival in self.source.arrivals(frozenset(self._finished)):
                yield from self._take(arrival)
                if self.load.look(self.source.backlog()):
                    self.run.watch.memory.relieve(self.load.detail)
                yield from self._look_at_sensor()
                yield from self._follow_back()
                self._keep()
                if self.sensor:
                    self.desk.attend(self.sensor.name, is_well=not self.sensor.unwell())
                self.desk.tend()
                self._archive()
                yield ()
                if self.stop.is_set():
                    break
        except NoroshiError:
            if self._sound:
                yield from self._settle()
            raise
        yield from self._settle()

    def _take(self, arrival: Arrival) -> Iterator[Sequence[Turn]]:
        """Take in what arrived, and note where the source stands."""
        batch, finished, place = arrival
        self._sound = False
        if batch is not None:
            if self._left and place is None:
                self._say_what_was_missed(int(batch.time[0]))  # type: ignore[attr-defined]  # every one has it
            if self.sensor:
                self.sensor.observe(batch.time)  # type: ignore[attr-defined]  # as above
            yield from map(self._judged, self.run.feed(batch))
            if self.onlooker is not None:
                self._show(self.onlooker, batch)
            self.observations += len(batch[0])
            self.latest = int(batch.time[-1])  # type: ignore[attr-defined]  # as above
        elif finished is None:
            yield from self._settle()
        self._place = place
        if finished is not None:
            self._finished.add(finished)
        self._sound = True

    def _show(self, onlooker: Onlooker, batch: tuple[Any, ...]) -> None:
        """Show the batch to those who look on; a fault of theirs is logged, and keeps no member from being told."""
        try:
            onlooker.see(batch)
        except Exception:  # noqa: BLE001  # whatever is wrong with it, it only shows
            _log.exception("people are shown nothing any more")
            self.onlooker = None

    def _look_at_sensor(self) -> Iterator[Sequence[Turn]]:
        """Conclude what the operator is told of the source itself."""
        looking = tracing.now()
        told = self.sensor.look(self.source.lost(), self.load.detail) if self.sensor else ()
        if told:
            self._sound = False
            yield self._concluding.conclude(told, looking)
            self._sound = True

    def _follow_back(self) -> Iterator[Sequence[Turn]]:
        """Go back where a sensor's clock was ahead and has been set right: until it had caught up, nothing would be judged.

        A source that simply ends gives the same however fast it is read, so nothing here is asked of it.
        """
        steady, until = self._steady(), self.run.until
        if until != self._stood[0]:
            self._stood = until, steady
        elif self.sensor and 0 < self.latest < until - BEHIND and steady >= self._stood[1] + BEHIND:
            _log.warning("the data's clock was ahead and goes back", since=iso(until), until=iso(self.latest))
            yield from self._settle()
            self.run.go_back(self.latest)

    def _settle(self) -> Iterator[Sequence[Turn]]:
        """Conclude the interval that has begun, because nothing more is here now."""
        self._sound = False
        yield from map(self._judged, self.run.settle())
        self._sound = True

    def _judged(self, found: Sequence[Detection]) -> Sequence[Turn]:
        """Conclude what the run has found just now."""
        return self._concluding.conclude(found, self.run.judging)

    def _go_on(self) -> None:
        """Take up the state that an earlier watch of the same source has left."""
        found = self._keeper.read() if self._keeper else None
        if found is None:
            return
        try:
            learnt = {name: data for name, data in found.snapshot.items() if name in Sensor.ENTRIES}
            self.run.restore({name: data for name, data in found.snapshot.items() if name not in learnt})
        except (ValueError, KeyError, IndexError) as fault:
            raise StorageError(
                "the checkpoint was made with other settings, or by another version",
                hint="Start with --afresh to leave it behind: what is known already is not told again.",
            ) from fault
        self._finished, self._left = set(found.finished), self.run.until
        if self.sensor:
            self.sensor.restore(learnt)
        if found.place:
            self.source.resume(found.place)

    def _keep(self) -> None:
        """Begin a checkpoint, unless the last one is young, or is still being written."""
        now = self._steady()
        if self._keeper is None or now < self._kept_at + BETWEEN or self._keeper.is_writing():
            return
        if now >= self._forgot_at + FORGETTING:
            self._finished.difference_update(self.source.forgettable(self._finished))
            self._forgot_at = now
        self._keeper.begin(self._checkpoint(), self.run.watch.memory.make_ready)
        self._kept_at = now

    def _close(self) -> None:
        """Write down where we stand, for whoever goes on."""
        if self._keeper is None:
            self._concluding.archive.flush()
            return
        self._keeper.wait()
        if self._sound:
            self._keeper.begin(self._checkpoint())
        self._keeper.close()

    def _checkpoint(self) -> Checkpoint:
        learnt = self.sensor.snapshot() if self.sensor else {}
        return Checkpoint({**self.run.snapshot(), **learnt}, frozenset(self._finished), self._place)

    def _say_what_was_missed(self, first: int) -> None:
        """Say from when to when nobody watched a source that cannot be read again."""
        _log.warning("the watch was away", since=iso(self._left), until=iso(first))
        self._left = 0

    def _archive(self) -> None:
        """Put away what waits for the archive, now and then."""
        now = self._steady()
        if now >= self._archived_at + WAITING:
            self._concluding.archive.flush()
            self._archived_at = now
