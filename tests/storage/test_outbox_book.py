from collections.abc import Iterator, Sequence

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, create_engine, text

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Notice, NoticeState, Reason
from noroshi.clock import DAY, HOUR, SECOND
from noroshi.delivery.gathering import Group
from noroshi.delivery.message import Dispatch, Message, MessageState, Telling
from noroshi.errors import MoveRefusedError, NotFoundError
from noroshi.organisations.model import ChannelKind, Severity
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import open_database
from noroshi.storage.outbox import SqlOutboxBook
from tests.delivery.stories import NIGHT, alert, contact, message, notice


@pytest.fixture
def book(database: Engine) -> Iterator[SqlOutboxBook]:
    """Give an empty outbox."""
    made = SqlOutboxBook(database)
    yield made
    made.release()


def owe(database: Engine, *alerts: Alert) -> Sequence[Notice]:
    """Open alerts, and owe a notice about each."""
    notices = [notice(each, contact()) for each in alerts]
    SqlAlertBook(database).record(Changed([Revision(each, 0) for each in alerts], notices=notices))
    return notices


def stand(database: Engine) -> dict[str, tuple[NoticeState, str]]:
    """Say how notices stand, and why, by alert."""
    return {each.alert: (each.state, each.because) for each in SqlAlertBook(database).notices([], "", 100)}


def telling_of(*owed: tuple[Alert, Notice], composed: int = NIGHT) -> Message:
    """Compose a message of notices."""
    tellings = tuple(Telling(each, (Reason.FIRST,), (its.id,)) for each, its in owed)
    return replace(message(*tellings), composed=composed)


def composed(database: Engine, number: int = 17, at: int = NIGHT) -> Message:
    """Owe a notice, and compose a message of it."""
    told = alert(number=number)
    (owed,) = owe(database, told)
    made = telling_of((told, owed), composed=at)
    assert SqlOutboxBook(database).compose(made)
    return made


def test_owed(database: Engine, book: SqlOutboxBook) -> None:
    """What is owed comes the most severe first, then the oldest, and only what is owed."""
    told = alert()
    notices = [
        replace(notice(told, contact(), owed=NIGHT + age), id=f"{number}", severity=severity, state=state)
        for number, (severity, age, state) in enumerate(
            [
                (Severity.LOW, 0, NoticeState.OWED),
                (Severity.HIGH, 2, NoticeState.OWED),
                (Severity.HIGH, 1, NoticeState.OWED),
                (Severity.CRITICAL, 0, NoticeState.HELD),
                (Severity.CRITICAL, 0, NoticeState.SENT),
                (Severity.CRITICAL, 3, NoticeState.OWED),
            ]
        )
    ]
    SqlAlertBook(database).record(Changed([Revision(told, 0)], notices=notices))

    assert [notices[number] for number in (5, 2, 1, 0)] == book.owed(10)
    assert [notices[number] for number in (5, 2)] == book.owed(2)


def test_alerts(database: Engine, book: SqlOutboxBook) -> None:
    """Alerts come as they stand now, by id; however many are asked for."""
    alerts = {each.id: each for each in (alert(number=1), alert(number=2))}
    owe(database, *alerts.values())

    assert alerts == book.alerts([*alerts, *(f"none {number}" for number in range(2_000))])


def test_composed(database: Engine, book: SqlOutboxBook) -> None:
    """A message that is composed is due at once, and its notices are owed no longer."""
    first, second, other = alert(number=1), alert(number=2), alert(number=3)
    owed = owe(database, first, second, other)
    made = telling_of((first, owed[0]), (second, owed[1]))

    is_made = book.compose(made)

    assert is_made
    assert [Dispatch(made, MessageState.WAITING, 0, NIGHT, NIGHT)] == book.due(NIGHT, NIGHT + DAY, 10)
    assert [owed[2]] == book.owed(10)
    assert {
        first.id: (NoticeState.COMPOSED, ""),
        second.id: (NoticeState.COMPOSED, ""),
        other.id: (NoticeState.OWED, ""),
    } == stand(database)


