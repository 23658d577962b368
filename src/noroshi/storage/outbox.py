"""Where notices wait and messages are written down: `OutboxBook` over SQL."""

import fcntl
import os
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Row, and_, case, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Notice, NoticeState, Reason
from noroshi.delivery.gathering import Group
from noroshi.delivery.message import Dispatch, Message, MessageState
from noroshi.errors import MoveRefusedError, NotFoundError
from noroshi.organisations.model import Severity
from noroshi.storage.tables.outbox import messages, settled

ALONE = 0x6E6F726F736869
"""The advisory lock of the one process that delivers, in PostgreSQL: "noroshi" in ASCII."""


class SqlOutboxBook:
    """The outbox over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn: Connection | int | None = None

    def alone(self) -> bool:
        """Become, or stay, the one process that delivers from this database."""
        if self._turn is None:
            self._turn = self._take_turn()
        elif isinstance(self._turn, Connection) and not _alive(self._turn):
            self.release()
            self._turn = self._take_turn()
        return self._turn is not None

    def release(self) -> None:
        """Let another process deliver."""
        turn, self._turn = self._turn, None
        if isinstance(turn, Connection):
            turn.close()
        elif turn is not None:
            os.close(turn)

    def _take_turn(self) -> Connection | int | None:
        if self._engine.dialect.name == "postgresql":
            # The lock hangs on the session, so it must not go back to the pool while we hold it.
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()
            if connection.scalar(select(func.pg_try_advisory_lock(ALONE))):
                return connection
            connection.close()
            return None
        handle = os.open(f"{self._engine.url.database}.outbox", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return handle

    def owed(self, limit: int) -> Sequence[Notice]:
        """Give notices that wait to be composed: the most severe first, then the oldest."""
        ranks = case({severity.value: severity.rank for severity in Severity}, value=notices.c.severity)
        query = (
            select(notices)
            .where(notices.c.state == NoticeState.OWED.value)
            .order_by(ranks.desc(), notices.c.owed, notices.c.id)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [_notice(row) for row in connection.execute(query)]

    def last_composed(self, group: Group) -> int | None:
        """Say when (ns UTC) the latest message of a group was composed."""
        same = (messages.c[name] == value for name, value in group._asdict().items())
        query = select(func.max(messages.c.composed)).where(and_(*same))
        with self._engine.connect() as connection:
            return connection.scalar(query)

    def compose(self, message: Message) -> bool:
        """Write down a message, due now, and move its notices from owed to composed."""
        with self._engine.begin() as connection:
            moved = _move(connection, message.notices, NoticeState.OWED, NoticeState.COMPOSED)
            if moved != len(message.notices):
                connection.rollback()
                return False
            connection.execute(
                insert(messages).values(
                    key=message.key,
                    organisation=message.organisation,
                    channel=message.contact.channel.value,
                    address=message.contact.address,
                    kind=message.kind,
                    severity=message.severity.value,
                    composed=message.composed,
                    state=MessageState.WAITING.value,
                    attempts=0,
                    since=message.composed,
                    due=message.composed,
                    error="",
                    content=msgspec.json.encode(message).decode(),
                )
            )
            connection.execute(
                insert(settled), [{"notice": notice, "message": message.key} for notice in message.notices]
            )
        return True

    def mute(self, ids: Collection[str], because: str) -> int:
        """Move owed notices to muted, with the reason; return how many still were owed."""
        with self._engine.begin() as connection:
            return _move(connection, ids, NoticeState.OWED, NoticeState.MUTED, because)

    def due(self, now: int, limit: int) -> Sequence[Dispatch]:
        """Give waiting messages whose time has come (ns UTC), in the order they were composed."""
        query = (
            select(messages)
            .where(messages.c.state == MessageState.WAITING.value, messages.c.due <= now)
            .order_by(messages.c.composed, messages.c.key)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [_dispatch(row) for row in connection.execute(query)]

    def next_due(self) -> int | None:
        """Say when (ns UTC) the next waiting message is due; None if none waits."""
        query = select(func.min(messages.c.due)).where(messages.c.state == MessageState.WAITING.value)
        with self._engine.connect() as connection:
            return connection.scalar(query)

    def sent(self, key: str, at: int) -> None:
        """Record that the channel took a message: it and its notices are sent."""
        with self._engine.begin() as connection:
            _change(connection, key, state=MessageState.SENT.value, sent=at)
            _settle(connection, key, NoticeState.SENT)

    def failed(self, key: str, error: str, again: int | None) -> None:
        """Record a failed attempt: to be tried again at that moment (ns UTC), or None for dead."""
        attempts = messages.c.attempts + 1
        with self._engine.begin() as connection:
            if again is not None:
                _change(connection, key, attempts=attempts, error=error, due=again)
            else:
                _change(connection, key, attempts=attempts, error=error, state=MessageState.DEAD.value)
                _settle(connection, key, NoticeState.DEAD, error)

    def postpone(self, key: str, until: int) -> None:
        """Let a waiting message wait until a moment (ns UTC) without an attempt."""
        with self._engine.begin() as connection:
            _change(connection, key, due=until)

    def retry(self, of: str, now: int) -> Dispatch:
        """Have a dead or waiting message tried again now, as if for the first time."""
        with self._engine.begin() as connection:
            home = select(settled.c.message).where(settled.c.notice == of).scalar_subquery()
            query = select(messages).where((messages.c.key == of) | (messages.c.key == home))
            row = connection.execute(query).one_or_none()
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
            return _dispatch(connection.execute(query).one())

    def messages(self, states: Collection[MessageState], limit: int) -> Sequence[Dispatch]:
        """Give messages in those states, the latest composed first."""
        query = (
            select(messages)
            .where(messages.c.state.in_([state.value for state in states]))
            .order_by(messages.c.composed.desc(), messages.c.key)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [_dispatch(row) for row in connection.execute(query)]


def _alive(connection: Connection) -> bool:
    try:
        return connection.scalar(text("select 1")) == 1
    except DBAPIError:
        return False


def _move(
    connection: Connection, ids: Collection[str], before: NoticeState, after: NoticeState, because: str = ""
) -> int:
    """Move notices that are still in a state to another; return how many were."""
    moved = connection.execute(
        update(notices)
        .where(notices.c.id.in_(ids), notices.c.state == before.value)
        .values(state=after.value, because=because)
    )
    return moved.rowcount


def _change(connection: Connection, key: str, **values: Any) -> None:
    connection.execute(update(messages).where(messages.c.key == key).values(**values))


def _settle(connection: Connection, key: str, state: NoticeState, because: str = "") -> None:
    """Move all notices of a message."""
    its = select(settled.c.notice).where(settled.c.message == key)
    connection.execute(
        update(notices).where(notices.c.id.in_(its)).values(state=state.value, because=because)
    )


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        alert=row.alert,
        organisation=row.organisation,
        channel=row.channel,
        address=row.address,
        language=row.language,
        kind=row.kind,
        severity=Severity(row.severity),
        reason=Reason(row.reason),
        at=row.at,
        owed=row.owed,
        state=NoticeState(row.state),
        because=row.because,
    )


def _dispatch(row: Row[Any]) -> Dispatch:
    return Dispatch(
        message=msgspec.json.decode(row.content, type=Message),
        state=MessageState(row.state),
        attempts=row.attempts,
        since=row.since,
        due=row.due,
        sent=row.sent,
        error=row.error,
    )
