import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from noroshi.alerts.model import AlertState
from noroshi.alerts.notices import Notice, NoticeState, Reason
from noroshi.clock import DAY, HOUR, MINUTE, SECOND, moment
from noroshi.delivery.channels.channel import Channel
from noroshi.delivery.composing import no_guide
from noroshi.delivery.document import document
from noroshi.delivery.hours import next_opening
from noroshi.delivery.message import SUMMARY, Message, MessageState
from noroshi.delivery.outbox import Outbox
from noroshi.delivery.rendering import text
from noroshi.delivery.settings import DeliverySettings, EmailSettings, Persistence, Rate
from noroshi.delivery.waiting import Waiting
from noroshi.errors import DeliveryError, MoveRefusedError, NotFoundError
from noroshi.organisations.model import ChannelKind, Contact, Hours, Marking, Origin, Severity
from noroshi.organisations.reconcile import Change, Changes
from noroshi.organisations.register import Provenance, Row
from noroshi.people.audit import AuditEntry, What
from noroshi.people.caller import Via
from noroshi.sharing.marks import Field, FieldMark, Mark
from noroshi.storage.database import sqlite_url
from noroshi.testing import HandClock
from tests.delivery.open_books import OpenBooks
from tests.delivery.stories import NIGHT, alert, contact, notice

OFFICE = Hours(days=(1, 2, 3, 4, 5), start="09:00", until="17:00")
OPENING = moment("2026-11-25T09:00:00+09:00")


class Line(Channel):
    """A channel that keeps what it is given, or fails as it was told to."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.failures: list[Exception] = []

    async def send(self, message: Message) -> None:
        """Take a message, or fail."""
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(message)


class Post(NamedTuple):
    """An outbox with all around it."""

    books: OpenBooks
    clock: HandClock
    line: Line
    outbox: Outbox

    async def after(self, span: int) -> Sequence[Message]:
        """Let time go by, run once, and give what has been taken so far."""
        self.clock.advance(span)
        await self.outbox.run_once(self.clock.now())
        return self.line.taken


@pytest.fixture
def books(empty: str) -> Iterator[OpenBooks]:
    """Open an empty database."""
    with OpenBooks(empty) as books:
        yield books


@pytest.fixture
def post(books: OpenBooks) -> Post:
    """Set up an outbox over an empty database."""
    return posted(books)


def posted(books: OpenBooks, **changes: object) -> Post:
    clock, line = HandClock(NIGHT), Line()
    find_guide = changes.pop("find_guide", no_guide)
    classified = changes.pop("classified", {})
    made = DeliverySettings(**({"poll": 0.01} | changes))  # type: ignore[arg-type]  # fields by name
    outbox = Outbox(
        books.messages,
        books.organisations,
        dict.fromkeys(ChannelKind, line),
        made,
        clock,
        {},
        random.Random(7),
        find_guide,  # type: ignore[arg-type]  # as above
        classified,  # type: ignore[arg-type]  # as above
    )
    return Post(books, clock, line, outbox)


def reasons(message: Message) -> list[tuple[str, tuple[Reason, ...]]]:
    return [(telling.alert.id, telling.reasons) for telling in message.tellings]


async def test_at_once(post: Post) -> None:
    """The first of a critical kind goes at once, and is sent, once."""
    post.books.register(contact())
    post.books.owe(notice(alert(), contact()))

    first = list(await post.after(0))
    later = await post.after(DAY)

    assert [[("A-0000017", (Reason.FIRST,))]] == [reasons(message) for message in first]
    assert first == later
    assert [NoticeState.SENT] == post.books.states()


async def test_the_next_gather(post: Post) -> None:
    """What follows within the interval goes together, when it is over."""
    post.books.register(contact())
    post.books.owe(notice(alert(number=1), contact()))
    await post.after(0)
    for number in (2, 3):
        post.books.owe(notice(alert(number=number), contact(), owed=NIGHT + MINUTE))

    early = len(await post.after(4 * MINUTE))
    late = await post.after(MINUTE)

    assert 1 == early
    assert [["A-0000002", "A-0000003"]] == [
        [telling.alert.id for telling in message.tellings] for message in late[1:]
    ]


async def test_kinds_apart(post: Post) -> None:
    """Messages are apart for each kind and contact."""
    other = contact(ChannelKind.WEBHOOK, "https://example.org/alerts")
    post.books.register(contact(), other)
    for number, kind in enumerate(("infection.internal", "infection.external", "infection.external")):
        for to in (contact(), other):
            post.books.owe(notice(alert(kind, number), to))

    taken = await post.after(MINUTE)

    assert [
        (ChannelKind.EMAIL, "infection.external", 2),
        (ChannelKind.EMAIL, "infection.internal", 1),
        (ChannelKind.WEBHOOK, "infection.external", 2),
        (ChannelKind.WEBHOOK, "infection.internal", 1),
    ] == sorted((message.contact.channel, message.kind, len(message.tellings)) for message in taken)


async def test_what_goes_on(post: Post) -> None:
    """What goes on is summed up at nine in the contact's own time."""
    tokyo = contact(language="ja")
    post.books.register(tokyo)
    for number, kind in enumerate(("infection.internal", "misconfiguration")):
        post.books.owe(notice(alert(kind, number), tokyo, Reason.STILL))

    before = len(await post.after(moment("2026-11-25T08:59:59+09:00") - NIGHT))
    (summary,) = await post.after(SECOND)

    assert 0 == before
    assert (SUMMARY, 2) == (summary.kind, len(summary.tellings))


