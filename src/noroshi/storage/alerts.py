"""Alerts with their histories and notices: `AlertBook` over SQL, with `silences` beside it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Engine, func, literal, select, tuple_

from noroshi.alerts.book import COUNTED, Changed, Happened
from noroshi.alerts.follow_up import Attended
from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Notice, NoticePlace, NoticeState, NoticesWanted
from noroshi.alerts.patterns import Onset
from noroshi.alerts.silences import Covered, Scope, Silence
from noroshi.alerts.wanted import Cursor, Page, Shown, Wanted, cursor
from noroshi.errors import NotFoundError
from noroshi.storage.among import among
from noroshi.storage.following_up import attend, attended, unanswered
from noroshi.storage.pages import page
from noroshi.storage.queue import count_of, page_of
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

    def of_ids(self, ids: Collection[str]) -> Mapping[str, Alert]:
        """Give those alerts that have one of some ids, in capitals, by id."""
        return {alert.id: alert for alert in self._among(alerts.c.id, ids)}

    def merged(self, into: Collection[str]) -> Sequence[Alert]:
        """Give the alerts that are merged into one of those with these ids."""
        return self._among(alerts.c.merged_into, into)

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

    def page(self, wanted: Wanted, now: int, limit: int, after: Cursor | None = None) -> Page:
        """Give alerts: the most severe first, then the latest seen, then by id, backwards."""
        silenced, more = self._silenced(wanted, now), limit + 1  # one more: is there another page?
        with reading(self._engine) as connection:
            query = page_of(wanted, silenced, now, more, after)  # in here, for a subject may be no text
            found = [alert_of(row) for row in connection.execute(query)]
        return Page(found[:limit], cursor(found[limit - 1]) if len(found) > limit else None)

    def count(self, wanted: Wanted, now: int, most: int = COUNTED) -> int:
        """Count the alerts that all pages have together, and stop at so many."""
        silenced = self._silenced(wanted, now)
        with reading(self._engine) as connection:
            query = count_of(wanted, silenced, now, most)
            return int(connection.execute(query).scalar_one())

    def history(self, alert: str) -> Sequence[Entry]:
        """Give an alert's history, oldest first."""
        query = select(history).where(history.c.alert == alert.upper()).order_by(history.c.id)
        with reading(self._engine) as connection:
            return [entry_of(row) for row in connection.execute(query)]

    def latest(self, alerts: Collection[str], deeds: Collection[Deed] = ()) -> Mapping[str, Entry]:
        """Give the latest line of history of each of some alerts, by the alert's id."""
        ids = select(func.max(history.c.id)).where(among(history.c.alert, alerts)).group_by(history.c.alert)
        if deeds:
            ids = ids.where(history.c.deed.in_(sorted(deeds)))
        with reading(self._engine) as connection:
            rows = connection.execute(select(history).where(history.c.id.in_(ids)))
            return {row.alert: entry_of(row) for row in rows}

    def since(self, entry: int, limit: int) -> Sequence[tuple[int, Entry]]:
        """Give lines of history of all alerts, each with its number, after the line of that number, in order."""
        query = select(history).where(history.c.id > entry).order_by(history.c.id).limit(limit)
        with reading(self._engine) as connection:
            return [(row.id, entry_of(row)) for row in connection.execute(query)]

    def happened(
        self, since: int, until: int, organisation: str, limit: int, without: Collection[str] = ()
    ) -> Sequence[Happened]:
        """Give lines of history that were written in a span of time (ns UTC; its end is exclusive), in order."""
        conditions = [history.c.at >= since, history.c.at < until]
        if organisation:
            conditions.append(alerts.c.organisation == organisation)
        if without:
            conditions.append(alerts.c.kind.not_in(sorted(without)))
        query = select(history, alerts.c.organisation, alerts.c.subject, alerts.c.kind)
        with reading(self._engine) as connection:
            latest = query.join(alerts).where(*conditions).order_by(history.c.id.desc()).limit(limit)
            rows = connection.execute(latest).all()
        return [Happened(entry_of(row), row.organisation, row.subject, row.kind) for row in reversed(rows)]

    def onsets(self, since: int) -> Iterable[Onset]:
        """Give the alerts that have a pattern and began at a moment (ns UTC) or later, by pattern, then by when they began."""
        columns = alerts.c.pattern, alerts.c.started, alerts.c.organisation, alerts.c.id
        query = select(*columns).where(alerts.c.pattern > "", alerts.c.started >= since).order_by(*columns)
        with reading(self._engine) as connection:
            return list(map(Onset._make, connection.execute(query)))

    def latest_entry(self) -> int:
        """Give the number of the latest line of history; 0 while there is none."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.max(history.c.id))) or 0

    def unanswered(self, alerts: Collection[str]) -> Mapping[str, Mapping[Deed, int]]:
        """Say what has happened to some alerts since somebody last answered, and when each first did (ns UTC)."""
        with reading(self._engine) as connection:
            return unanswered(connection, alerts)

    def attended(self) -> Sequence[Attended]:
        """Give since when each sensor that ever was attended has seen without a break, by its name."""
        with reading(self._engine) as connection:
            return attended(connection)

    def attend(self, attended: Attended) -> None:
        """Write down that a sensor is attended, in place of what was known of it."""
        with writing(self._engine) as connection:
            attend(connection, attended)

    def notices(self, states: Collection[NoticeState], alert: str, limit: int) -> Sequence[Notice]:
        """Give notices in those states (empty: all) about one alert (empty: any), the latest first."""
        is_about = [notices.c.alert == alert.upper()] if alert else []
        wanted = sorted(state.value for state in set(states or NoticeState))
        query = page(notices, is_about, wanted, ("owed", "id"), limit)
        with reading(self._engine) as connection:
            return [notice_of(row) for row in connection.execute(query)]

    def notice(self, notice: str) -> Notice:
        """Give one notice by its id."""
        with reading(self._engine) as connection:
            row = connection.execute(select(notices).where(notices.c.id == notice.lower())).one_or_none()
        if row is None:
            raise NotFoundError(
                f"no notice has the id {notice!r}", hint="`noroshi notices list` shows which there are."
            )
        return notice_of(row)

    def notice_page(self, wanted: NoticesWanted, limit: int, after: NoticePlace | None) -> Sequence[Notice]:
        """Give notices that were written down before a place in the list (None: all), the latest first."""
        conditions = [notices.c.alert == wanted.alert.upper()] if wanted.alert else []
        if wanted.organisation:
            conditions.append(notices.c.organisation == wanted.organisation)
        if wanted.without:
            hidden = select(alerts.c.id).where(alerts.c.kind.in_(sorted(wanted.without)))
            conditions.append(notices.c.alert.not_in(hidden))
        if after is not None:
            conditions.append(tuple_(notices.c.owed, notices.c.id) < tuple_(*map(literal, after)))
        states = sorted(state.value for state in set(wanted.states or NoticeState))
        query = page(notices, conditions, states, ("owed", "id"), limit)
        with reading(self._engine) as connection:
            return [notice_of(row) for row in connection.execute(query)]

    def record(self, changed: Changed) -> None:
        """Write alerts, history and notices in one transaction; it is durable when this returns."""
        if any(changed):
            with writing(self._engine) as connection:
                record(connection, changed)

    def silences(self, without: Collection[str] = ()) -> Sequence[Silence]:
        """Give every silence, the latest first, with how much each has held back, but for what is of some kinds."""
        return self._silences.all(without)

    def would_hold(self, scope: Scope, since: int, without: Collection[str] = ()) -> Covered:
        """Say what a silence of this scope would have held back, had there been one since a moment (ns UTC)."""
        return self._silences.would_hold(scope, since, without)

    def put_silence(self, silence: Silence) -> None:
        """Write a new silence."""
        self._silences.put(silence)

    def lift(self, silence: str, at: int, without: Collection[str] = ()) -> int:
        """End a silence now, and let go all that it held; give how much that was, but for what is of some kinds."""
        return self._silences.lift(silence, at, without)

    def let_go(self, now: int, because: str) -> int:
        """Let go what expired silences held: what still goes on becomes owed, and the rest muted."""
        return self._silences.let_go(now, because)

    def _silenced(self, wanted: Wanted, now: int) -> Sequence[Scope]:
        """Give the scopes of the silences that hold now, where a list asks for them."""
        return () if wanted.silenced is Shown.SHOW else self._silences.holding(now)

    def _among(self, column: ColumnElement[str], values: Collection[str]) -> Sequence[Alert]:
        with reading(self._engine) as connection:
            return [alert_of(row) for row in connection.execute(select(alerts).where(among(column, values)))]
