"""Silences, and what they hold, over SQL."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    distinct,
    func,
    insert,
    not_,
    or_,
    select,
    true,
    update,
)

from noroshi.alerts.model import AlertState
from noroshi.alerts.notices import NoticeState
from noroshi.alerts.silences import Covered, Scope, Silence
from noroshi.errors import MoveRefusedError, NotFoundError
from noroshi.storage.among import among
from noroshi.storage.queue import covered
from noroshi.storage.tables.alerts import alerts
from noroshi.storage.tables.notices import notices
from noroshi.storage.tables.silences import silence_of, silence_row, silences
from noroshi.storage.transactions import reading, writing

_HINT = "`noroshi silences list` shows which there are."


class SqlSilences:
    """The part of `SqlAlertBook` that knows silences.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self, without: Collection[str]) -> Sequence[Silence]:
        """Give every silence, the latest first, with how much each has held back, but for what is of some kinds."""
        held = (
            select(notices.c.silence, func.count().label("held"))
            .where(notices.c.silence.is_not(None), _not_of(without))
            .group_by(notices.c.silence)
            .subquery()
        )
        query = (
            select(silences, func.coalesce(held.c.held, 0).label("held"))
            .outerjoin(held, held.c.silence == silences.c.id)
            .order_by(silences.c.since.desc(), silences.c.id)
        )
        with reading(self._engine) as connection:
            return [silence_of(row, row.held) for row in connection.execute(query)]

    def holding(self, now: int) -> Sequence[Scope]:
        """Give the scopes of the silences that hold at a moment (ns UTC); as `Silence.holds` says of one."""
        holds = (not_(silences.c.released), silences.c.lifted.is_(None), silences.c.until > now)
        with reading(self._engine) as connection:
            return [silence_of(row, 0).scope for row in connection.execute(select(silences).where(*holds))]

    def would_hold(self, scope: Scope, since: int, without: Collection[str]) -> Covered:
        """Say what a silence of this scope would have held back, had there been one since a moment (ns UTC)."""
        # Its alerts first, out of an index: to look up the alert of each notice took three times as long.
        about = select(alerts.c.id).where(covered(scope), alerts.c.kind.not_in(sorted(without)))
        held = (notices.c.owed >= since, notices.c.alert.in_(about))
        query = select(func.count(), func.count(distinct(notices.c.alert))).where(*held)
        with reading(self._engine) as connection:
            return Covered(*connection.execute(query).one())

    def put(self, silence: Silence) -> None:
        """Write a new silence."""
        with writing(self._engine) as connection:
            connection.execute(insert(silences).values(silence_row(silence)))

    def lift(self, silence: str, at: int, without: Collection[str]) -> int:
        """End a silence, and let go all that it held; give how much that was, but for what is of some kinds."""
        query = select(silences).where(silences.c.id == silence.upper()).with_for_update()
        with writing(self._engine) as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                raise NotFoundError(f"no silence has the id {silence!r}", hint=_HINT)
            if row.released or row.lifted is not None or row.until <= at:
                raise MoveRefusedError(f"silence {row.id} is over already", hint=_HINT)
            _end(connection, [row.id], lifted=at)
            counted = select(func.count()).select_from(notices).where(_held_by([row.id]), _not_of(without))
            held = connection.scalars(counted).one()
            _release(connection, [row.id])
            return held

    def let_go(self, now: int, because: str) -> int:
        """Let go what expired silences held; asked every second, so it looks before it locks."""
        expired = select(silences.c.id).where(not_(silences.c.released), silences.c.until <= now)
        with reading(self._engine) as connection:
            if connection.scalar(expired.limit(1)) is None:
                return 0
        with writing(self._engine) as connection:
            ids = connection.scalars(expired.with_for_update()).all()
            _end(connection, ids)
            _mute_over(connection, ids, because)
            return _release(connection, ids)


def _end(connection: Connection, ids: Collection[str], **values: Any) -> None:
    connection.execute(update(silences).where(among(silences.c.id, ids)).values(released=True, **values))


def _mute_over(connection: Connection, ids: Collection[str], because: str) -> None:
    """Mute what is held about alerts that have ended or are resolved."""
    is_over = or_(alerts.c.ended, alerts.c.state == AlertState.RESOLVED.value)
    muted = {"state": NoticeState.MUTED.value, "because": because}
    over = notices.c.alert.in_(select(alerts.c.id).where(is_over))
    connection.execute(update(notices).where(_held_by(ids), over).values(muted))


def _release(connection: Connection, ids: Collection[str]) -> int:
    """Let what is held be owed; give how many notices that were."""
    owed = {"state": NoticeState.OWED.value, "because": ""}
    return connection.execute(update(notices).where(_held_by(ids)).values(owed)).rowcount


def _not_of(kinds: Collection[str]) -> ColumnElement[bool]:
    """Leave out notices about alerts of some kinds, which are few."""
    about = select(alerts.c.id).where(alerts.c.kind.in_(sorted(kinds)))
    return notices.c.alert.not_in(about) if kinds else true()


def _held_by(ids: Collection[str]) -> ColumnElement[bool]:
    return and_(among(notices.c.silence, ids), notices.c.state == NoticeState.HELD.value)
