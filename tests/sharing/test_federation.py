"""Two centres: what one sees of the other's members."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace as replace_findings
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.alerts.desk import Desk
from noroshi.alerts.history import Deed
from noroshi.alerts.model import Alert, AlertState, Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.notices import Reason
from noroshi.alerts.wanted import Wanted
from noroshi.clock import DAY, HOUR, MINUTE
from noroshi.detections.model import Detection, Phase
from noroshi.indications.book import Wanted as SignsWanted
from noroshi.indications.logbook import Logbook
from noroshi.indications.model import HERE
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
from noroshi.people.audit import AuditEntry, What
from noroshi.people.caller import Via
from noroshi.sharing.finding import Level
from noroshi.sharing.hearing import Hearing
from noroshi.sharing.outlet import Outlet
from noroshi.sharing.partners import Partner
from noroshi.sharing.publishing import Publisher
from noroshi.sharing.releases import Released, asked
from noroshi.sharing.signs.outlet import SignOutlet
from noroshi.sharing.signs.publishing import SignPublisher
from noroshi.sharing.signs.taking import SignTaker
from noroshi.sharing.taking import MOST, Taker
from noroshi.sharing.taxii.collection import for_one, from_one
from noroshi.sharing.taxii.filters import EVERYTHING
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import open_database, sqlite_url
from noroshi.storage.indications import SqlIndicationBook
from noroshi.storage.sharing.books import sharing_books
from noroshi.testing import HandClock
from tests.alerts.stories import NOON
from tests.indications.signs import BIN, sign
from tests.sharing.stories import FINDINGS, detected

KINDS = frozenset({"infection.external"})
SIGNS = frozenset({"port.rising"})
HELD = (Holding(HoldingKind.PREFIX, "192.0.2.0/24"),)
EAST = Organisation("east", "East Centre", (), HELD, Marking.AMBER, tags=(PARTNER,))
"""As the western centre has the eastern one: it answers for what its members hold."""
LIBRARY = Organisation("library", "Library", (Contact(ChannelKind.FILE, "library.ndjson"),), HELD)
"""A member of the eastern centre, of which the western one knows nothing."""
WEST = Partner("west", FINDINGS.centre)
"""As the eastern centre has the western one."""
WESTERN = Organisation("west", "Western Centre", (), (), Marking.AMBER, tags=(PARTNER,))
"""The same, in its register."""
EASTERN = Partner(EAST.id, "East Centre")
"""As the western centre has the eastern one, among its partners."""


def scan(place: int = 17) -> Detection:
    """Make a detection about a machine, of a kind that has one story a machine."""
    return replace(detected(f"192.0.2.{place}"), partition="")


class Centre:
    """A centre, and what it shares."""

    def __init__(
        self, database: Engine, clock: HandClock, member: Organisation, name: str, other: Partner
    ) -> None:
        self.alerts = SqlAlertBook(database)
        self.books = sharing_books(database)
        self.member, self.name, self.other, self.clock = member, name, other, clock
        self.desk = Desk(self.alerts, Responsibility([member]), clock)
        findings = replace_findings(FINDINGS, centre=name)
        outlet = Outlet(self.alerts, self.books, findings, {member.id: member}, clock)
        self.publisher = Publisher(self.alerts, outlet, self.books.objects, clock)
        self.indications = SqlIndicationBook(database)
        self.logbook = Logbook(self.indications, SIGNS)
        sign_outlet = SignOutlet(name, self.books.releases, self.books.signs, SIGNS, clock)
        self.sign_publisher = SignPublisher(self.indications, sign_outlet, self.books.objects, clock)
        self.taker = self.starting()
        self.books.objects.open(from_one(other.organisation))
        self.books.partners.add(other, "", AuditEntry(NOON, "mika", Via.COMMAND, What.ADD_PARTNER))
        self._carried = 0

    def starting(self) -> Taker:
        """Make what takes, as after a start."""
        hearing = Hearing(self.alerts, self.desk, self.books.ledger, self.name, self.clock)
        responsibility = Responsibility([self.member])
        return Taker(
            self.alerts,
            self.desk,
            self.books.objects,
            responsibility,
            hearing,
            SignTaker(self.indications, self.logbook, self.name, SIGNS, self.clock),
            self.name,
            KINDS,
            self.clock,
        )

    def tell(self, reader: Organisation) -> list[SharedObject]:
        """Publish to a partner; give what it has not been given yet."""
        self.publisher.publish([reader])
        self.sign_publisher.publish([reader])
        told = for_one(reader.id, reader.clearance).id
        page = self.books.objects.page(told, replace(EVERYTHING, after=self._carried, limit=10_000))
        self._carried = page.last or self._carried
        lines = self.books.objects.manifest(told, replace(EVERYTHING, limit=10_000)).items
        latest = lines[len(lines) - len(page.items) :]
        return [
            SharedObject(line.id, line.id.partition("--")[0], line.version, content)
            for line, content in zip(latest, page.items, strict=True)
        ]

    def take(self, objects: Sequence[SharedObject]) -> Counter[str]:
        """Take what the other centre has told."""
        self.books.objects.publish(from_one(self.other.organisation).id, objects, self.clock.now())
        return self.taker.take(self.other)

    def all(self) -> list[Alert]:
        """Give all its alerts."""
        return list(self.alerts.page(Wanted(), self.clock.now(), 1_000).alerts)


class Two:
    """A western centre, which sees, and an eastern one, whose member it is."""

    def __init__(self, west: Engine, east: Engine) -> None:
        self.clock = HandClock(NOON + MINUTE)
        self.west = Centre(west, self.clock, EAST, FINDINGS.centre, EASTERN)
        self.east = Centre(east, self.clock, LIBRARY, EASTERN.name, WEST)

    def see(self, detection: Detection | None = None) -> Alert:
        """Let the western centre see a machine of the eastern centre's member."""
        [turn] = self.west.desk.conclude([detection or scan()])
        return turn.alert

    def exchange(self) -> Counter[str]:
        """Carry over what the west publishes, and take it in the east."""
        return self.east.take(self.west.tell(EAST))

    def answer(self) -> Counter[str]:
        """Carry over what the east publishes, and take it in the west."""
        return self.west.take(self.east.tell(WESTERN))


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


