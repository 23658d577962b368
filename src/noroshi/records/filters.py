"""Which alerts are meant, as programs say it."""

from msgspec import Struct, field

from noroshi.alerts.model import AlertState
from noroshi.alerts.wanted import Shown
from noroshi.organisations.model import Severity


class Filter(Struct, frozen=True, forbid_unknown_fields=True):
    """Which alerts are meant; each condition that is given must be met."""

    state: tuple[AlertState, ...] = ()
    """In one of these states; none for all."""
    organisation: str = ""
    """Of this organisation, by its id."""
    kind: str = ""
    """Of this kind, or of all kinds whose part before the dot it is."""
    subject: str = ""
    """About this subject, or about an address in this prefix."""
    severity: Severity = Severity.LOW
    """At least this severe."""
    assignee: str = ""
    """Of this person, by their id; "me", or "nobody"."""
    snoozed: Shown = Shown.HIDE
    """Whether those that are snoozed are meant too, or only they."""
    merged: Shown = Shown.HIDE
    """The same for those that are merged into another."""
    silenced: Shown = Shown.SHOW
    """The same for those that are silenced."""
    q: str = ""
    """With this text in their id, subject, organisation or kind."""
    since: str = field(default="", name="from")
    """Last seen then or later, in ISO 8601."""
    until: str = field(default="", name="to")
    """Last seen before then, in ISO 8601."""
    ended: bool | None = None
    """Whether the latest episode is over."""
