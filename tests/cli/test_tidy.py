import os
import threading
import time
from pathlib import Path
from typing import Self

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from noroshi.app import Application, tidying
from noroshi.app.tidying import Tidied, due, remember, tidy, tidy_daily
from noroshi.cli.screen import Screen
from noroshi.cli.watch.delivering import Delivery
from noroshi.clock import DAY, HOUR, SECOND, SystemClock
from noroshi.config.reading import read
from noroshi.delivery.message import MessageState
from noroshi.people.audit import AuditEntry, AuditWanted, What
from noroshi.people.caller import Via
from noroshi.storage.archive import ParquetArchive
from noroshi.storage.books import Books, sqlite_url
from noroshi.testing.hand_clock import HandClock
from tests.cli.centre import Centre
from tests.cli.test_doctor import set_
from tests.cli.test_notices import deliver
from tests.delivery.stories import detection

NOW = SystemClock().now()


def archived(centre: Centre, days: int) -> Path:
    """Archive a detection so many days ago; give the file."""
    before = set(centre.home.detections.glob("*/*"))
    archive = ParquetArchive(centre.home.detections)
    archive.keep([detection(first=days * DAY)])
    archive.flush()
    [path] = set(centre.home.detections.glob("*/*")) - before
    written = NOW - days * DAY
    os.utime(path, ns=(written, written))
    return path


@pytest.fixture
def old(centre: Centre) -> Centre:
    """Give a centre in which something was told and resolved, as seen from a hundred days later."""
    [alert] = centre.alerted(detection())
    deliver(centre)
    assert centre("alerts", "resolve", alert, "--as", "cleaned").code == 0
    return centre


def later(days: int) -> int:
    """A moment so many days from now, in ns UTC."""
    return NOW + days * DAY + DAY // 2


def test_archive(centre: Centre) -> None:
    """Files of the archive go once they were written longer ago than the settings say, whatever day they are about."""
    files = [archived(centre, days) for days in (400, 366, 364, 0)]
    [dry] = centre("tidy", "--dry-run", "--json").objects()
    still = [path.exists() for path in files]
    [told] = centre("tidy", "--json").objects()

    assert [True] * 4 == still
    assert [False, False, True, True] == [path.exists() for path in files]
    assert (True, False) == (dry.pop("dry_run"), told.pop("dry_run"))
    assert 2 == told["archive"] == dry["archive"]
    assert told["archive_size"] == dry["archive_size"] > 0


def test_empty_days(centre: Centre) -> None:
    """The folder of a day in which nothing is left goes a day later: a watch may be about to use it."""
    file = archived(centre, 400)
    config = read(centre.home.settings)
    tidy(centre.home, config, NOW)
    emptied = file.parent.exists()
    tidy(centre.home, config, later(2))

    assert not file.exists()
    assert (True, False) == (emptied, file.parent.exists())


def test_for_good(old: Centre) -> None:
    """With 0 days, everything is kept."""
    for setting in ("archive", "messages", "samples", "audit"):
        set_(old, "keep", f"{setting} = 0")
    archived(old, 10_000)

    assert Tidied() == due(old.home, read(old.home.settings), later(10_000))
    assert (0, 0, 0, 0, 0) == tidy(old.home, read(old.home.settings), later(10_000))[:5]


@pytest.mark.parametrize(("days", "left"), [(730, 3), (40, 2), (1, 2)])
def test_audit(days: int, left: int, centre: Centre) -> None:
    """Old lines of the audit go, never one younger than 31 days, and a line says how many went; another, who tidied."""
    set_(centre, "keep", f"audit = {days}")
    lines = [
        AuditEntry(NOW - age * DAY, "mika", Via.SESSION, What.READ, str(age)) for age in (800, 60, 20, 0)
    ]
    with Books(sqlite_url(centre.home.database)) as books:
        books.people.audit.write(lines)
        [dry] = centre("tidy", "--dry-run", "--json").objects()
        [told] = centre("tidy", "--json").objects()
        by_hand, latest, *after = [row.entry for row in books.people.audit.page(AuditWanted(), None, 10)]

    gone = 4 - left
    assert [gone, gone] == [dry["audit"], told["audit"]]
    assert (What.TIDY, f"{gone} lines", "noroshi") == (latest.what, latest.note, latest.who)
    assert (What.TIDY, "0 files, 0 texts, samples of 0 alerts, 0 objects") == (by_hand.what, by_hand.note)
    assert lines[gone:] == [each for each in after[::-1] if each.who == "mika"]


