"""How much detail is kept, by a clock that is moved by hand and a buffer that fills as the test says."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from noroshi.alerts.desk import Desk
from noroshi.clock import MINUTE, SECOND, SystemClock
from noroshi.cyber.domain import domain
from noroshi.detections.detector import Detail
from noroshi.domains import Arrival, Progress, Source
from noroshi.engine.load import CALM, LONGEST, Load
from noroshi.engine.run import Run
from noroshi.engine.sensing.sensor import Sensor
from noroshi.engine.watching import Watching
from noroshi.organisations.model import OPERATOR, Organisation
from noroshi.organisations.responsibility import Responsibility
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import open_database, sqlite_url
from tests.cyber.traffic import MONITORED, REGISTER, batch, packet

FULL, WITHOUT, MEMBERS = Detail


class Bench:
    """A load with a steady clock that is moved by hand."""

    def __init__(self) -> None:
        self.steady = 5 * SECOND
        self.load = Load(lambda: self.steady)

    def second(self, *backlog: float) -> Detail:
        """Let a second pass in which so much waits, each time that it is looked at; give the detail that is kept."""
        for share in backlog:
            self.steady += SECOND // len(backlog)
            self.load.look(share)
        return self.load.detail

    def until(self, detail: Detail, backlog: float) -> int:
        """Count the seconds until so much detail is kept."""
        return next(seconds for seconds in range(1, 10_000) if self.second(backlog) is detail)


def test_a_step_at_a_time() -> None:
    """While half of the buffer waits, a step is taken each second, to members only and no further."""
    bench = Bench()

    assert [WITHOUT, MEMBERS, MEMBERS] == [bench.second(share) for share in (0.5, 1.0, 1.0)]
    assert {"steps to less detail": 2, "steps to more detail": 0} == bench.load.counters()


def test_a_burst_that_is_caught_up_with_takes_no_step() -> None:
    """A buffer that was full, and was emptied within the second, is what it is for."""
    bench = Bench()

    assert [FULL] * 3 == [bench.second(*shares) for shares in ((0.0, 1.0), (1.0, 0.6, 0.3), (0.49, 1.0))]


def test_back_after_calm() -> None:
    """A step is taken back after thirty seconds in each of which the reader caught up, and the next after as many."""
    bench = Bench()
    bench.second(1.0)
    bench.second(1.0)
    calm = CALM // SECOND
    steps = [bench.until(WITHOUT, 0.0), bench.until(FULL, 0.09)]

    assert [calm, calm] == steps


def test_no_step_back_while_some_waits() -> None:
    """Between a tenth and a half of the buffer nothing changes, and calm begins anew."""
    bench = Bench()
    bench.second(1.0)
    for _ in range(20):
        bench.second(0.0)
    kept = {bench.second(0.3) for _ in range(600)}

    assert {WITHOUT} == kept
    assert CALM // SECOND == bench.until(FULL, 0.0)


def test_it_does_not_flap() -> None:
    """In a flood of hours that full detail cannot bear, each trial of it waits twice as long, up to sixteen minutes."""
    bench, trials = Bench(), []
    bench.second(1.0)
    for _ in range(8):
        trials.append(bench.until(FULL, 0.0))
        bench.second(1.0)

    assert [30, 60, 120, 240, 480, 960, 960, 960] == trials
    assert LONGEST == 960 * SECOND


def test_patience_is_as_at_first_after_a_flood() -> None:
    """Once full detail has proved right, the next flood is another story."""
    bench = Bench()
    bench.second(1.0)
    bench.until(FULL, 0.0)
    bench.second(1.0)
    bench.until(FULL, 0.0)
    for _ in range(2 * MINUTE // SECOND):
        bench.second(0.0)
    bench.second(1.0)

    assert CALM // SECOND == bench.until(FULL, 0.0)


class Flood(Source):
    """Packets of strangers and of a member's infected machine, a second at a time, and a buffer that fills as scripted."""

    def __init__(self, backlog: Iterable[float]) -> None:
        self._script = list(backlog)
        self._share = 0.0
        self.steady = 0

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:
        """Give a second's packets."""
        del finished
        for second, share in enumerate(self._script):
            self._share = share
            self.steady += SECOND
            strangers = (packet(second, f"9.9.{second}.{each}", "198.18.0.1") for each in range(10))
            machine = packet(second, "192.0.2.5", f"198.18.1.{second % 250}")
            yield Arrival(batch(*strangers, machine))

    def backlog(self) -> float:
        """As scripted."""
        return self._share

    def progress(self) -> Progress:
        """Nobody knows."""
        return Progress("flood", 0, None)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Watching, SqlAlertBook]]:
    """A watch of three seconds of flood and two minutes of calm, told to an operator."""
    source = Flood([0.0, 1.0, 1.0, 1.0, *[0.0] * 120])
    engine = open_database(sqlite_url(tmp_path / "noroshi.db"))
    register = Responsibility((*REGISTER, Organisation("centre", "Centre", tags=(OPERATOR,))), MONITORED)
    book, clock = SqlAlertBook(engine), SystemClock()
    yield (
        Watching(
            source,
            Run(domain.prepare({}, register)),
            Desk(book, register, clock),
            sensor=Sensor("live:eth1", clock, lambda: source.steady),
            load=Load(lambda: source.steady),
        ),
        book,
    )
    engine.dispose()


def test_steps_are_said_and_it_recovers(watched: tuple[Watching, SqlAlertBook]) -> None:
    """Each step is logged and counted, the operator is told of one story with an end, and the member's machine all along."""
    watching, _ = watched
    with capture_logs() as logged:
        turns = [turn for turns in watching.turns() for turn in turns]
    steps = [(line["log_level"], line["detail"]) for line in logged if "detail" in line]
    deeds: list[Any] = [(turn.alert.kind, turn.deed and turn.deed.value) for turn in turns]
    counters = watching.counters()

    assert [
        ("warning", "without samples"), ("warning", "members only"), ("info", "without samples"), ("info", "full"),
    ] == steps  # fmt: skip
    assert ("sensor.overloaded", "opened") in deeds
    assert ("sensor.overloaded", "ended") in deeds
    assert ("infection.external", "opened") in deeds
    assert {"steps to less detail": 2, "steps to more detail": 2} == counters["load"]
    assert 0 == counters["memory"]["detail left out"]
    assert 10 * 31 == counters["memory"]["passed over"]


def test_renewed_in_the_midst(watched: tuple[Watching, SqlAlertBook]) -> None:
    """A watch that is renewed in the midst of a flood goes on with as little detail."""
    watching, _ = watched
    for number, _ in enumerate(watching.turns()):
        if watching.load.detail is MEMBERS and watching.may_be_renewed():
            watching.renew(Run(domain.prepare({}, Responsibility(REGISTER, MONITORED))), watching.desk)
            break
        assert number < 50

    assert 2 == watching.counters()["memory"]["detail left out"]
