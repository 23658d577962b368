"""An event as the stream has it (WHATWG HTML, 9.2, server-sent events)."""

from typing import Any

import msgspec
from msgspec import Struct

from noroshi.alerts.history import Deed
from noroshi.records.alerts import ListedAlert


class AlertTold(Struct, frozen=True):
    """Something happened to an alert."""

    deed: Deed
    """What happened."""
    who: str
    """A person, or noroshi for what was seen."""
    alert: ListedAlert
    """The alert, as it is now."""


class Hello(Struct, frozen=True):
    """The stream begins."""

    tick: float
    """Seconds between two ticks."""
    resumed: bool
    """Whether it begins where the caller said that another one broke off; what happened in between comes first."""


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


def event(name: str, data: Any, identity: str = "") -> bytes:
    r"""Write an event.

    Parameters
    ----------
    identity
        From where on a stream that broke off goes on; empty to leave that as it is.

    Examples
    --------
    >>> event("tick", {"watching": False}, "7")
    b'id: 7\nevent: tick\ndata: {"watching":false}\n\n'
    """
    head = b"id: %s\n" % identity.encode() if identity else b""
    return b"%sevent: %s\ndata: %s\n\n" % (head, name.encode(), msgspec.json.encode(data))
