"""Two centres: what one sees of the other's members."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.alerts.desk import Desk
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.wanted import Wanted
from noroshi.clock import DAY, HOUR, MINUTE
from noroshi.detections.model import Detection
from noroshi.organisations.model import (
    PARTNER,
    ChannelKind,
    Contact,
    Holding,
    HoldingKind,
    Marking,
    Organisation,
)
from noroshi.organisations.responsibility import Responsibility
from noroshi.sharing.outlet import Outlet
from noroshi.sharing.partners import Partner
from noroshi.sharing.publishing import Publisher
from noroshi.sharing.taking import MOST, Taker
from noroshi.sharing.taxii.collection import for_one, from_one
from noroshi.sharing.taxii.filters import EVERYTHING
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import open_database, sqlite_url
from noroshi.storage.sharing.books import sharing_books
from noroshi.testing import HandClock
from tests.alerts.stories import NOON
from tests.sharing.stories import FINDINGS, detected

KINDS = frozenset({"infection.external"})
HELD = (Holding(HoldingKind.PREFIX, "192.0.2.0/24"),)
EAST = Organisation("east", "East Centre", (), HELD, Marking.AMBER, tags=(PARTNER,))
"""As the western centre has the eastern one: it answers for what its members hold."""
LIBRARY = Organisation("library", "Library", (Contact(ChannelKind.FILE, "library.ndjson"),), HELD)
"""A member of the eastern centre, of which the western one knows nothing."""
WEST = Partner("west", FINDINGS.centre)
"""As the eastern centre has the western one."""
THERE = from_one(WEST.organisation)


def scan(place: int = 17) -> Detection:
    """Make a detection about a machine, of a kind that has one story a machine."""
    return replace(detected(f"192.0.2.{place}"), partition="")


class Centre:
    """A centre, and what it shares."""

    def __init__(self, database: Engine, clock: HandClock, member: Organisation, name: str) -> None:
        responsibility = Responsibility([member])
        self.alerts = SqlAlertBook(database)
        self.books = sharing_books(database)
        self.desk = Desk(self.alerts, responsibility, clock)
        outlet = Outlet(self.alerts, self.books, FINDINGS, {member.id: member}, clock)
        self.publisher = Publisher(self.alerts, outlet, self.books.objects, clock)
        self.taker = Taker(self.alerts, self.desk, self.books.objects, responsibility, name, KINDS, clock)
        self.clock = clock
        self.books.objects.open(THERE)

    def all(self) -> list[Alert]:
        """Give all its alerts."""
        return list(self.alerts.page(Wanted(), self.clock.now(), 1_000).alerts)


class Two:
    """A western centre, which sees, and an eastern one, whose member it is."""

    def __init__(self, west: Engine, east: Engine) -> None:
        self.clock = HandClock(NOON + MINUTE)
        self.west = Centre(west, self.clock, EAST, FINDINGS.centre)
        self.east = Centre(east, self.clock, LIBRARY, "East Centre")
        self._carried = 0

    def see(self, detection: Detection | None = None) -> Alert:
        """Let the western centre see a machine of the eastern centre's member."""
        [turn] = self.west.desk.conclude([detection or scan()])
        return turn.alert

    def exchange(self) -> Counter[str]:
        """Publish in the west, carry the bytes over, and take them in the east."""
        self.west.publisher.publish([EAST])
        told = for_one(EAST.id, EAST.clearance).id
        page = self.west.books.objects.page(told, replace(EVERYTHING, after=self._carried, limit=10_000))
        self._carried = page.last or self._carried
        lines = self.west.books.objects.manifest(told, replace(EVERYTHING, limit=10_000)).items
        kept = [
            SharedObject(line.id, line.id.partition("--")[0], line.version, content)
            for line, content in zip(lines[-len(page.items) :], page.items, strict=True)
        ] if page.items else []  # fmt: skip
        self.east.books.objects.publish(THERE.id, kept, self.clock.now())
        return self.east.taker.take(WEST)


