"""Watches that are stopped, killed and away, over real captures and a real database."""

import itertools
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic_ns
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from noroshi import tracing
from noroshi.alerts.desk import Desk
from noroshi.alerts.history import Deed
from noroshi.clock import HOUR, MINUTE, SECOND, SystemClock
from noroshi.cyber.domain import domain
from noroshi.cyber.limits import Limits
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.packets import Packets
from noroshi.cyber.picture.onlooker import PacketOnlooker
from noroshi.cyber.scenarios import Scenario, generate, scenario
from noroshi.cyber.sources import capture
from noroshi.detections.archive import NoArchive
from noroshi.domains import Arrival, Progress, Source, Sourcing
from noroshi.engine import checkpoint
from noroshi.engine.keeping import Keeper
from noroshi.engine.run import Run
from noroshi.engine.sensing.sensor import Sensor
from noroshi.engine.watching import Watching
from noroshi.errors import StorageError, UsageError
from noroshi.organisations.responsibility import Responsibility
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.archive import ParquetArchive
from noroshi.storage.database import open_database, sqlite_url
from noroshi.testing import HandClock
from noroshi.tracing import Step
from tests.cli.watching import cut
from tests.cyber.traffic import MONITORED, REGISTER, START, batch, packet
from tests.storage.archived import keys

PLAYED = scenario("outbreak", members=5, packets=20_000, sources=500)
BATCH = 2_000
"""Packets at a time, so that a boundary falls in the midst of files."""


class Centre:
    """A home without a command line: a database, and what watches keep."""

    def __init__(self, folder: Path, played: Scenario = PLAYED) -> None:
        self.checkpoint, self.archived = folder / "state" / "run.checkpoint", folder / "archive"
        self.register = Responsibility(played.organisations, played.monitored)
        self.engine = open_database(sqlite_url(folder / "noroshi.db"))
        self.book = SqlAlertBook(self.engine)

    def watch(self, source: Source, steady: Callable[[], int] = monotonic_ns) -> Watching:
        """Make ready to watch."""
        archive = ParquetArchive(self.archived)
        return Watching(
            source,
            Run(domain.prepare({}, self.register)),
            Desk(self.book, self.register, SystemClock()),
            Keeper(self.checkpoint, archive),
            archive,
            steady=steady,
        )

    def told(self) -> dict[str, tuple[Any, ...]]:
        """Give what the database says in the end, alert by alert."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                text("select id, subject, kind, started, last, ended, severity from alerts")
            )
            return {row.id: tuple(row) for row in rows}


@pytest.fixture
def captures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a directory that a capture program has rotated four files into, read in small batches."""
    monkeypatch.setattr(capture, "BATCH", BATCH)
    generate(PLAYED, tmp_path / "whole.pcap")
    cut(tmp_path / "whole.pcap", tmp_path / "captures", 4)
    return tmp_path / "captures"


def opened(captures: Path) -> Source:
    return domain.open([str(captures)], Sourcing(follow=False))


def centre(folder: Path) -> Centre:
    folder.mkdir()
    return Centre(folder)


def stopped_after(watching: Watching, arrivals: int) -> None:
    """Run a watch, and stop it after so many arrivals."""
    source, stop = watching.source.arrivals, watching.stop  # not the watch: its tables would outlive it

    def counted(finished: Collection[str]) -> Iterator[Arrival]:
        for number, arrival in enumerate(source(finished), 1):
            if number == arrivals:
                stop.set()
            yield arrival

    watching.source.arrivals = counted  # type: ignore[method-assign]  # the only way to count them
    list(watching.turns())


def test_stopped_at_every_boundary(captures: Path, tmp_path: Path) -> None:
    """Stopped after each arrival and begun anew from its checkpoint, a watch tells what one does that never stopped."""
    peaceful = centre(tmp_path / "peaceful")
    list(peaceful.watch(opened(captures)).turns())
    stopping = centre(tmp_path / "stopping")
    packets = rounds = 0
    while True:
        watching = stopping.watch(opened(captures))
        stopped_after(watching, 1)
        packets += watching.observations
        rounds += 1
        if watching.observations == 0 and rounds > 12:
            break

    assert PLAYED.packets == packets, "each packet is read once, whatever the file and wherever it stopped"
    assert peaceful.told()
    assert peaceful.told() == stopping.told()


@pytest.mark.parametrize("arrivals", range(1, 14))
def test_goes_on_within_a_file(captures: Path, tmp_path: Path, arrivals: int) -> None:
    """From a checkpoint at any boundary, the rest is read and nothing twice; alerts and archive are the same."""
    peaceful, interrupted = centre(tmp_path / "peaceful"), centre(tmp_path / "interrupted")
    list(peaceful.watch(opened(captures)).turns())
    first = interrupted.watch(opened(captures))
    stopped_after(first, arrivals)
    second = interrupted.watch(opened(captures))
    list(second.turns())

    assert PLAYED.packets == first.observations + second.observations
    assert peaceful.told() == interrupted.told()
    assert keys(peaceful.archived) <= keys(interrupted.archived)


