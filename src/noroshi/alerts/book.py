"""What the desk, and those who read alerts, need of storage."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from noroshi.alerts.follow_up import Attended
from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Alert
from noroshi.alerts.notices import Notice, NoticePlace, NoticeState, NoticesWanted
from noroshi.alerts.patterns import Onset
from noroshi.alerts.silences import Covered, Scope, Silence
from noroshi.alerts.wanted import Cursor, Page, Wanted

COUNTED: Final = 100_000
"""Alerts that are counted at most: nobody reads further, and it takes 0.1 s."""


class Revision(NamedTuple):
    """An alert as it is now, and what it replaces."""

    alert: Alert
    before: int
    """The version that it replaces; 0 for an alert that is new."""


class Happened(NamedTuple):
    """A line of history, and what its alert is about."""

    entry: Entry
    organisation: str
    """The id of the organisation whose alert it is."""
    subject: str
    kind: str
    """The detection kind."""


class Changed(NamedTuple):
    """What one deed of the desk writes, all or nothing."""

    alerts: Sequence[Revision] = ()
    """Each alert once."""
    entries: Sequence[Entry] = ()
    """Lines of history."""
    notices: Sequence[Notice] = ()
    """What is owed; one whose id is known already is left as it stands."""


class AlertBook(Protocol):
    """Alerts with their histories and notices, and silences.

    Each method is one transaction. All raise `StorageError` if the database fails.
    """

    def of_stories(self, stories: Collection[str]) -> Mapping[str, Alert]:
        """Give the alerts of some stories, by `Alert.story`."""
        ...

    def of_episodes(self, episodes: Collection[str]) -> Sequence[Alert]:
        """Give the alerts whose latest episode is one of these."""
        ...

    def of_ids(self, ids: Collection[str]) -> Mapping[str, Alert]:
        """Give those alerts that have one of some ids, in capitals, by id."""
        ...

    def merged(self, into: Collection[str]) -> Sequence[Alert]:
        """Give the alerts that are merged into one of those with these ids."""
        ...

    def taken(self, ids: Collection[str]) -> Collection[str]:
        """Give those of some alert ids that exist."""
        ...

    def get(self, alert: str) -> Alert:
        """Give one alert by its id, whatever the case of its letters.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        ...

    def page(self, wanted: Wanted, now: int, limit: int, after: Cursor | None = None) -> Page:
        """Give alerts: the most severe first, then the latest seen, then by id, backwards.

        Parameters
        ----------
        now
            ns UTC: what is snoozed, or silenced, at this moment.
        limit
            So many at most, from 1.
        after
            Where the page before ended; None for the first.
        """
        ...

    def count(self, wanted: Wanted, now: int, most: int = COUNTED) -> int:
        """Count the alerts that all pages have together, and stop at so many."""
        ...

    def history(self, alert: str) -> Sequence[Entry]:
        """Give an alert's history, oldest first."""
        ...

    def latest(self, alerts: Collection[str], deeds: Collection[Deed] = ()) -> Mapping[str, Entry]:
        """Give the latest line of history of each of some alerts, by the alert's id.

        Parameters
        ----------
        deeds
            Among the lines of these alone; empty for all.
        """
        ...

    def since(self, entry: int, limit: int) -> Sequence[tuple[int, Entry]]:
        """Give lines of history of all alerts, each with its number, after the line of that number, in order.

        Numbers grow in the order in which lines can first be read: whoever asks for what came since the last that they
        have read misses none. Some numbers are never used.
        """
        ...

    def happened(
        self, since: int, until: int, organisation: str, limit: int, without: Collection[str] = ()
    ) -> Sequence[Happened]:
        """Give lines of history that were written in a span of time (ns UTC; its end is exclusive), in order.

        Parameters
        ----------
        organisation
            Only of this organisation's alerts; empty for all.
        limit
            So many at most: the latest.
        without
            Of alerts of none of these detection kinds.
        """
        ...

    def onsets(self, since: int) -> Iterable[Onset]:
        """Give the alerts that have a pattern and began at a moment (ns UTC) or later, by pattern, then by when they began."""
        ...

    def latest_entry(self) -> int:
        """Give the number of the latest line of history; 0 while there is none."""
        ...

    def unanswered(self, alerts: Collection[str]) -> Mapping[str, Mapping[Deed, int]]:
        """Say what has happened to some alerts since somebody last answered, by the alert's id.

        Returns
        -------
        Mapping
            Deeds of `noroshi.alerts.follow_up.BEGINS` and `STEPS`, and when each first happened since (ns UTC).
        """
        ...

    def attended(self) -> Sequence[Attended]:
        """Give since when each sensor that ever was attended has seen without a break, by its name."""
        ...

    def attend(self, attended: Attended) -> None:
        """Write down that a sensor is attended, in place of what was known of it."""
        ...

    def notices(self, states: Collection[NoticeState], alert: str, limit: int) -> Sequence[Notice]:
        """Give notices in those states (empty: all) about one alert (empty: any), the latest first."""
        ...

    def notice(self, notice: str) -> Notice:
        """Give one notice by its id.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        ...

    def notice_page(self, wanted: NoticesWanted, limit: int, after: NoticePlace | None) -> Sequence[Notice]:
        """Give notices that were written down before a place in the list (None: all), the latest first."""
        ...

    def record(self, changed: Changed) -> None:
        """Write alerts, history and notices in one transaction; it is durable when this returns.

        Raises
        ------
        OvertakenError
            If an alert is no longer in the version that it should replace, or is no longer new, because
            somebody else wrote in the meantime. Nothing was written.
        """
        ...

    def silences(self, without: Collection[str] = ()) -> Sequence[Silence]:
        """Give every silence, the latest first, with how much each has held back.

        Parameters
        ----------
        without
            Detection kinds of which nothing is counted.
        """
        ...

    def would_hold(self, scope: Scope, since: int, without: Collection[str] = ()) -> Covered:
        """Say what a silence of this scope would have held back, had there been one since a moment (ns UTC).

        Parameters
        ----------
        without
            Detection kinds whose alerts are not counted.
        """
        ...

    def put_silence(self, silence: Silence) -> None:
        """Write a new silence."""
        ...

    def lift(self, silence: str, at: int, without: Collection[str] = ()) -> int:
        """End a silence now, and let go all that it held: held notices become owed.

        Parameters
        ----------
        without
            Detection kinds of which nothing is counted; it is let go all the same.

        Returns
        -------
        int
            How many notices were let go.

        Raises
        ------
        NotFoundError
            If there is no silence of that id.
        MoveRefusedError
            If it is over already.
        """
        ...

    def let_go(self, now: int, because: str) -> int:
        """Let go what expired silences held: what still goes on becomes owed, and the rest muted.

        Parameters
        ----------
        now
            ns UTC.
        because
            Why the notices of alerts that have ended or are resolved are muted.

        Returns
        -------
        int
            How many notices became owed.
        """
        ...


def pages(book: AlertBook, wanted: Wanted, now: int, at_a_time: int) -> Iterator[Sequence[Alert]]:
    """Give all alerts that a list has at a moment (ns UTC), so many at a time; what leaves the list meanwhile makes it skip none.

    Raises
    ------
    StorageError
        If the database fails.
    """
    page = book.page(wanted, now, at_a_time)
    yield page.alerts
    while page.next is not None:
        page = book.page(wanted, now, at_a_time, page.next)
        yield page.alerts