async def test_superseded(post: Post) -> None:
    """Nothing is said to go on that has ended; the notice says why it was muted."""
    post.books.register(contact())
    for reason in (Reason.STILL, Reason.ENDED):
        post.books.owe(notice(alert(), contact(), reason))

    (message,) = await post.after(HOUR)

    assert [("A-0000017", (Reason.ENDED,))] == reasons(message)
    assert 1 == post.outbox.counters()["muted: superseded"]
    assert ["Superseded: another notice told the same contact more about the same alert."] == [
        because for because in post.books.becauses() if because
    ]


async def test_resolved_meanwhile(post: Post) -> None:
    """An alert that was resolved before it was told is not told."""
    post.books.register(contact())
    post.books.owe(notice(alert("misconfiguration"), contact()))
    post.books.record(alert("misconfiguration", state=AlertState.RESOLVED))

    taken = await post.after(DAY)

    assert [] == taken
    assert [NoticeState.MUTED] == post.books.states()


async def test_contact_left(post: Post) -> None:
    """What is owed to a contact or organisation that left is muted, and counted."""
    post.books.owe(notice(alert(), contact()))

    taken = await post.after(0)

    assert [] == taken
    assert [NoticeState.MUTED] == post.books.states()
    assert {"muted: contact left": 1} == post.outbox.counters()


async def test_held(post: Post) -> None:
    """What a silence holds back stays where it is."""
    post.books.register(contact())
    post.books.owe(notice(alert(), contact()), NoticeState.HELD)

    taken = await post.after(DAY)

    assert [] == taken
    assert [NoticeState.HELD] == post.books.states()


@pytest.mark.parametrize(("kind", "arrives"), [("infection.internal", NIGHT), ("misconfiguration", OPENING)])
async def test_hours(post: Post, kind: str, arrives: int) -> None:
    """Outside a contact's hours a message waits for them to begin, unless it is critical."""
    to = Contact(ChannelKind.EMAIL, "soc@example.org", time_zone="Asia/Tokyo", hours=OFFICE)
    post.books.register(to)
    post.books.owe(notice(alert(kind), to))

    (message,) = await post.after(0) or await post.after(OPENING - 1 - NIGHT) or await post.after(1)

    assert arrives == message.composed


async def test_retries_keep_hours(post: Post) -> None:
    """A retry that falls outside the contact's hours waits for them too, without losing an attempt."""
    to = Contact(ChannelKind.EMAIL, "soc@example.org", time_zone="Asia/Tokyo", hours=OFFICE)
    post.books.register(to)
    post.books.owe(notice(alert("misconfiguration"), to))
    post.line.failures = [DeliveryError("busy", retry=True)]
    await post.after(moment("2026-11-25T16:59:59+09:00") - NIGHT)

    in_the_night = list(await post.after(HOUR))
    (waiting,) = post.books.messages.messages([MessageState.WAITING], 10)

    in_the_morning = await post.after(moment("2026-11-26T09:00:00+09:00") - post.clock.now())

    assert ([], 1) == (in_the_night, waiting.attempts)
    assert [waiting.message] == in_the_morning