def test_told_and_resolved(old: Centre) -> None:
    """Long after, a message says nothing any more, a resolved alert has no samples, and all else stays."""
    config = read(old.home.settings)
    [listed] = old("alerts", "list", "--all", "--json").objects()
    notices = old("notices", "list", "--all", "--json").out
    with Books(sqlite_url(old.home.database)) as books:
        alert, history = books.alerts.get(listed["id"]), books.alerts.history(listed["id"])
        [message] = books.messages.messages([MessageState.SENT], 10)

    young = tidy(old.home, config, later(80))
    planned = due(old.home, config, later(100))
    done = tidy(old.home, config, later(100))
    with Books(sqlite_url(old.home.database)) as books:
        [emptied] = books.messages.messages([MessageState.SENT], 10)
        bare = books.alerts.get(alert.id)
        after = books.alerts.history(alert.id)

    assert [(0, 0, 0, 0), (0, 0, 1, 1), (0, 0, 1, 1)] == [each[:4] for each in (young, planned, done)]
    assert alert.detection.evidence.samples
    evidence = replace(alert.detection.evidence, samples=())
    assert replace(alert.detection, evidence=evidence) == bare.detection
    assert history == after
    assert replace(message, message=replace(message.message, tellings=())) == emptied
    assert notices == old("notices", "list", "--all", "--json").out


def test_kept_no_longer(old: Centre) -> None:
    """A message, asked for by its key, says that what it said is kept no longer; by a notice of it, it is not found."""
    with Books(sqlite_url(old.home.database)) as books:
        [sent] = books.messages.messages([MessageState.SENT], 10)
    tidy(old.home, read(old.home.settings), later(100))
    people = old("notices", "show", sent.message.key)
    [told] = old("notices", "show", sent.message.key, "--json").objects()
    not_found = old("notices", "show", sent.message.notices[0])

    assert "kept no longer" in people.out
    assert ("", "", []) == (told["subject"], told["text"], told["message"]["notices"])
    assert (5, True) == (not_found.code, "[keep]" in not_found.err)


def test_people(old: Centre) -> None:
    """A person reads how much went, or would go."""
    archived(old, 400)

    assert "Would be removed:" in old("tidy", "--dry-run").out
    assert "1 file" in old("tidy").out


def test_not_ours(centre: Centre) -> None:
    """Where a file may not be removed, the error names it."""
    file = archived(centre, 400)
    file.unlink()
    file.mkdir()
    os.utime(file, (0, 0))

    said = centre("tidy")

    assert 7 == said.code
    assert str(file) in said.err


def is_gone(file: Path) -> bool:
    """Wait until a file is gone; False if that takes too long."""
    for _ in range(500):
        if not file.exists():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a watch look often whether a day has gone by."""
    monkeypatch.setattr(tidying, "LOOK", 0.01)


class Daily:
    """A watch's daily tidying, in a thread, by a clock that is driven by hand."""

    def __init__(self, centre: Centre, *, steady: bool = True) -> None:
        self.clock, self._centre = HandClock(NOW), centre
        self.steady_from = NOW if steady else NOW + 10_000 * DAY
        """From when on (ns UTC) as much time goes by as the clock says; before that, none does."""
        self._stop, self._begun = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._begun.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        """Tidy; where the clock is steady, as much time goes by as it says."""
        tidy_daily(
            self._centre.home,
            lambda: read(self._centre.home.settings),
            self.clock,
            self._stop,
            elapsed=self._elapsed,
        )

    def _elapsed(self) -> float:
        self._begun.set()
        return max(0, self.clock.now() - self.steady_from) / SECOND


