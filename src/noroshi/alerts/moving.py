"""What a move makes of several alerts, and of those that are dealt with together with them.

Pure: alerts go in as they were read, and revisions and lines of history come out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert, AlertState, Handling
from noroshi.alerts.moves import ALLOWED, ALONG, DEEDS, Asked, Move, about, changed, moved, put_back
from noroshi.errors import MoveRefusedError, NoroshiError, NotFoundError, VersionConflictError

CLOSES: Final = frozenset({Deed.RESOLVED, Deed.CLOSED})
"""Deeds that give an alert its outcome."""


class Seen(NamedTuple):
    """An alert as a person saw it who asks for a move."""

    alert: str
    """Its id, in capitals or not."""
    version: int | None = None
    """The version that they saw; None if they do not mind what it has become."""


class Refused(NamedTuple):
    """An alert that was not moved."""

    alert: str
    """Its id, as it was asked for."""
    error: NoroshiError
    """Why."""


class Moved(NamedTuple):
    """What became of a move of several alerts."""

    done: Sequence[Alert]
    """As it left them; without those that were moved along, being merged into one of them."""
    refused: Sequence[Refused]


class Moving:
    """Alerts before and after somebody's moves.

    Parameters
    ----------
    alerts
        Those that are to be moved, those merged into them, and those that they are or may be merged into.
    latest
        The latest line of history of each.
    now
        ns UTC.
    """

    def __init__(self, alerts: Iterable[Alert], latest: Mapping[str, Entry], now: int) -> None:
        self._alerts = {alert.id: alert for alert in alerts}
        self._before = {alert.id: alert.version for alert in self._alerts.values()}
        self._latest = dict(latest)
        self._now = now
        self._entries: list[Entry] = []
        self._followers: defaultdict[str, list[str]] = defaultdict(list)
        for alert in self._alerts.values():
            if alert.merged_into:
                self._followers[alert.merged_into].append(alert.id)

    def move(self, seen: Seen, asked: Asked) -> str:
        """Move one alert; give its id. If that is refused, nothing has changed.

        Raises
        ------
        NotFoundError
            If there is no such alert, or none that it is to be merged into.
        VersionConflictError
            If something has happened to it that the person did not see.
        MoveRefusedError
            If its state does not allow that.
        """
        before = self._get(seen.alert)
        last = self._latest.get(before.id)
        _check_seen(before, seen, last)
        asked = asked._replace(into=asked.into.upper())
        after = moved(before, asked, self._now, last)
        is_joining = bool(after.merged_into) and not before.merged_into
        other = self._joinable(after) if is_joining else None
        self._note(before, after, asked, about(asked, before, last))
        if other is not None:
            self._join(other, after.id, asked.who)
        for follower in self._followers[before.id]:
            self._take_along(self._alerts[follower], asked, last)
        return before.id

    def changed(self) -> Changed:
        """Give what is to be written."""
        revisions = [
            Revision(alert, self._before[alert.id])
            for alert in self._alerts.values()
            if alert.version != self._before[alert.id]
        ]
        return Changed(revisions, self._entries)

    def alert(self, identity: str) -> Alert:
        """Give an alert as it is now."""
        return self._alerts[identity]

    def _get(self, identity: str) -> Alert:
        alert = self._alerts.get(identity.upper())
        if alert is None:
            raise NotFoundError(
                f"no alert has the id {identity!r}", hint="`noroshi alerts list` shows which there are."
            )
        return alert

    def _joinable(self, alert: Alert) -> Alert:
        """Give the alert that another is to be merged into, if it may be."""
        into = self._get(alert.merged_into)
        why = ""
        if into.id == alert.id:
            why = "that is itself"
        elif into.organisation != alert.organisation:
            why = "that is another organisation's"
        elif into.merged_into:
            why = f"that is merged into {into.merged_into}"
        elif into.state is AlertState.RESOLVED:
            why = "that is resolved"
        elif self._followers[alert.id]:
            why = f"{self._followers[alert.id][0]} is merged into it"
        if why:
            raise MoveRefusedError(
                f"alert {alert.id} cannot be merged into {into.id}: {why}",
                hint="Merge into one that stands alone, is not resolved, and is of the same organisation.",
            )
        return into

    def _join(self, into: Alert, joining: str, who: str) -> None:
        """Write down that another was merged into an alert: whoever resolves it at this moment does so anew."""
        after = replace(into, version=into.version + 1)
        self._keep(after, Deed.JOINED, who, about=joining)
        self._followers[into.id].append(joining)

    def _take_along(self, follower: Alert, asked: Asked, undone: Entry | None) -> None:
        """Do with an alert that is merged what was done with the other, where its state allows it."""
        if asked.move in ALONG and (follower.state, asked.move) in ALLOWED:
            self._note(follower, changed(follower, asked), asked, about(asked, follower, None))
        last = self._latest.get(follower.id)
        if asked.move is Move.UNDO and last and last.before and undone and _is_one_deed(last, undone):
            self._note(follower, put_back(follower, last.before), asked, about(asked, follower, last))

    def _note(self, before: Alert, after: Alert, asked: Asked, what: str) -> None:
        """Write down what a person did."""
        if before.merged_into and not after.merged_into:
            self._followers[before.merged_into].remove(before.id)
        self._keep(after, DEEDS[asked.move], asked.who, before.handling, asked.note, what)

    def _keep(
        self,
        alert: Alert,
        deed: Deed,
        who: str,
        before: Handling | None = None,
        note: str = "",
        about: str = "",
    ) -> None:
        now, outcome = self._now, alert.outcome if deed in CLOSES else None
        entry = Entry(alert.id, now, now, deed, who, alert.state, outcome, note, about, alert.version, before)
        self._alerts[alert.id] = alert
        self._latest[alert.id] = entry
        self._entries.append(entry)


def _check_seen(alert: Alert, seen: Seen, last: Entry | None) -> None:
    """Refuse a move if its history has had a line since; that mere numbers went on is no reason."""
    if seen.version is None:
        return
    happened, who, deed, at = (last.version, last.who, last.deed.value, last.at) if last else (0, "", "", 0)
    if not happened <= seen.version <= alert.version:
        raise VersionConflictError(alert.id, alert.version, who, deed, at)


def _is_one_deed(one: Entry, other: Entry) -> bool:
    """Tell whether two alerts were moved together."""
    return (one.at, one.who, one.deed) == (other.at, other.who, other.deed)