async def set_back(post: Post, *notices: Notice) -> Sequence[Message]:
    """Let notices be owed by a clock that is a year ahead, then set it right; give what is sent within an hour."""
    post.clock.set(NIGHT + 365 * DAY)
    for each in notices:
        post.books.owe(replace(each, owed=post.clock.now()))
    await post.after(0)
    post.clock.set(NIGHT)
    for _ in range(60):
        await post.after(MINUTE)
    return post.line.taken


@pytest.mark.parametrize("kind", ["infection.internal", "misconfiguration"])
async def test_owed_by_a_clock_that_was_ahead(post: Post, kind: str) -> None:
    """What was owed before a clock was set right by a year is told, and not a year later."""
    post.books.register(contact())

    taken = await set_back(post, notice(alert(kind), contact()))

    assert [[(alert(kind).id, (Reason.FIRST,))]] == [reasons(message) for message in taken]


async def test_a_summary_by_a_clock_that_was_ahead(post: Post) -> None:
    """What goes on is summed up though the clock was ahead when it was owed."""
    post.books.register(contact())

    (summary,) = await set_back(post, notice(alert(), contact(), Reason.STILL))

    assert SUMMARY == summary.kind


async def test_tried_again_by_a_clock_that_was_ahead(post: Post) -> None:
    """A message that failed before the clock was set right is tried again within the longest wait, and not in a year."""
    post.books.register(contact())
    post.line.failures = [DeliveryError("busy", retry=True)]

    (taken,) = await set_back(post, notice(alert(), contact()))

    assert alert().id == taken.tellings[0].alert.id


async def test_the_next_by_a_clock_that_was_ahead(post: Post) -> None:
    """A message that was composed by a clock that was ahead does not make the next one wait until then."""
    post.books.register(contact())
    before = len(await set_back(post, notice(alert(number=1), contact())))
    post.books.owe(notice(alert(number=2), contact(), owed=post.clock.now()))

    assert (1, 2) == (before, len(await post.after(0)))


async def test_set_back_while_it_waits_for_hours(post: Post) -> None:
    """A message that is postponed while the clock goes back is looked at once, not for ever, and waits for the hours."""
    to = Contact(ChannelKind.EMAIL, "soc@example.org", time_zone="Asia/Tokyo", hours=OFFICE)
    post.books.register(to)
    post.books.owe(notice(alert("misconfiguration"), to))
    post.line.failures = [DeliveryError("busy", retry=True)]
    await post.after(moment("2026-11-25T16:59:59+09:00") - NIGHT)
    night = moment("2026-11-25T21:00:00+09:00")
    await post.after(night - post.clock.now())
    post.clock.set(night - 3 * HOUR)

    attempted = await post.outbox.run_once(night)

    assert ([], 1) == (post.line.taken, attempted)


async def test_classified(books: OpenBooks) -> None:
    """What is told is classified, for people and for programs, where its kind stands in the taxonomy."""
    post = posted(books, classified={"infection.internal": "malicious-code/infected-system"})
    books.register(contact())
    books.owe(notice(alert(), contact()))
    [told] = await post.after(0)
    untold = replace(told, tellings=(replace(told.tellings[0], classification=""),))

    assert "Classification (RSIT)" in text(told)
    assert "malicious-code/infected-system" in text(told)
    assert ["malicious-code/infected-system"] == [each.classification for each in document(told).alerts]
    assert "Classification" not in text(untold)


