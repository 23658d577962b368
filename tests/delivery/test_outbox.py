import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.alerts.model import AlertState
from noroshi.alerts.notices import Notice, NoticeState, Reason
from noroshi.clock import DAY, HOUR, MINUTE, SECOND, moment
from noroshi.delivery.channels.channel import Channel
from noroshi.delivery.hours import next_opening
from noroshi.delivery.message import SUMMARY, Message, MessageState
from noroshi.delivery.outbox import Outbox
from noroshi.delivery.settings import DeliverySettings, Persistence, Rate
from noroshi.errors import DeliveryError, MoveRefusedError, NotFoundError
from noroshi.organisations.model import ChannelKind, Contact, Hours, Severity
from noroshi.testing import HandClock
from tests.delivery.desk import Desk
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

    desk: Desk
    clock: HandClock
    line: Line
    outbox: Outbox

    async def after(self, span: int) -> Sequence[Message]:
        """Let time go by, run once, and give what has been taken so far."""
        self.clock.advance(span)
        await self.outbox.run_once(self.clock.now())
        return self.line.taken


@pytest.fixture
def post(desk: Desk) -> Iterator[Post]:
    """Set up an outbox over an empty database."""
    set_up = posted(desk)
    yield set_up
    desk.book.release()


def posted(desk: Desk, **changes: object) -> Post:
    clock, line = HandClock(NIGHT), Line()
    made = DeliverySettings(**({"poll": 0.01} | changes))  # type: ignore[arg-type]  # fields by name
    outbox = Outbox(
        desk.book, desk.organisations, dict.fromkeys(ChannelKind, line), made, clock, {}, random.Random(7)
    )
    return Post(desk, clock, line, outbox)


def reasons(message: Message) -> list[tuple[str, tuple[Reason, ...]]]:
    return [(telling.alert.id, telling.reasons) for telling in message.tellings]


async def test_at_once(post: Post) -> None:
    """The first of a critical kind goes at once, and is sent, once."""
    post.desk.register(contact())
    post.desk.owe(notice(alert(), contact()))

    first = list(await post.after(0))
    later = await post.after(DAY)

    assert [reasons(message) for message in first] == [[("A-0000017", (Reason.FIRST,))]]
    assert later == first
    assert post.desk.states() == [NoticeState.SENT]


async def test_the_next_gather(post: Post) -> None:
    """What follows within the interval goes together, when it is over."""
    post.desk.register(contact())
    post.desk.owe(notice(alert(number=1), contact()))
    await post.after(0)
    for number in (2, 3):
        post.desk.owe(notice(alert(number=number), contact(), owed=NIGHT + MINUTE))

    early = len(await post.after(4 * MINUTE))
    late = await post.after(MINUTE)

    assert early == 1
    assert [[telling.alert.id for telling in message.tellings] for message in late[1:]] == [
        ["A-0000002", "A-0000003"]
    ]


async def test_kinds_apart(post: Post) -> None:
    """Messages are apart for each kind and contact."""
    other = contact(ChannelKind.WEBHOOK, "https://example.org/alerts")
    post.desk.register(contact(), other)
    for number, kind in enumerate(("infection.internal", "infection.external", "infection.external")):
        for to in (contact(), other):
            post.desk.owe(notice(alert(kind, number), to))

    taken = await post.after(MINUTE)

    assert sorted((message.contact.channel, message.kind, len(message.tellings)) for message in taken) == [
        (ChannelKind.EMAIL, "infection.external", 2),
        (ChannelKind.EMAIL, "infection.internal", 1),
        (ChannelKind.WEBHOOK, "infection.external", 2),
        (ChannelKind.WEBHOOK, "infection.internal", 1),
    ]


async def test_what_goes_on(post: Post) -> None:
    """What goes on is summed up at nine in the contact's own time."""
    tokyo = contact(language="ja")
    post.desk.register(tokyo)
    for number, kind in enumerate(("infection.internal", "misconfiguration")):
        post.desk.owe(notice(alert(kind, number), tokyo, Reason.STILL))

    before = len(await post.after(moment("2026-11-25T08:59:59+09:00") - NIGHT))
    (summary,) = await post.after(SECOND)

    assert before == 0
    assert (summary.kind, len(summary.tellings)) == (SUMMARY, 2)


async def test_superseded(post: Post) -> None:
    """Nothing is said to go on that has ended; the notice says why it was muted."""
    post.desk.register(contact())
    for reason in (Reason.STILL, Reason.ENDED):
        post.desk.owe(notice(alert(), contact(), reason))

    (message,) = await post.after(HOUR)

    assert reasons(message) == [("A-0000017", (Reason.ENDED,))]
    assert post.outbox.counters()["muted: superseded"] == 1
    assert [because for because in post.desk.becauses() if because] == [
        "Superseded: another notice told the same contact more about the same alert."
    ]