def test_told_late(two: Two) -> None:
    """What began and ended while the centres were cut off from each other is told all the same, as begun and ended; and once."""
    two.see()
    two.see(replace(scan(), phase=Phase.ENDED, at=scan().at + 1))
    first, again = two.exchange(), two.exchange()
    [alert] = two.east.all()
    notices = two.east.alerts.notices((), alert.id, 10)

    assert (1, 0) == (first["taken"], again["taken"])
    assert (alert.ended, [Reason.FIRST, Reason.ENDED]) == (
        True,
        sorted((each.reason for each in notices), key=list(Reason).index),
    )


def test_after_a_start(two: Two) -> None:
    """A centre that starts anew reads all again, and alerts nobody anew."""
    two.see()
    two.exchange()
    before = two.east.all()
    anew = two.east.starting()

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

    assert [] == two.east.tell(WESTERN)


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


def lines(alert: Alert, centre: Centre) -> list[tuple[str, str, Outcome | None]]:
    """What partners have said, in an alert's history."""
    history = centre.alerts.history(alert.id)
    return [(each.who, each.about, each.outcome) for each in history if each.deed is Deed.ANSWERED]


def rising(first: int = NOON, bins: int = 1, subject: str = "tcp/7547") -> Detection:
    """Say of a port that it rises."""
    return sign(subject, Phase.CONTINUING, bins, first)


@pytest.fixture
def released(two: Two) -> Two:
    """Let first signs out, at either centre, as one person wants it."""
    for centre, to in ((two.west, EAST.id), (two.east, WESTERN.id)):
        now = two.clock.now()
        release = asked(Released("port"), to, Level.NETWORK, "We all watch.", "mika", now, now + 9 * DAY)
        centre.books.releases.add(release, AuditEntry(now, "mika", Via.COMMAND, What.ASK_RELEASE))
    return two


def test_seen_by_both(released: Two) -> None:
    """What two centres see of the same port at the same time is one indication at each, which says who saw it first."""
    west, east = released.west, released.east
    west.logbook.conclude([rising()])
    east.logbook.conclude([rising(NOON + HOUR)])
    released.clock.advance(2 * HOUR)
    first = released.exchange()
    released.answer()
    [there], [here] = (each.indications.page(SignsWanted(), 9) for each in (east, west))

    assert 1 == first["signs"]
    assert [FINDINGS.centre, HERE] == [each.centre for each in there.seen_by]
    assert [HERE, EASTERN.name] == [each.centre for each in here.seen_by]
    assert (NOON, NOON) == (there.started, here.started)
    assert "" == there.detection.source == here.detection.source


def test_seen_by_a_partner(released: Two) -> None:
    """What a partner alone has seen is an indication, too, which goes on as it tells; nobody tells it back, or on."""
    released.west.logbook.conclude([rising()])
    released.clock.advance(HOUR)
    released.exchange()
    released.west.logbook.conclude([rising(bins=3)])
    released.clock.advance(MINUTE)
    released.exchange()
    again = released.exchange()
    [there] = released.east.indications.page(SignsWanted(), 9)

    assert (FINDINGS.centre, NOON, NOON + 3 * BIN) == (there.detection.source, there.started, there.last)
    assert 0 == again["signs"]
    assert [] == [each for each in released.east.tell(WESTERN) if each.type in {"indicator", "sighting"}]