async def test_waits_for_a_certificate(books: OpenBooks) -> None:
    """What leaves encrypted only waits, and is said to, until the contact has a certificate; other alerts do not wait for it."""
    wanted = EmailSettings(encrypt_from=Marking.RED)
    post = posted(books, email=wanted)
    books.register(contact())
    for number in (1, 2):
        books.owe(notice(alert(number=number), contact()))
    mark = Mark(Marking.AMBER, fields=(FieldMark(Field.SUBJECT, Marking.RED),))
    books.sharing.marks.put("A-0000002", mark, AuditEntry(NIGHT, "mika", Via.COMMAND, What.MARK))

    without = [reasons(message) for message in await post.after(0)]
    waiting = Waiting(books.messages, books.organisations, DeliverySettings(email=wanted)).waits({}, NIGHT)
    counted = post.outbox.counters()["waiting for a certificate"]
    books.organisations.apply(certified())
    told = list(await post.after(HOUR))

    assert [[("A-0000001", (Reason.FIRST,))]] == without
    assert ["a certificate in the roster, as it is red"] == [wait.reason for wait in waiting.values()]
    assert 1 == counted
    assert [("A-0000002", (Reason.FIRST,))] == reasons(told[1])
    assert (Marking.RED, "soc.asc") == (told[1].marking, told[1].contact.certificate)


def certified() -> Changes:
    """The register's contact gets a certificate."""
    before, after = (
        Row("example", each, Provenance(Origin.PERSON, at=0))
        for each in (contact(), replace(contact(), certificate="soc.asc"))
    )
    return Changes(changed=(Change(before, after),))


async def test_rates(books: OpenBooks) -> None:
    """What is over a contact's rate waits, and is gathered further, but is not lost."""
    post = posted(books, rates={ChannelKind.EMAIL: Rate(burst=1, hourly=1)})
    books.register(contact())
    books.owe(notice(alert("dos.victim", 1), contact()))
    await post.after(MINUTE)
    books.owe(notice(alert("infection.internal", 2), contact()))

    over, waiting = len(await post.after(MINUTE)), post.outbox.counters()["waiting for the rate"]
    books.owe(notice(alert("infection.internal", 3), contact()))
    (_, later) = await post.after(HOUR)

    assert (1, 1) == (over, waiting)
    assert ["A-0000002", "A-0000003"] == [telling.alert.id for telling in later.tellings]
    assert "waiting for the rate" not in post.outbox.counters()


async def test_retries(post: Post) -> None:
    """A failed message is tried again at its time, also by another outbox after a restart."""
    post.books.register(contact())
    post.books.owe(notice(alert(), contact()))
    post.line.failures = [DeliveryError("busy", retry=True), ZeroDivisionError()]
    await post.after(0)
    await post.after(SECOND)
    await post.after(MINUTE)
    (waiting,) = post.books.messages.messages([MessageState.WAITING], 10)
    post.books.messages.release()
    restarted = posted(post.books)
    restarted.clock.advance(waiting.due - NIGHT)

    before = list(restarted.line.taken)
    (message,) = await restarted.after(0)

    assert (2, "unforeseen: ZeroDivisionError", []) == (waiting.attempts, waiting.error, before)
    assert waiting.message == message
    assert [NoticeState.SENT] == post.books.states()


@pytest.mark.parametrize("by_notice", [False, True])
async def test_dead_and_retried(post: Post, *, by_notice: bool) -> None:
    """What is refused for good is dead and says why; a person may have it tried again, under the same key."""
    post.books.register(contact())
    owed = notice(alert(), contact())
    post.books.owe(owed)
    post.line.failures = [DeliveryError("the recipient was refused (550)", retry=False)]
    await post.after(0)
    (dead,) = post.books.messages.messages([MessageState.DEAD], 10)
    states, becauses = post.books.states(), post.books.becauses()

    post.outbox.retry(owed.id if by_notice else dead.message.key)
    (message,) = await post.after(0)

    assert ([NoticeState.DEAD], ["the recipient was refused (550)"]) == (states, becauses)
    assert dead.message == message
    assert ([NoticeState.SENT], [""]) == (post.books.states(), post.books.becauses())


async def test_given_up(books: OpenBooks) -> None:
    """After its last attempt a message is dead."""
    post = posted(books, persistence=Persistence(attempts=3))
    books.register(contact())
    books.owe(notice(alert(), contact()))
    post.line.failures = [DeliveryError("busy", retry=True)] * 3

    for _ in range(3):
        await post.after(HOUR)

    assert [NoticeState.DEAD] == books.states()
    assert {"composed": 1, "dead": 1, "failed, to be tried again": 2} == post.outbox.counters()


