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


def event(name: str, data: Any, identity: int | None = None) -> bytes:
    r"""Write an event.

    Parameters
    ----------
    identity
        From where on a stream that broke off goes on; None to leave that as it is.

    Examples
    --------
    >>> event("tick", {"watching": False}, 7)
    b'id: 7\nevent: tick\ndata: {"watching":false}\n\n'
    """
    head = b"" if identity is None else b"id: %d\n" % identity
    return b"%sevent: %s\ndata: %s\n\n" % (head, name.encode(), msgspec.json.encode(data))
