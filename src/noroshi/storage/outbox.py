"""Where notices wait and messages are written down: `OutboxBook` over SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, insert, or_, select, update

from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Notice, NoticeState
from noroshi.delivery.gathering import Group
from noroshi.delivery.message import Dispatch, Message, MessageState
from noroshi.errors import MoveRefusedError, NotFoundError
from noroshi.organisations.model import Marking
from noroshi.sharing.marks import UNMARKED
from noroshi.storage.among import among
from noroshi.storage.tables.alerts import alert_of, alerts
from noroshi.storage.tables.notices import notice_of, notices
from noroshi.storage.tables.outbox import dispatch_of, message_row, messages, settled
from noroshi.storage.tables.sharing import mark_of, marks
from noroshi.storage.transactions import reading, writing
from noroshi.storage.turn import Turn


class SqlOutboxBook:
    """The outbox over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Turn(engine)

    def alone(self) -> bool:
        """Become, or stay, the one process that delivers from this database."""
        return self._turn.take()

    def release(self) -> None:
        """Let another process deliver."""
        self._turn.give_back()

    def owed(self, limit: int) -> Sequence[Notice]:
        """Give notices that wait to be composed: the most severe first, then the oldest."""
        query = (
            select(notices)
            .where(notices.c.state == NoticeState.OWED.value)
            .order_by(notices.c.severity.desc(), notices.c.owed, notices.c.id)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [notice_of(row) for row in connection.execute(query)]

    def alerts(self, ids: Collection[str]) -> Mapping[str, Alert]:
        """Give alerts as they stand now, by id; those that do not exist are left out."""
        query = select(alerts).where(among(alerts.c.id, ids))
        with reading(self._engine) as connection:
            return {row.id: alert_of(row) for row in connection.execute(query)}

    def markings(self, ids: Collection[str]) -> Mapping[str, Marking]:
        """Give the marking of each of some alerts, by id: that of its strictest field."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(marks).where(among(marks.c.alert, ids)))
            return {
                **dict.fromkeys(ids, UNMARKED.strictest),
                **{row.alert: mark_of(row).strictest for row in rows},
            }

    def last_composed(self, group: Group, now: int) -> int | None:
        """Say when the latest message of a group was composed that is not dated later than now (both ns UTC)."""
        query = select(func.max(messages.c.composed)).where(
            messages.c.organisation == group.organisation,
            messages.c.channel == group.channel.value,
            messages.c.address == group.address,
            messages.c.kind == group.kind,
            messages.c.severity == group.severity.rank,
            messages.c.composed <= now,
        )
        with reading(self._engine) as connection:
            latest: int | None = connection.scalar(query)
        return latest

    def compose(self, message: Message) -> bool:
        """Write down a message, due now, and move its notices from owed to composed."""
        settles = [{"notice": notice, "message": message.key} for notice in message.notices]
        with writing(self._engine) as connection:
            moved = _move(connection, message.notices, NoticeState.COMPOSED)
            if moved != len(settles):
                connection.rollback()
                return False
            connection.execute(insert(messages).values(message_row(message)))
            connection.execute(insert(settled), settles)
        return True

    def mute(self, ids: Collection[str], because: str) -> int:
        """Move owed notices to muted, with the reason; return how many still were owed."""
        with writing(self._engine) as connection:
            return _move(connection, ids, NoticeState.MUTED, because)

    def due(self, now: int, horizon: int, limit: int) -> Sequence[Dispatch]:
        """Give waiting messages in the order they were composed: those that are due by now, or only after a horizon."""
        its_time = or_(messages.c.due <= now, messages.c.due > horizon)
        query = (
            select(messages)
            .where(messages.c.state == MessageState.WAITING.value, its_time)
            .order_by(messages.c.composed, messages.c.key)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [dispatch_of(row) for row in connection.execute(query)]

    def next_due(self) -> int | None:
        """Say when (ns UTC) the next waiting message is due; None if none waits."""
        query = select(func.min(messages.c.due)).where(messages.c.state == MessageState.WAITING.value)
        with reading(self._engine) as connection:
            due: int | None = connection.scalar(query)
        return due

    def sent(self, key: str, at: int) -> None:
        """Record that the channel took a message: it and its notices are sent."""
        with writing(self._engine) as connection:
            _change(connection, key, state=MessageState.SENT.value, sent=at)
            _settle(connection, key, NoticeState.SENT)

    def failed(self, key: str, error: str, again: int | None) -> None:
        """Record a failed attempt: to be tried again at that moment (ns UTC), or None for dead."""
        attempts = messages.c.attempts + 1
        with writing(self._engine) as connection:
            if again is not None:
                _change(connection, key, attempts=attempts, error=error, due=again)
            else:
                _change(connection, key, attempts=attempts, error=error, state=MessageState.DEAD.value)
                _settle(connection, key, NoticeState.DEAD, error)

    def postpone(self, key: str, until: int) -> None:
        """Let a waiting message wait until a moment (ns UTC) without an attempt."""
        with writing(self._engine) as connection:
            _change(connection, key, due=until)

    def retry(self, of: str, now: int) -> Dispatch:
        """Have a dead or waiting message tried again now, as if for the first time."""
        with writing(self._engine) as connection:
            home = select(settled.c.message).where(settled.c.notice == of).scalar_subquery()
            query = select(messages).where((messages.c.key == of) | (messages.c.key == home))
            row = connection.execute(query.with_for_update()).one_or_none()
            if row is None:
                raise NotFoundError(
                    f"no message has the key {of!r}, and no notice of that id is in one",
                    hint="`noroshi notices list` shows what there is.",
                )
            if row.state == MessageState.SENT.value:
                raise MoveRefusedError(
                    f"message {row.key} has been sent", hint="What was taken is not sent again."
                )
            fresh = {"state": MessageState.WAITING.value, "attempts": 0, "since": now, "due": now}
            _change(connection, row.key, **fresh)
            _settle(connection, row.key, NoticeState.COMPOSED)
            return dispatch_of(connection.execute(query).one())

    def message_with(self, notice: str) -> Dispatch | None:
        """Give the message that a notice is in, by the notice's id; None if it is in none yet."""
        query = select(messages).join(settled, settled.c.message == messages.c.key)
        with reading(self._engine) as connection:
            row = connection.execute(query.where(settled.c.notice == notice)).one_or_none()
        return dispatch_of(row) if row else None

    def messages(self, states: Collection[MessageState], limit: int) -> Sequence[Dispatch]:
        """Give messages in those states, the latest composed first."""
        query = (
            select(messages)
            .where(messages.c.state.in_([state.value for state in states]))
            .order_by(messages.c.composed.desc(), messages.c.key)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [dispatch_of(row) for row in connection.execute(query)]


def _move(connection: Connection, ids: Collection[str], after: NoticeState, because: str = "") -> int:
    """Move notices that are still owed; return how many were."""
    if not ids:
        return 0
    # One by one, for a list of ids makes SQLite look through all that is owed: 4 s for 50,000 instead of 1 s.
    owed = (notices.c.id == bindparam("of"), notices.c.state == NoticeState.OWED.value)
    change = update(notices).where(*owed).values(state=after.value, because=because)
    return connection.execute(change, [{"of": notice} for notice in ids]).rowcount


def _change(connection: Connection, key: str, **values: Any) -> None:
    connection.execute(update(messages).where(messages.c.key == key).values(**values))


def _settle(connection: Connection, key: str, state: NoticeState, because: str = "") -> None:
    """Move all notices of a message."""
    its = select(settled.c.notice).where(settled.c.message == key)
    connection.execute(
        update(notices).where(notices.c.id.in_(its)).values(state=state.value, because=because)
    )
