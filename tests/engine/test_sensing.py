"""What an operator is told of a sensor, by clocks that are moved by hand."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from noroshi.alerts.answering import OPERATES
from noroshi.alerts.desk import Desk
from noroshi.alerts.history import Deed
from noroshi.alerts.wanted import Wanted
from noroshi.clock import DAY, HOUR, MINUTE, SECOND, moment
from noroshi.detections.detector import Detail
from noroshi.detections.model import Detection, Phase
from noroshi.engine.sensing.rhythm import SLOT
from noroshi.engine.sensing.sensor import RULES, Sensor
from noroshi.organisations.model import OPERATOR, ChannelKind, Contact, Organisation
from noroshi.organisations.responsibility import Responsibility
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import open_database, sqlite_url
from noroshi.testing import HandClock

START = moment("2026-01-01")


class Bench:
    """A sensor with clocks that are moved by hand."""

    def __init__(self, sensor: Sensor | None = None) -> None:
        self.clock = HandClock(START)
        self.steady = 1_000_000
        self.lost = 0
        self.detail = Detail.FULL
        self.sensor = Sensor("eth1", self.clock, lambda: self.steady)
        if sensor:
            self.sensor.restore(sensor.snapshot())
        self.told: list[tuple[str, Phase]] = []

    def pass_by(self, span: int, count: int = 0, *, ahead: int = 0, jump: int = 0) -> list[Detection]:
        """Let time pass, then let observations come, and look; give what was told."""
        self.clock = self.sensor._clock = HandClock(self.clock.now() + span + jump)  # it may run back
        self.steady += span
        self.sensor.observe(np.full(count, self.clock.now() + ahead, np.int64))
        found = list(self.sensor.look(self.lost, self.detail))
        self.told += [(each.kind, each.phase) for each in found]
        return found


def steadily(bench: Bench, span: int, every: int, count: int) -> None:
    """Let so many observations come at a time, for a while."""
    for _ in range(span // every):
        bench.pass_by(every, count)


def test_a_sensor_that_sees_is_not_told_about() -> None:
    """A day of packets, now and then with a pause, tells the operator nothing."""
    bench = Bench()
    steadily(bench, DAY, 30 * SECOND, 20)
    bench.pass_by(90 * SECOND, 20)

    assert [] == bench.told


@pytest.mark.parametrize("every", [10 * MINUTE, HOUR])
def test_captures_that_are_rotated_are_no_silence(every: int) -> None:
    """A directory gets nothing between two rotations, from the first on; when they stop, it is told."""
    bench = Bench()
    for _ in range(30):
        for _ in range(every // MINUTE - 1):
            bench.pass_by(MINUTE)
        bench.pass_by(MINUTE, 5_000)
    before = list(bench.told)
    for _ in range(5 * every // MINUTE):
        bench.pass_by(MINUTE)

    assert [] == before
    assert [("sensor.silent", Phase.NEW)] == bench.told[:1]


def test_silence_is_told_soon_once_the_rhythm_is_known() -> None:
    """A sensor that saw something each second for a day is missed after a minute; its return ends the story."""
    bench = Bench()
    for _ in range(DAY // (10 * SECOND)):
        bench.pass_by(10 * SECOND, 3)
    seconds, found = next((each, told) for each in range(1, 120) if (told := bench.pass_by(SECOND)))
    troubles = bench.sensor.troubles()
    (ended,) = bench.pass_by(SECOND, 3)

    assert 60 <= seconds <= 70
    assert "eth1: nothing has come for" in found[0].why
    assert ([found[0].why], []) == (troubles, bench.sensor.troubles())
    assert found[0].evidence.first == bench.clock.now() - (seconds + 1) * SECOND
    assert (Phase.ENDED, found[0].episode) == (ended.phase, ended.episode)


def test_a_long_silence_is_told_again_by_the_hour_and_teaches_little() -> None:
    """It is one story, and after it the sensor is missed again within hours."""
    bench = Bench()
    steadily(bench, 12 * HOUR, 30 * SECOND, 20)
    for _ in range(3 * 60):
        bench.pass_by(MINUTE)
    kinds = list(bench.told)
    bench.pass_by(MINUTE, 20)
    waited = next(minutes for minutes in range(1, 1_000) if bench.pass_by(MINUTE))

    assert [Phase.NEW, Phase.CONTINUING, Phase.CONTINUING] == [phase for _, phase in kinds]
    assert waited < 180


def test_far_less_than_usual_is_told() -> None:
    """After a day with a rhythm, a tenth of it is told when its slot is over, and ends when the rhythm is back."""
    bench = Bench()
    steadily(bench, DAY + HOUR, MINUTE, 100)
    steadily(bench, 3 * SLOT, MINUTE, 5)
    thin = [each for each in bench.told if each[0] == "sensor.thin"]
    steadily(bench, 3 * SLOT, MINUTE, 100)

    assert [("sensor.thin", Phase.NEW)] == thin
    assert [("sensor.thin", Phase.NEW), ("sensor.thin", Phase.ENDED)] == bench.told


def test_a_time_that_was_ahead_does_not_blind() -> None:
    """Far less than usual is told also after an observation that was dated a year ahead."""
    bench = Bench()
    steadily(bench, DAY + HOUR, MINUTE, 100)
    bench.pass_by(SECOND, 1, ahead=365 * DAY)
    steadily(bench, 3 * SLOT, MINUTE, 100)
    steadily(bench, 3 * SLOT, MINUTE, 5)

    assert ("sensor.thin", Phase.NEW) in bench.told


def test_one_flood_does_not_make_later_days_thin() -> None:
    """What a flood brought within an hour of one day is not usual on the next."""
    bench = Bench()
    steadily(bench, DAY, MINUTE, 100)
    steadily(bench, HOUR, MINUTE, 50_000)
    steadily(bench, 2 * DAY, MINUTE, 100)

    assert [] == bench.told


def test_losses_are_told_and_end_after_ten_calm_minutes() -> None:
    """A loss of a thousandth within a minute is told once; 99 packets are not."""
    bench = Bench()
    bench.pass_by(SECOND, 10)
    bench.lost = 99
    bench.pass_by(MINUTE, 10)
    quiet = list(bench.told)
    bench.lost += 500
    bench.pass_by(MINUTE, 10)
    for _ in range(9):
        bench.pass_by(MINUTE, 10)
    before = list(bench.told)
    bench.pass_by(MINUTE, 10)

    assert [] == quiet
    assert [("sensor.losing", Phase.NEW)] == before
    assert [("sensor.losing", Phase.NEW), ("sensor.losing", Phase.ENDED)] == bench.told


def test_less_detail_is_told_until_it_is_full_again() -> None:
    """From the first step to less detail it is one story, which ends when all is taken in again."""
    bench = Bench()
    bench.pass_by(SECOND, 10)
    for bench.detail in (Detail.WITHOUT_SAMPLES, Detail.MEMBERS_ONLY, Detail.WITHOUT_SAMPLES, Detail.FULL):
        bench.pass_by(SECOND, 10)

    assert [("sensor.overloaded", Phase.NEW), ("sensor.overloaded", Phase.ENDED)] == bench.told


@pytest.mark.parametrize("jump", [-HOUR, 3 * SECOND, 400 * DAY])
def test_a_clock_that_jumps_is_told(jump: int) -> None:
    """Forwards or back, a jump is told for ten minutes; silence is not, for it goes by a clock that does not jump."""
    bench = Bench()
    steadily(bench, HOUR, 30 * SECOND, 20)
    bench.pass_by(30 * SECOND, 20, jump=jump)
    steadily(bench, 20 * MINUTE, 30 * SECOND, 20)

    assert [("sensor.clock", Phase.NEW), ("sensor.clock", Phase.ENDED)] == bench.told


def test_a_sensor_whose_clock_is_ahead_is_told() -> None:
    """Observations from the future mean that one of two clocks is wrong."""
    bench = Bench()
    bench.pass_by(SECOND, 10, ahead=59 * SECOND)
    assert [] == bench.told
    bench.pass_by(SECOND, 10, ahead=61 * SECOND)

    assert [("sensor.clock", Phase.NEW)] == bench.told


def test_what_was_learnt_survives_a_restart() -> None:
    """A sensor that goes on from a snapshot is missed as soon as before, and one without is not."""
    bench = Bench()
    steadily(bench, DAY, 10 * SECOND, 3)
    again, afresh = Bench(bench.sensor), Bench()
    for each in (again, afresh):
        each.pass_by(SECOND, 3)
        for _ in range(4):
            each.pass_by(MINUTE)

    assert [("sensor.silent", Phase.NEW)] == again.told
    assert [] == afresh.told


def test_a_story_that_a_restart_interrupts_is_ended() -> None:
    """What was told before a restart goes on while nothing comes, and ends when the sensor sees: no alert stays for ever."""
    before = Bench()
    steadily(before, DAY, 10 * SECOND, 3)
    (told,) = [each for _ in range(3) for each in before.pass_by(MINUTE)]
    after = Bench(before.sensor)
    after.clock = HandClock(before.clock.now())
    silent = [each for _ in range(5) for each in after.pass_by(SECOND)]
    (ended,) = after.pass_by(SECOND, 3)

    assert Phase.NEW == told.phase
    assert [] == silent
    assert (Phase.ENDED, told.episode) == (ended.phase, ended.episode)


def test_a_clock_that_was_ahead_hides_nothing() -> None:
    """What is told after a clock was set back is dated later than what was before, also after a restart.

    Else the desk would take it as repeated, for as long as the clock was ahead.
    """
    before = Bench()
    before.pass_by(SECOND, 10)
    told = [*before.pass_by(SECOND, 10, jump=365 * DAY), *before.pass_by(SECOND, 10, jump=-365 * DAY)]
    after = Bench(before.sensor)
    for ahead in (0, HOUR, 0):
        told += after.pass_by(SECOND, 10, ahead=ahead)

    assert [Phase.NEW, Phase.ENDED, Phase.NEW, Phase.ENDED] == [each.phase for each in told]
    assert sorted({each.at for each in told}) == [each.at for each in told]


def test_what_goes_on_is_told_by_the_hour_whatever_the_clock_says() -> None:
    """A clock that is set back by hours makes it neither silent nor a chatterer."""
    bench = Bench()
    bench.pass_by(SECOND, 10, ahead=DAY)
    bench.pass_by(MINUTE, jump=-3 * HOUR)
    told = [each.kind for _ in range(150) for each in bench.pass_by(MINUTE)]

    assert 2 == told.count("sensor.clock")


@pytest.fixture
def desk(tmp_path: Path) -> Iterable[Desk]:
    """A desk of a centre whose operator is one of two organisations."""
    engine = open_database(sqlite_url(tmp_path / "noroshi.db"))
    mail = (Contact(ChannelKind.EMAIL, "ops@centre.example"),)
    centre = Organisation("centre", "The centre", contacts=mail, tags=("founder", OPERATOR))
    other = Organisation("other", "Another", contacts=(Contact(ChannelKind.EMAIL, "soc@other.example"),))
    yield Desk(SqlAlertBook(engine), Responsibility([centre, other]), HandClock(START))
    engine.dispose()


def test_the_operator_is_told_and_nobody_else(desk: Desk) -> None:
    """What is wrong with a sensor is an alert of the organisation that is tagged operator, owed to its contacts."""
    bench = Bench()
    bench.pass_by(SECOND, 10, ahead=HOUR)
    (turn,) = desk.conclude(bench.pass_by(HOUR + SECOND, 10, ahead=2 * HOUR))
    (notice,) = desk._book.notices((), "", 10)  # the book behind the desk
    (alert,) = desk._book.page(Wanted(), 0, 10).alerts  # as above

    assert (Deed.OPENED, "centre", OPERATES, "sensor", "eth1") == (
        turn.deed, alert.organisation, alert.holding, alert.subject_kind, alert.subject,
    )  # fmt: skip
    assert "ops@centre.example" == notice.address


def test_every_rule_has_a_kind_and_a_sentence() -> None:
    """The operator is told what each means."""
    assert len(RULES) == len({rule.kind for rule in RULES})
    assert all(rule.kind.startswith("sensor.") and rule.sentence.endswith(".") for rule in RULES)
