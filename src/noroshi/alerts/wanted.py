"""Which alerts a list has, and in which order."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NamedTuple

from noroshi.alerts.model import Alert, AlertState
from noroshi.organisations.model import Severity


class Shown(StrEnum):
    """Whether a list has those that are snoozed, merged or silenced."""

    SHOW = "show"
    """As it has any other."""
    HIDE = "hide"
    """It leaves them out."""
    ONLY = "only"
    """It has no others."""


class Wanted(NamedTuple):
    """Which alerts to list; each condition that is given must be met."""

    states: Collection[AlertState] = ()
    """In one of these states; empty for all."""
    organisation: str = ""
    """Of this organisation."""
    kind: str = ""
    """Of this detection kind, or of all kinds whose part before the dot it is."""
    subject: str = ""
    """About this subject, or about an address in this prefix (CIDR)."""
    severity: Severity = Severity.LOW
    """At least this severe."""
    assignee: str | None = None
    """Assigned to this person; empty for nobody; None for whomever."""
    snoozed: Shown = Shown.SHOW
    """Those that are snoozed now."""
    merged: Shown = Shown.SHOW
    """Those that are merged into another."""
    silenced: Shown = Shown.SHOW
    """Those about which a silence holds notices back now."""
    text: str = ""
    """With this in the id, the subject, the organisation's id or the kind; capitals are as good as small letters."""
    since: int | None = None
    """Last seen at this moment (ns UTC), or later."""
    until: int | None = None
    """Last seen before this moment (ns UTC)."""
    ended: bool | None = None
    """Whether the latest episode is over; None for either."""
    without: Collection[str] = ()
    """Of none of these detection kinds."""


class Cursor(NamedTuple):
    """Where a page ends, in the order of lists; alerts that come or go do not shift it."""

    severity: int
    """The rank of the last alert's severity."""
    last: int
    """ns UTC, when that was last seen."""
    id: str
    """Its id."""


class Page(NamedTuple):
    """A part of a list."""

    alerts: Sequence[Alert]
    next: Cursor | None
    """After which the next page begins; None if this is the last."""


def cursor(alert: Alert) -> Cursor:
    """Give an alert's place in the order of lists."""
    return Cursor(alert.severity.rank, alert.last, alert.id)