async def test_resolved_meanwhile(post: Post) -> None:
    """An alert that was resolved before it was told is not told."""
    post.desk.register(contact())
    post.desk.owe(notice(alert("misconfiguration"), contact()))
    post.desk.record(alert("misconfiguration", state=AlertState.RESOLVED))

    taken = await post.after(DAY)

    assert taken == []
    assert post.desk.states() == [NoticeState.MUTED]


async def test_contact_left(post: Post) -> None:
    """What is owed to a contact or organisation that left is muted, and counted."""
    post.desk.owe(notice(alert(), contact()))

    taken = await post.after(0)

    assert taken == []
    assert post.desk.states() == [NoticeState.MUTED]
    assert post.outbox.counters() == {"muted: contact left": 1}


async def test_held(post: Post) -> None:
    """What a silence holds back stays where it is."""
    post.desk.register(contact())
    post.desk.owe(notice(alert(), contact()), NoticeState.HELD)

    taken = await post.after(DAY)

    assert taken == []
    assert post.desk.states() == [NoticeState.HELD]


@pytest.mark.parametrize(("kind", "arrives"), [("infection.internal", NIGHT), ("misconfiguration", OPENING)])
async def test_hours(post: Post, kind: str, arrives: int) -> None:
    """Outside a contact's hours a message waits for them to begin, unless it is critical."""
    to = Contact(ChannelKind.EMAIL, "soc@example.org", time_zone="Asia/Tokyo", hours=OFFICE)
    post.desk.register(to)
    post.desk.owe(notice(alert(kind), to))

    (message,) = await post.after(0) or await post.after(OPENING - 1 - NIGHT) or await post.after(1)

    assert message.composed == arrives


async def test_retries_keep_hours(post: Post) -> None:
    """A retry that falls outside the contact's hours waits for them too, without losing an attempt."""
    to = Contact(ChannelKind.EMAIL, "soc@example.org", time_zone="Asia/Tokyo", hours=OFFICE)
    post.desk.register(to)
    post.desk.owe(notice(alert("misconfiguration"), to))
    post.line.failures = [DeliveryError("busy", retry=True)]
    await post.after(moment("2026-11-25T16:59:59+09:00") - NIGHT)

    in_the_night = list(await post.after(HOUR))
    (waiting,) = post.desk.book.messages([MessageState.WAITING], 10)

    assert in_the_night == []
    assert (waiting.attempts, waiting.due) == (1, moment("2026-11-26T09:00:00+09:00"))


async def test_rates(desk: Desk) -> None:
    """What is over a contact's rate waits, and is gathered further, but is not lost."""
    post = posted(desk, rates={ChannelKind.EMAIL: Rate(burst=1, hourly=1)})
    desk.register(contact())
    desk.owe(notice(alert("dos.victim", 1), contact()))
    await post.after(MINUTE)
    desk.owe(notice(alert("infection.internal", 2), contact()))

    over, waiting = len(await post.after(MINUTE)), post.outbox.counters()["waiting for the rate"]
    desk.owe(notice(alert("infection.internal", 3), contact()))
    (_, later) = await post.after(HOUR)
    desk.book.release()

    assert (over, waiting) == (1, 1)
    assert [telling.alert.id for telling in later.tellings] == ["A-0000002", "A-0000003"]
    assert "waiting for the rate" not in post.outbox.counters()


async def test_retries(post: Post) -> None:
    """A failed message is tried again at its time, also by another outbox after a restart."""
    post.desk.register(contact())
    post.desk.owe(notice(alert(), contact()))
    post.line.failures = [DeliveryError("busy", retry=True), ZeroDivisionError()]
    await post.after(0)
    await post.after(SECOND)
    await post.after(MINUTE)
    (waiting,) = post.desk.book.messages([MessageState.WAITING], 10)
    post.desk.book.release()
    restarted = posted(post.desk)
    restarted.clock.advance(waiting.due - NIGHT)

    before = list(restarted.line.taken)
    (message,) = await restarted.after(0)

    assert (waiting.attempts, waiting.error, before) == (2, "unforeseen: ZeroDivisionError", [])
    assert message == waiting.message
    assert post.desk.states() == [NoticeState.SENT]


