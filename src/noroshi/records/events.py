"""Events of the stream, as programs are told of them."""

from msgspec import Struct

from noroshi.alerts.history import Deed
from noroshi.records.alerts import ListedAlert


class Hello(Struct, frozen=True):
    """The stream begins."""

    tick: float
    """Seconds between two ticks."""
    resumed: bool
    """Whether it begins where the caller said that another one broke off; what happened in between comes first."""


class AlertTold(Struct, frozen=True):
    """Something happened to an alert."""

    deed: Deed
    """What happened."""
    who: str
    """A person, or noroshi for what was seen."""
    alert: ListedAlert
    """The alert, as it is now."""


class Tick(Struct, frozen=True):
    """Nothing happened, and the stream stands."""

    now: str
    """The centre's clock, ISO 8601 in UTC."""
    latest: str | None
    """The latest observation of the watch in this process, ISO 8601 in UTC; null if there is none."""
    watching: bool
    """Whether a watch runs in this process."""
    replay: bool
    """Whether it reads what was recorded before, so that nothing it says is about the present."""
    sharing: int | None
    """How much persons have done about what partners may know: marks, and releases that were asked for, decided and ended. Where it
    changes, ask for that anew. Null for members, and until it is known."""
