"""What the desk, and those who read alerts, need of storage."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from noroshi.alerts.history import Entry
from noroshi.alerts.model import Alert, AlertState
from noroshi.alerts.notices import Notice, NoticeState
from noroshi.alerts.silences import Silence
from noroshi.organisations.model import Severity


class Revision(NamedTuple):
    """An alert as it is now, and what it replaces."""

    alert: Alert
    before: int
    """The version that it replaces; 0 for an alert that is new."""


class Changed(NamedTuple):
    """What one deed of the desk writes, all or nothing."""

    alerts: Sequence[Revision] = ()
    """Each alert once."""
    entries: Sequence[Entry] = ()
    """Lines of history."""
    notices: Sequence[Notice] = ()
    """What is owed; one whose id is known already is left as it stands."""


class Wanted(NamedTuple):
    """Which alerts to list; each condition that is given must be met."""

    states: Collection[AlertState] = ()
    """In one of these states; empty for all."""
    organisation: str = ""
    """Of this organisation."""
    kind: str = ""
    """Of this detection kind, or of all kinds whose part before the dot it is."""
    subject: str = ""
    """About this subject."""
    severity: Severity = Severity.LOW
    """At least this severe."""


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

    def list(self, wanted: Wanted, limit: int) -> Sequence[Alert]:
        """Give alerts, the most severe first, then the latest seen."""
        ...

    def count(self, wanted: Wanted) -> int:
        """Count the alerts that `list` would give without a limit."""
        ...

    def history(self, alert: str) -> Sequence[Entry]:
        """Give an alert's history, oldest first."""
        ...

    def notices(self, states: Collection[NoticeState], alert: str, limit: int) -> Sequence[Notice]:
        """Give notices in those states (empty: all) about one alert (empty: any), the latest first."""
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

    def silences(self) -> Sequence[Silence]:
        """Give every silence, the latest first, with how much each has held back."""
        ...

    def put_silence(self, silence: Silence) -> None:
        """Write a new silence."""
        ...

    def lift(self, silence: str, at: int) -> int:
        """End a silence now, and let go all that it held: held notices become owed.

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