def test_composed_once(database: Engine, book: SqlOutboxBook) -> None:
    """A notice is in one message at most: where one of several is owed no more, nothing is written."""
    first, second = alert(number=1), alert(number=2)
    owed = owe(database, first, second)
    book.mute([owed[0].id], "Superseded.")

    is_made = book.compose(telling_of((first, owed[0]), (second, owed[1])))

    assert not is_made
    assert [] == book.messages(list(MessageState), 10)
    assert {first.id: (NoticeState.MUTED, "Superseded."), second.id: (NoticeState.OWED, "")} == stand(
        database
    )


def test_last_composed(database: Engine, book: SqlOutboxBook) -> None:
    """The latest message of a group by a moment is known, of that group alone."""
    group = Group("example", ChannelKind.EMAIL, "soc@example.org", "infection.internal", Severity.CRITICAL)
    before = book.last_composed(group, NIGHT + HOUR)
    for number in range(2):
        composed(database, number, at=NIGHT + number)
    others = [
        group._replace(organisation="other"),
        group._replace(channel=ChannelKind.FILE),
        group._replace(address="noc@example.org"),
        group._replace(kind="dos.victim"),
        group._replace(severity=Severity.HIGH),
    ]

    assert (None, NIGHT + 1) == (before, book.last_composed(group, NIGHT + HOUR))
    assert NIGHT == book.last_composed(group, NIGHT)
    assert [None] * len(others) == [book.last_composed(other, NIGHT + HOUR) for other in others]


def test_muted(database: Engine, book: SqlOutboxBook) -> None:
    """What is owed is muted and says why; what is not owed is left; however many they are."""
    owed = owe(database, alert(number=1), alert(number=2))

    muted = book.mute([owed[0].id, *(f"none {number}" for number in range(2_000))], "Resolved.")
    again = book.mute([owed[0].id], "Again.")

    assert (1, 0) == (muted, again)
    assert (NoticeState.MUTED, "Resolved.") == stand(database)["A-0000001"]
    assert [owed[1]] == book.owed(10)


def test_due(database: Engine, book: SqlOutboxBook) -> None:
    """Waiting messages come when they are due, or only after the horizon, in the order they were composed."""
    later, sooner = composed(database, 1, NIGHT + 1), composed(database, 2, NIGHT)
    book.postpone(sooner.key, NIGHT + HOUR)

    assert [] == book.due(NIGHT, NIGHT + DAY, 10)
    assert [later] == [each.message for each in book.due(NIGHT + HOUR - 1, NIGHT + DAY, 10)]
    assert [sooner, later] == [each.message for each in book.due(NIGHT + HOUR, NIGHT + DAY, 10)]
    assert [sooner] == [each.message for each in book.due(NIGHT + HOUR, NIGHT + DAY, 1)]
    assert [sooner] == [each.message for each in book.due(NIGHT, NIGHT + HOUR - 1, 10)]
    assert NIGHT + 1 == book.next_due()


def test_sent(database: Engine, book: SqlOutboxBook) -> None:
    """A message that was sent is due no more, and its notices are sent."""
    made = composed(database)

    book.sent(made.key, NIGHT + SECOND)

    assert ([], None) == (book.due(NIGHT + HOUR, NIGHT + DAY, 10), book.next_due())
    assert [Dispatch(made, MessageState.SENT, 0, NIGHT, NIGHT, NIGHT + SECOND)] == book.messages(
        [MessageState.SENT], 10
    )
    assert {"A-0000017": (NoticeState.SENT, "")} == stand(database)