async def test_nothing_to_retry(post: Post) -> None:
    """There is no retry of what does not exist, or has been sent."""
    post.books.register(contact())
    post.books.owe(notice(alert(), contact()))
    (message,) = await post.after(0)

    with pytest.raises(NotFoundError):
        post.outbox.retry("nothing")
    with pytest.raises(MoveRefusedError):
        post.outbox.retry(message.key)


async def test_one_delivers(post: Post) -> None:
    """Of two outboxes over one database, the second waits until the first has gone."""
    post.books.register(contact())
    await post.after(0)
    post.books.owe(notice(alert(), contact()))

    with OpenBooks(post.books.url) as other:
        second = posted(other)
        while_first = list(await second.after(0))
        post.books.messages.release()
        afterwards = list(await second.after(0))

    assert (0, 1) == (len(while_first), len(afterwards))


async def test_very_many(books: OpenBooks) -> None:
    """More alerts than one message may hold go in several."""
    post = posted(books, most=2)
    books.register(contact())
    for number in range(5):
        books.owe(notice(alert(number=number), contact()))

    taken = await post.after(0)

    assert [1, 2, 2] == sorted(len(message.tellings) for message in taken)


async def test_drain(post: Post) -> None:
    """When told to stop, what still gathers goes early; what has no time left stays for the next run."""
    post.books.register(contact())
    post.books.owe(notice(alert("misconfiguration"), contact()))
    post.line.failures = []
    stop = threading.Event()
    stop.set()

    await post.outbox.deliver_until(stop, drain=5)

    assert ["misconfiguration"] == [message.kind for message in post.line.taken]


async def test_drain_gives_up(post: Post) -> None:
    """Draining ends in time though a retry is due later, and loses nothing."""
    post.books.register(contact())
    post.books.owe(notice(alert(), contact()))
    post.line.failures = [DeliveryError("busy", retry=True)]

    await post.outbox.drain(1)

    assert [] == post.line.taken
    assert [NoticeState.COMPOSED] == post.books.states()


owed_notices = st.lists(
    st.builds(
        lambda number, kind, to, reason, owed: notice(alert(kind, number), to, reason, owed=NIGHT + owed),
        st.integers(1, 3),
        st.sampled_from(["infection.internal", "dos.victim", "misconfiguration"]),
        st.sampled_from(
            [
                contact(),
                Contact(ChannelKind.WEBHOOK, "https://example.org", time_zone="Asia/Tokyo", hours=OFFICE),
                contact(ChannelKind.FILE, "left"),
            ]
        ),
        st.sampled_from(Reason),
        st.integers(0, 3 * DAY),
    ),
    unique_by=lambda notice: notice.id,
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(owed_notices, st.lists(st.booleans(), max_size=10), st.lists(st.integers(0, 12 * HOUR), max_size=12))
async def test_laws(
    tmp_path_factory: pytest.TempPathFactory, owed: list[Notice], luck: list[bool], pauses: list[int]
) -> None:
    """Each notice is in one message at most and ends sent, dead, muted or still waits; hours are kept."""
    with OpenBooks(sqlite_url(tmp_path_factory.mktemp("laws") / "noroshi.db")) as books:
        post = posted(books)
        books.register(
            contact(),
            Contact(ChannelKind.WEBHOOK, "https://example.org", time_zone="Asia/Tokyo", hours=OFFICE),
        )
        post.line.failures = [DeliveryError("no", retry=lucky) for lucky in luck]
        pending = sorted(owed, key=lambda notice: notice.owed)
        taken_at: list[tuple[int, Message]] = []
        for pause in [*pauses, 4 * DAY, 12 * HOUR, 12 * HOUR, 4 * DAY]:
            while pending and pending[0].owed <= post.clock.now():
                books.owe(pending.pop(0))
            before = len(post.line.taken)
            await post.after(pause)
            taken_at += [(post.clock.now(), message) for message in post.line.taken[before:]]
        sent = {each.id for each in books.notices() if each.state is NoticeState.SENT}

    told = Counter(notice for _, message in taken_at for notice in message.notices)
    assert set(told.values()) <= {1}
    assert sent == told.keys()
    for at, message in taken_at:
        assert message.severity is Severity.CRITICAL or at == next_opening(message.contact, at)