def test_what_was_not_recorded_is_not_in_a_checkpoint(captures: Path, tmp_path: Path) -> None:
    """When the database fails, the memory has told what nobody has written down: it is not kept."""
    failing = centre(tmp_path / "failing")
    with failing.engine.begin() as connection:
        connection.execute(text("alter table alerts rename to gone"))
    watching = failing.watch(opened(captures))
    with pytest.raises(StorageError):
        list(watching.turns())
    kept = checkpoint.read(failing.checkpoint)
    with failing.engine.begin() as connection:
        connection.execute(text("alter table gone rename to alerts"))
    list(failing.watch(opened(captures)).turns())
    peaceful = centre(tmp_path / "peaceful")
    list(peaceful.watch(opened(captures)).turns())

    assert kept is None or kept.snapshot["run.clock"][0] < watching.run.until
    assert peaceful.told() == failing.told()


def test_a_disk_that_takes_no_checkpoint_stops_nobody(captures: Path, tmp_path: Path) -> None:
    """Alerts are told though no checkpoint can be written; the end of the watch says so."""
    full = centre(tmp_path / "full")
    full.checkpoint.with_suffix(".new").mkdir(parents=True)
    watching = full.watch(opened(captures))
    steps: list[Step] = []
    with pytest.raises(StorageError, match="cannot write the checkpoint"), tracing.told_to(steps.append):
        list(watching.turns())

    assert PLAYED.packets == watching.observations
    assert full.told()
    assert ("failed", "IsADirectoryError") in {
        (step.attributes.get("outcome"), step.attributes.get("error")) for step in steps
    }


class Faulty(PacketOnlooker):
    def see(self, batch: Packets) -> None:
        raise ZeroDivisionError(len(batch.time))


def test_a_fault_of_who_looks_on_stops_nobody(captures: Path, tmp_path: Path) -> None:
    """Where the onlooker fails, that is logged once, it is shown nothing more, and the same alerts are told."""
    told = []
    for name, onlooker in (("without", None), ("with", Faulty(Responsibility(())))):
        home = centre(tmp_path / name)
        watching = home.watch(opened(captures))
        watching.onlooker = onlooker
        with capture_logs() as logged:
            for _ in watching.turns():
                pass
        told.append(home.told())

    assert told[0] == told[1] != {}
    assert watching.onlooker is None
    assert ["people are shown nothing any more"] == [each["event"] for each in logged]


def test_says_what_it_concluded_and_kept(captures: Path, tmp_path: Path) -> None:
    """Whoever listens hears of each alert from its observation, by judging, until it is recorded; and of checkpoints."""
    steps: list[Step] = []
    watching = centre(tmp_path / "told").watch(opened(captures))
    with tracing.told_to(steps.append):
        turns = [turn for turns in watching.turns() for turn in turns if turn.deed]
    conclusions, judged, recorded, kept = (
        [step for step in steps if step.name == name]
        for name in ("conclude", "judge", "record", "checkpoint")
    )

    assert [(turn.alert.id, turn.deed.value) for turn in turns if turn.deed] == [
        (step.alert, step.attributes["deed"]) for step in conclusions
    ]
    assert len(turns) == len({step.key for step in conclusions}) > 0
    for conclusion, turn, judge, record in zip(conclusions, turns, judged, recorded, strict=True):
        seen, at = turn.alert.detection.evidence.last, turn.alert.detection.at
        assert (at if turn.deed is Deed.ENDED else seen) == conclusion.began
        assert [conclusion.key] * 2 == [judge.within, record.within]
        assert (
            conclusion.began < judge.began <= judge.ended <= record.began <= record.ended == conclusion.ended
        )
        assert (conclusion.ended - at) / SECOND == conclusion.attributes["delay"]
    assert {"written"} == {step.attributes["outcome"] for step in kept}
    assert watching.counters()["checkpoint"]["checkpoints"] == len(kept)


BOT = "192.0.2.5"


class Wire(Source):
    """A source that cannot be read again: each time it gives the packets that pass by now."""

    def __init__(self, second: float) -> None:
        self._second = second

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:
        """Give two packets."""
        del finished
        yield Arrival(batch(*(packet(self._second + each, "10.0.0.1", "198.18.0.1") for each in (0, 1))))

    def progress(self) -> Progress:
        """Nobody knows."""
        return Progress("wire", 0, None)


def test_a_live_watch_says_what_it_missed(tmp_path: Path) -> None:
    """After a restart, a source that cannot be read again is said to have been unwatched, from when to when."""
    there = centre(tmp_path / "there")
    list(there.watch(Wire(0)).turns())
    with capture_logs() as logged:
        list(there.watch(Wire(90)).turns())
        list(there.watch(Wire(95)).turns())

    assert [
        ("2027-01-15T08:00:02.000Z", "2027-01-15T08:01:30.000Z"),
        ("2027-01-15T08:01:32.000Z", "2027-01-15T08:01:35.000Z"),
    ] == [(line["since"], line["until"]) for line in logged if line["event"] == "the watch was away"]