@pytest.fixture
def two(database: Engine, tmp_path: Path) -> Iterator[Two]:
    """Give two centres; the western one over each kind of database."""
    east = open_database(sqlite_url(tmp_path / "east.db"))
    yield Two(database, east)
    east.dispose()


def test_told(two: Two) -> None:
    """An infected machine that one centre sees, and a member of another holds, reaches that member, who is told by whom."""
    two.see()
    counts = two.exchange()
    [alert] = two.east.all()

    assert 1 == counts["taken"]
    assert (LIBRARY.id, "192.0.2.17", AlertState.OPEN) == (alert.organisation, alert.subject, alert.state)
    assert alert.detection.why.startswith("Example Centre has seen 192.0.2.17")
    assert [LIBRARY.id] == [notice.organisation for notice in two.east.alerts.notices((), alert.id, 10)]


def test_told_once(two: Two) -> None:
    """What goes on is told on, in the same alert; what is told again changes nothing."""
    two.see()
    two.exchange()
    [before] = two.east.all()
    counts = two.exchange()
    two.clock.advance(2 * HOUR)
    two.exchange()

    assert 0 == counts["taken"]
    assert [before] == two.east.all()


def test_after_a_start(two: Two) -> None:
    """A centre that starts anew reads all again, and alerts nobody anew."""
    two.see()
    two.exchange()
    before = two.east.all()
    anew = Taker(
        two.east.alerts,
        two.east.desk,
        two.east.books.objects,
        Responsibility([LIBRARY]),
        "East Centre",
        KINDS,
        two.clock,
    )

    assert 1 == anew.take(WEST)["taken"]
    assert before == two.east.all()


def test_withdrawn(two: Two) -> None:
    """What proves wrong where it was seen is closed as a false alarm where it was told."""
    seen = two.see()
    two.exchange()
    two.west.desk.move(seen.id, Asked(Move.RESOLVE, "mika", outcome=Outcome.FALSE_ALARM))
    counts = two.exchange()
    [alert] = two.east.all()

    assert 1 == counts["withdrawn"]
    assert (AlertState.RESOLVED, Outcome.FALSE_ALARM) == (alert.state, alert.outcome)


def test_not_withdrawn(two: Two) -> None:
    """What a centre has seen itself is not closed because a partner was wrong."""
    seen = two.see()
    two.exchange()
    two.east.desk.conclude([scan()])
    two.west.desk.move(seen.id, Asked(Move.RESOLVE, "mika", outcome=Outcome.FALSE_ALARM))
    counts = two.exchange()
    [alert] = two.east.all()

    assert 0 == counts["withdrawn"]
    assert AlertState.OPEN is alert.state


def test_withdrawn_as_a_whole(two: Two) -> None:
    """All that stands on a partner's word alone can be closed at once, and nothing else is."""
    for place in (17, 18, 19):
        two.see(scan(place))
    two.exchange()
    two.east.desk.conclude([scan(19)])

    assert 2 == two.east.taker.withdraw(WEST)
    assert 0 == two.east.taker.withdraw(WEST)
    assert ["192.0.2.19"] == [each.subject for each in two.east.all() if each.state is AlertState.OPEN]


def test_not_told_back(two: Two) -> None:
    """What one centre was told by the other is not told back."""
    two.see()
    two.exchange()
    two.clock.advance(HOUR)
    west = replace(EAST, id="west", name="West Centre")
    two.east.publisher.publish([west])

    assert 0 == len(two.east.books.objects.page(for_one("west", west.clearance).id, EVERYTHING).items)


def test_late(two: Two) -> None:
    """After a separation of over a week, what was seen before is not told any more."""
    two.see()
    two.west.publisher.publish([EAST])
    two.clock.advance(8 * DAY)

    assert not two.exchange()["taken"]
    assert [] == two.east.all()


def test_flood(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """A partner that speaks of more machines than any could be right about in a day is not listened to beyond that, and that is counted."""
    monkeypatch.setattr("noroshi.sharing.taking.MOST", 5)
    assert MOST > 5
    for place in range(10, 20):
        two.see(scan(place))
    counts = two.exchange()

    assert (5, 5) == (counts["taken"], counts["declined: flood"])
    assert 5 == len(two.east.all())