def test_failed(database: Engine, book: SqlOutboxBook) -> None:
    """A message that failed waits for its time, and remembers why."""
    made = composed(database)

    book.failed(made.key, "busy", NIGHT + HOUR)
    book.failed(made.key, "still busy", NIGHT + 2 * HOUR)

    assert [Dispatch(made, MessageState.WAITING, 2, NIGHT, NIGHT + 2 * HOUR, None, "still busy")] == book.due(
        NIGHT + 2 * HOUR, NIGHT + DAY, 10
    )
    assert {"A-0000017": (NoticeState.COMPOSED, "")} == stand(database)


def test_dead(database: Engine, book: SqlOutboxBook) -> None:
    """A message that is given up is dead, and so are its notices, which say why."""
    made = composed(database)

    book.failed(made.key, "refused", None)

    assert None is book.next_due()
    assert [(made, 1, "refused")] == [
        (each.message, each.attempts, each.error) for each in book.messages([MessageState.DEAD], 10)
    ]
    assert {"A-0000017": (NoticeState.DEAD, "refused")} == stand(database)


@pytest.mark.parametrize("by_notice", [False, True])
def test_retried(database: Engine, book: SqlOutboxBook, *, by_notice: bool) -> None:
    """A dead message is tried again as if for the first time; it is found by its key, or a notice in it."""
    made = composed(database)
    book.failed(made.key, "refused", None)

    retried = book.retry(made.notices[0] if by_notice else made.key, NIGHT + HOUR)

    assert Dispatch(made, MessageState.WAITING, 0, NIGHT + HOUR, NIGHT + HOUR, None, "refused") == retried
    assert [retried] == book.due(NIGHT + HOUR, NIGHT + DAY, 10)
    assert {"A-0000017": (NoticeState.COMPOSED, "")} == stand(database)


def test_no_retry(database: Engine, book: SqlOutboxBook) -> None:
    """What was sent is not sent again, and what is not there cannot be."""
    (owed,) = owe(database, alert(number=1))
    made = composed(database)
    book.sent(made.key, NIGHT)

    with pytest.raises(MoveRefusedError, match=made.key):
        book.retry(made.key, NIGHT)
    for unknown in ("nothing", owed.id):
        with pytest.raises(NotFoundError, match=unknown):
            book.retry(unknown, NIGHT)


def test_messages(database: Engine, book: SqlOutboxBook) -> None:
    """Messages are listed by state, the latest composed first."""
    made = [composed(database, number, at=NIGHT + number) for number in range(3)]
    book.sent(made[1].key, NIGHT)

    waiting = [each.message for each in book.messages([MessageState.WAITING], 10)]

    assert [made[2], made[0]] == waiting
    assert [made[2], made[1]] == [each.message for each in book.messages(list(MessageState), 2)]


def test_alone(blank: str) -> None:
    """One delivers at a time: the other's turn comes when the first gives it back, or is gone."""
    first, second = (SqlOutboxBook(engine) for engine in (open_database(blank), open_database(blank)))

    turns = [first.alone(), first.alone(), second.alone()]
    for _ in range(20):  # at once each time, not when a server has seen that somebody left
        first.release()
        turns += [second.alone(), first.alone()]
        second.release()
        turns += [first.alone()]
    first.release()
    first.release()
    for book in (first, second):
        book._engine.dispose()

    assert [True, True, False, *[True, False, True] * 20] == turns


def test_alone_no_more(request: pytest.FixtureRequest) -> None:
    """Who loses the session that holds the turn takes another, or waits for who was faster."""
    url = request.getfixturevalue("server").blank()
    engine, other_engine = open_database(url), open_database(url)
    first, second = SqlOutboxBook(engine), SqlOutboxBook(other_engine)
    admin = create_engine(engine.url)
    end = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    turns = [first.alone()]

    with admin.connect() as connection:
        connection.execute(end)
    turns += [first.alone(), second.alone()]
    with admin.connect() as connection:
        connection.execute(end)
    turns += [second.alone(), first.alone()]
    second.release()
    for each in (engine, other_engine, admin):
        each.dispose()

    assert [True, True, False, True, False] == turns