@pytest.mark.parametrize("by_notice", [False, True])
async def test_dead_and_retried(post: Post, *, by_notice: bool) -> None:
    """What is refused for good is dead and says why; a person may have it tried again, under the same key."""
    post.desk.register(contact())
    owed = notice(alert(), contact())
    post.desk.owe(owed)
    post.line.failures = [DeliveryError("the recipient was refused (550)", retry=False)]
    await post.after(0)
    (dead,) = post.desk.book.messages([MessageState.DEAD], 10)
    states, becauses = post.desk.states(), post.desk.becauses()

    post.outbox.retry(owed.id if by_notice else dead.message.key)
    (message,) = await post.after(0)

    assert (states, becauses) == ([NoticeState.DEAD], ["the recipient was refused (550)"])
    assert message == dead.message
    assert (post.desk.states(), post.desk.becauses()) == ([NoticeState.SENT], [""])


async def test_given_up(desk: Desk) -> None:
    """After its last attempt a message is dead."""
    post = posted(desk, persistence=Persistence(attempts=3))
    desk.register(contact())
    desk.owe(notice(alert(), contact()))
    post.line.failures = [DeliveryError("busy", retry=True)] * 3

    for _ in range(3):
        await post.after(HOUR)
    desk.book.release()

    assert desk.states() == [NoticeState.DEAD]
    assert post.outbox.counters() == {"composed": 1, "dead": 1, "failed, to be tried again": 2}


async def test_nothing_to_retry(post: Post) -> None:
    """There is no retry of what does not exist, or has been sent."""
    post.desk.register(contact())
    post.desk.owe(notice(alert(), contact()))
    (message,) = await post.after(0)

    with pytest.raises(NotFoundError):
        post.outbox.retry("nothing")
    with pytest.raises(MoveRefusedError):
        post.outbox.retry(message.key)


async def test_one_delivers(post: Post) -> None:
    """Of two outboxes over one database, the second waits until the first has gone."""
    post.desk.register(contact())
    await post.after(0)
    second = posted(post.desk.another())
    post.desk.owe(notice(alert(), contact()))

    while_first = list(await second.after(0))
    post.desk.book.release()
    afterwards = list(await second.after(0))
    second.desk.book.release()

    assert (len(while_first), len(afterwards)) == (0, 1)


async def test_very_many(desk: Desk) -> None:
    """More alerts than one message may hold go in several."""
    post = posted(desk, most=2)
    desk.register(contact())
    for number in range(5):
        desk.owe(notice(alert(number=number), contact()))

    taken = await post.after(0)
    desk.book.release()

    assert sorted(len(message.tellings) for message in taken) == [1, 2, 2]


async def test_drain(post: Post) -> None:
    """When told to stop, what still gathers goes early; what has no time left stays for the next run."""
    post.desk.register(contact())
    post.desk.owe(notice(alert("misconfiguration"), contact()))
    post.line.failures = []
    stop = threading.Event()
    stop.set()

    await post.outbox.deliver_until(stop, drain=5)

    assert [message.kind for message in post.line.taken] == ["misconfiguration"]


async def test_drain_gives_up(post: Post) -> None:
    """Draining ends in time though a retry is due later, and loses nothing."""
    post.desk.register(contact())
    post.desk.owe(notice(alert(), contact()))
    post.line.failures = [DeliveryError("busy", retry=True)]

    await post.outbox.drain(1)

    assert post.line.taken == []
    assert post.desk.states() == [NoticeState.COMPOSED]


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
async def test_laws(desk: Desk, owed: list[Notice], luck: list[bool], pauses: list[int]) -> None:
    """Each notice is in one message at most and ends sent, dead, muted or still waits; hours are kept."""
    desk.clear()
    post = posted(desk)
    desk.register(
        contact(), Contact(ChannelKind.WEBHOOK, "https://example.org", time_zone="Asia/Tokyo", hours=OFFICE)
    )
    post.line.failures = [DeliveryError("no", retry=lucky) for lucky in luck]
    pending = sorted(owed, key=lambda notice: notice.owed)
    taken_at: list[tuple[int, Message]] = []
    for pause in [*pauses, 4 * DAY, 12 * HOUR, 12 * HOUR, 4 * DAY]:
        while pending and pending[0].owed <= post.clock.now():
            desk.owe(pending.pop(0))
        before = len(post.line.taken)
        await post.after(pause)
        taken_at += [(post.clock.now(), message) for message in post.line.taken[before:]]
    desk.book.release()

    told = Counter(notice for _, message in taken_at for notice in message.notices)
    ends = dict(zip(desk.ids(), desk.states(), strict=True))
    assert set(told.values()) <= {1}
    assert {notice for notice, state in ends.items() if state is NoticeState.SENT} == told.keys()
    for at, message in taken_at:
        assert message.severity is Severity.CRITICAL or next_opening(message.contact, at) == at
