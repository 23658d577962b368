"""Alerts with their histories and notices: `AlertBook` over SQL, with `silences` beside it."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Engine, func, or_, select

from noroshi.alerts.book import Changed, Wanted
from noroshi.alerts.history import Entry
from noroshi.alerts.model import Alert, AlertState
from noroshi.alerts.notices import Notice, NoticeState
from noroshi.alerts.silences import Silence
from noroshi.errors import NotFoundError
from noroshi.storage.among import among
from noroshi.storage.pages import page
from noroshi.storage.recording import record
from noroshi.storage.silences import SqlSilences
from noroshi.storage.tables.alerts import alert_of, alerts, entry_of, history
from noroshi.storage.tables.notices import notice_of, notices
from noroshi.storage.transactions import reading, writing


class SqlAlertBook:
    """Alerts over SQLite or PostgreSQL.

    Parameters
    ----------
    engine
        The database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._silences = SqlSilences(engine)

    def of_stories(self, stories: Collection[str]) -> Mapping[str, Alert]:
        """Give the alerts of some stories, by `Alert.story`."""
        return {alert.story: alert for alert in self._among(alerts.c.story, stories)}

    def of_episodes(self, episodes: Collection[str]) -> Sequence[Alert]:
        """Give the alerts whose latest episode is one of these."""
        return self._among(alerts.c.episode, episodes)

    def taken(self, ids: Collection[str]) -> Collection[str]:
        """Give those of some alert ids that exist."""
        with reading(self._engine) as connection:
            return set(connection.scalars(select(alerts.c.id).where(among(alerts.c.id, ids))))

    def get(self, alert: str) -> Alert:
        """Give one alert by its id, whatever the case of its letters."""
        found = self._among(alerts.c.id, [alert.upper()])
        if not found:
            raise NotFoundError(
                f"no alert has the id {alert!r}", hint="`noroshi alerts list` shows which there are."
            )
        return found[0]

    def list(self, wanted: Wanted, limit: int) -> Sequence[Alert]:
        """Give alerts, the most severe first, then the latest seen."""
        query = page(alerts, _conditions(wanted), _states(wanted), ("severity", "last", "id"), limit)
        with reading(self._engine) as connection:
            return [alert_of(row) for row in connection.execute(query)]

    def count(self, wanted: Wanted) -> int:
        """Count the alerts that `list` would give without a limit."""
        is_wanted = (*_conditions(wanted), alerts.c.state.in_(_states(wanted)))
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(alerts).where(*is_wanted)).scalar_one()

    def history(self, alert: str) -> Sequence[Entry]:
        """Give an alert's history, oldest first."""
        query = select(history).where(history.c.alert == alert.upper()).order_by(history.c.id)
        with reading(self._engine) as connection:
            return [entry_of(row) for row in connection.execute(query)]

    def notices(self, states: Collection[NoticeState], alert: str, limit: int) -> Sequence[Notice]:
        """Give notices in those states (empty: all) about one alert (empty: any), the latest first."""
        is_about = [notices.c.alert == alert.upper()] if alert else []
        wanted = sorted(state.value for state in set(states or NoticeState))
        query = page(notices, is_about, wanted, ("owed", "id"), limit)
        with reading(self._engine) as connection:
            return [notice_of(row) for row in connection.execute(query)]

    def record(self, changed: Changed) -> None:
        """Write alerts, history and notices in one transaction; it is durable when this returns."""
        if any(changed):
            with writing(self._engine) as connection:
                record(connection, changed)

    def silences(self) -> Sequence[Silence]:
        """Give every silence, the latest first, with how much each has held back."""
        return self._silences.all()

    def put_silence(self, silence: Silence) -> None:
        """Write a new silence."""
        self._silences.put(silence)

    def lift(self, silence: str, at: int) -> int:
        """End a silence now, and let go all that it held: held notices become owed."""
        return self._silences.lift(silence, at)

    def let_go(self, now: int, because: str) -> int:
        """Let go what expired silences held: what still goes on becomes owed, and the rest muted."""
        return self._silences.let_go(now, because)

    def _among(self, column: ColumnElement[str], values: Collection[str]) -> Sequence[Alert]:
        with reading(self._engine) as connection:
            return [alert_of(row) for row in connection.execute(select(alerts).where(among(column, values)))]


def _states(wanted: Wanted) -> Sequence[str]:
    return sorted(state.value for state in set(wanted.states or AlertState))


def _conditions(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    """Say what an alert must meet, but for its state."""
    conditions = []
    if wanted.organisation:
        conditions.append(alerts.c.organisation == wanted.organisation)
    if wanted.kind:
        part = f"{wanted.kind}."
        # Not LIKE, for which SQLite does not tell capital letters from small ones.
        conditions.append(or_(alerts.c.kind == wanted.kind, func.substr(alerts.c.kind, 1, len(part)) == part))
    if wanted.subject:
        conditions.append(alerts.c.subject == wanted.subject)
    if wanted.severity.rank:
        conditions.append(alerts.c.severity >= wanted.severity.rank)
    return conditions