@pytest.mark.usefixtures("impatient")
def test_daily(centre: Centre) -> None:
    """Beside a watch it is done at once if it was never done, and then whenever a day has gone by."""
    first = archived(centre, 400)
    with Daily(centre) as daily:
        assert is_gone(first)
        second = archived(centre, 366)
        daily.clock.advance(DAY - HOUR)
        time.sleep(0.2)
        early = second.exists()
        daily.clock.advance(2 * HOUR)
        assert is_gone(second)

    assert early


@pytest.mark.usefixtures("impatient")
def test_daily_once(centre: Centre) -> None:
    """Where somebody has tidied by hand, or another watch has, a day goes by first."""
    remember(centre.home, NOW)
    file = archived(centre, 400)
    with Daily(centre) as daily:
        time.sleep(0.2)
        early = file.exists()
        daily.clock.advance(DAY)
        assert is_gone(file)

    assert early


@pytest.mark.usefixtures("impatient")
def test_taken_anew(centre: Centre) -> None:
    """Settings that a running watch takes anew hold for what it tidies."""
    set_(centre, "keep", "archive = 500")
    file = archived(centre, 400)
    with Daily(centre) as daily:
        while not centre.home.tidied.exists():
            time.sleep(0.02)
        kept = file.exists()
        centre.home.settings.write_text("[keep]\narchive = 300\n", "utf-8")
        daily.clock.advance(DAY)
        assert is_gone(file)

    assert kept


@pytest.mark.usefixtures("impatient")
def test_clock_jumped(centre: Centre) -> None:
    """A clock that leaps while a watch runs empties a centre a day later, if it still says so then; the log says it."""
    file = archived(centre, 300)
    remember(centre.home, NOW)
    with capture_logs() as logs, Daily(centre, steady=False) as daily:
        daily.clock.advance(365 * DAY)
        while not logs:
            time.sleep(0.02)
        time.sleep(0.1)
        at_once = file.exists()
        daily.steady_from = daily.clock.now()
        daily.clock.advance(DAY - HOUR)
        time.sleep(0.1)
        early = file.exists()
        daily.clock.advance(HOUR)
        assert is_gone(file)

    assert (True, True) == (at_once, early)
    assert "the clock has jumped" == logs[0]["event"][:20]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("last", [NOW - 365 * DAY, NOW + 365 * DAY], ids=["ahead", "behind"])
def test_clock_wrong_from_the_start(centre: Centre, last: int) -> None:
    """Where the clock was or is a year ahead, a watch that starts tidies a day later, and neither at once nor in a year."""
    file = archived(centre, 400)
    remember(centre.home, last)
    with Daily(centre) as daily:
        time.sleep(0.2)
        early = file.exists()
        daily.clock.advance(DAY)
        assert is_gone(file)

    assert early


@pytest.mark.usefixtures("impatient")
def test_daily_failure(centre: Centre) -> None:
    """What fails beside a watch is logged and tried again; the watch goes on."""
    file = archived(centre, 400)
    file.unlink()
    file.mkdir()
    os.utime(file, (0, 0))
    with capture_logs() as logs, Daily(centre):
        while len(logs) < 2:
            time.sleep(0.02)
        file.rmdir()
        assert is_gone(file)
        while not centre.home.tidied.exists():
            time.sleep(0.02)

    assert "StorageError" in logs[0]["error"]
    assert "tidied" == logs[-1]["event"]


@pytest.mark.usefixtures("impatient")
def test_beside_delivery(centre: Centre) -> None:
    """A watch that delivers tidies."""
    file = archived(centre, 400)
    with Application.open(centre.home, SystemClock()) as application:
        delivery = Delivery(application, threading.Event())
        with delivery.beside(Screen(as_json=True)):
            assert is_gone(file)


def test_yields(centre: Centre) -> None:
    """Told to stop, it stops after the portion that it is at, and the rest goes the next time."""
    files = [archived(centre, days) for days in (400, 401)]
    stop = threading.Event()
    stop.set()

    tidied = tidy(centre.home, read(centre.home.settings), NOW, stop)

    assert (0, [True, True]) == (tidied.files, [path.exists() for path in files])