def test_signs_withdrawn(released: Two) -> None:
    """What a partner told of first signs can be taken back as a whole; what this centre has seen stays."""
    released.west.logbook.conclude([rising(), rising(subject="udp/53")])
    released.east.logbook.conclude([rising()])
    released.clock.advance(HOUR)
    released.exchange()
    released.east.taker.withdraw(WEST)

    assert [("tcp/7547", [HERE])] == [
        (each.subject, [seen.centre for seen in each.seen_by])
        for each in released.east.indications.page(SignsWanted(), 9)
    ]


def test_not_released(two: Two) -> None:
    """Without a release no first sign leaves, and the audit has that once."""
    two.west.logbook.conclude([rising()])
    counts = two.exchange()
    two.clock.advance(HOUR)
    two.exchange()

    assert 0 == counts["signs"]
    assert [] == two.east.indications.page(SignsWanted(), 9)


def test_answered(two: Two) -> None:
    """What becomes of an alert at the centre that was told stands in the history of the centre that told: the state, the outcome and the moment."""
    seen = two.see()
    two.exchange()
    [told] = two.east.all()
    two.clock.advance(MINUTE)
    two.east.desk.move(told.id, Asked(Move.ACKNOWLEDGE, "hanako"))
    first = two.answer()
    two.clock.advance(MINUTE)
    two.east.desk.move(told.id, Asked(Move.RESOLVE, "hanako", "Hanako found a bot.", Outcome.CLEANED))
    two.answer()
    after, said = two.west.alerts.get(seen.id), lines(seen, two.west)
    moments = [each.seen - NOON for each in two.west.alerts.history(seen.id) if each.deed is Deed.ANSWERED]

    assert 1 == first["heard"]
    assert [(EASTERN.name, "acknowledged", None), (EASTERN.name, "resolved", Outcome.CLEANED)] == said
    assert [2 * MINUTE, 3 * MINUTE] == moments
    assert (AlertState.OPEN, None) == (after.state, after.outcome)


def test_not_in_words(two: Two) -> None:
    """Who answers, and what they write, does not leave, nor what the answer is about but by the name that the reader gave it."""
    two.see()
    two.exchange()
    [told] = two.east.all()
    two.east.desk.move(told.id, Asked(Move.RESOLVE, "hanako", "Hanako found a bot.", Outcome.CLEANED))
    objects = two.east.tell(WESTERN)
    written = b"".join(each.content for each in objects).lower()

    assert "opinion" in {each.type for each in objects}
    for secret in ("hanako", "bot", LIBRARY.id, LIBRARY.name, told.id, "192.0.2", str(told.holding)):
        assert secret.lower().encode() not in written


def test_answered_once(two: Two) -> None:
    """An answer is heard once, also after a start, changes nothing where it came from, and is never answered itself."""
    two.see()
    two.exchange()
    [told] = two.east.all()
    two.east.desk.move(told.id, Asked(Move.RESOLVE, "hanako", outcome=Outcome.CLEANED))
    two.answer()
    before = two.east.alerts.history(told.id)
    two.clock.advance(MINUTE)
    published = two.west.tell(EAST)
    again = two.west.starting().take(EASTERN)

    assert [] == published == two.east.tell(WESTERN)
    assert before == two.east.alerts.history(told.id)
    assert (0, 1) == (again["heard"], again["unheard: known"])


def test_withdrawal_is_no_answer(two: Two) -> None:
    """That a centre closes what another withdrew is not answered: the other has said so itself."""
    seen = two.see()
    two.exchange()
    two.west.desk.move(seen.id, Asked(Move.RESOLVE, "mika", outcome=Outcome.FALSE_ALARM))
    two.exchange()
    two.answer()

    assert [] == lines(seen, two.west)


def test_called_wrong(two: Two) -> None:
    """That a partner calls it a false alarm is heard, and withdraws nothing from anybody."""
    seen = two.see()
    two.exchange()
    [told] = two.east.all()
    two.east.desk.move(told.id, Asked(Move.RESOLVE, "hanako", outcome=Outcome.FALSE_ALARM))
    two.answer()

    assert [(EASTERN.name, "resolved", Outcome.FALSE_ALARM)] == lines(seen, two.west)
    assert AlertState.OPEN is two.west.alerts.get(seen.id).state


def test_answers_without_end(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """A partner that changes its mind more often than anybody would is heard no more that day, and that is counted."""
    monkeypatch.setattr("noroshi.sharing.hearing.TURNS", 2)
    seen = two.see()
    two.exchange()
    [told] = two.east.all()
    heard: Counter[str] = Counter()
    for move in (Move.ACKNOWLEDGE, Move.REOPEN, Move.ACKNOWLEDGE):
        two.clock.advance(MINUTE)
        two.east.desk.move(told.id, Asked(move, "hanako"))
        heard += two.answer()
    two.clock.advance(DAY)
    two.east.desk.move(told.id, Asked(Move.RESOLVE, "hanako", outcome=Outcome.CLEANED))
    two.answer()

    assert (2, 1) == (heard["heard"], heard["unheard: flood"])
    assert ["acknowledged", "open", "resolved"] == [about for _, about, _ in lines(seen, two.west)]