class Corrected(Source):
    """A busy source whose clock is three hours ahead at first, with a bot that scans once it has been set right."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:
        """Give a packet a second."""
        del finished
        for second in range(150):
            self._clock.advance(SECOND)
            ahead = 3 * HOUR / SECOND if second < 5 else 0
            source = BOT if second > 100 else "9.9.9.9"
            yield Arrival(batch(packet(ahead + second, source, f"198.18.0.{second}")))

    def progress(self) -> Progress:
        """Nobody knows."""
        return Progress("corrected", 0, None)


def test_a_clock_that_was_ahead_and_is_set_right(tmp_path: Path) -> None:
    """A sensor goes back with its clock within a minute or so: what it sees is told at once, and not hours later."""
    clock, register = HandClock(START), Responsibility(REGISTER, MONITORED)
    desk = Desk(SqlAlertBook(open_database(sqlite_url(tmp_path / "noroshi.db"))), register, clock)
    sensor = Sensor("eth1", clock, clock.now)
    watching = Watching(
        Corrected(clock), Run(domain.prepare({}, register)), desk, sensor=sensor, steady=clock.now
    )

    told = [turn.alert.detection for turns in watching.turns() for turn in turns if turn.deed is Deed.OPENED]

    assert [("infection.external", BOT)] == [(each.kind, each.subject.value) for each in told]
    assert START + 101 * SECOND < told[0].at < START + 115 * SECOND


def test_checkpoints_go_on_when_the_clock_is_set_back(captures: Path, tmp_path: Path) -> None:
    """They are paced by a clock that nobody sets, and so is what the archive puts away."""
    there, moments = centre(tmp_path / "there"), itertools.count(0, MINUTE)
    watching = there.watch(opened(captures), steady=lambda: next(moments))
    list(watching.turns())

    assert watching.counters()["checkpoint"]["checkpoints"] > 1


def test_a_watch_is_not_renewed_while_its_checkpoint_is_written(tmp_path: Path) -> None:
    """The snapshot by which it is renewed would write over the arrays that are on their way to the disk."""
    there = centre(tmp_path / "there")
    keeper = Keeper(there.checkpoint, NoArchive())
    run, desk = Run(domain.prepare({}, there.register)), Desk(there.book, there.register, SystemClock())
    watching = Watching(Wire(0), run, desk, keeper)
    keeper.begin(checkpoint.Checkpoint({"table": np.zeros(50_000_000, np.uint8)}, frozenset()))
    begun = keeper.is_writing()
    watching.renew(Run(domain.prepare({}, there.register)), desk)

    assert (True, False) == (begun, keeper.is_writing())
    keeper.close()


def test_a_watch_whose_renewal_fails_goes_on_as_before(captures: Path, tmp_path: Path) -> None:
    """Settings that leave no room for what is remembered are refused, and nothing is forgotten."""
    there = centre(tmp_path / "there")
    watching, renewed = there.watch(opened(captures)), False
    for number, _ in enumerate(watching.turns()):
        if number > 2 and watching.may_be_renewed() and not renewed:
            renewed = True
            before = dict(watching.run.counters())
            run = Run(domain.prepare({}, there.register))
            run.watch = replace(run.watch, memory=CyberMemory(there.register, Limits(sources=16)))
            with pytest.raises(UsageError, match="do not fit what is remembered"):
                watching.renew(run, watching.desk)
            assert before == watching.run.counters()
            watching.renew(Run(domain.prepare({}, there.register)), watching.desk)
            assert before == watching.run.counters()
    peaceful = centre(tmp_path / "peaceful")
    list(peaceful.watch(opened(captures)).turns())

    assert renewed
    assert peaceful.told() == there.told()


def test_a_checkpoint_begins_only_when_the_last_is_written(tmp_path: Path) -> None:
    """Its arrays are the memory's own copies, and the next would write over them."""
    keeper = Keeper(tmp_path / "run.checkpoint", NoArchive())
    saved = checkpoint.Checkpoint({"table": np.zeros(20_000_000, np.uint8)}, frozenset())
    keeper.begin(saved)
    assert keeper.is_writing()
    keeper.close()

    assert not keeper.is_writing()
    assert {"checkpoints": 1, "failed": 0} == keeper.counters()


def test_a_watch_may_not_be_renewed_within_an_arrival(captures: Path, tmp_path: Path) -> None:
    """While an arrival is half taken in, another run would miss its rest; after each arrival it would not."""
    watching = centre(tmp_path / "there").watch(opened(captures))
    allowed = {(bool(turns), watching.may_be_renewed()) for turns in watching.turns()}

    assert (True, False) in allowed
    assert (False, True) in allowed
    assert (True, True) not in allowed
