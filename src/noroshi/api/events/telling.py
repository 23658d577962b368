"""An event as the stream has it (WHATWG HTML, 9.2, server-sent events)."""

from typing import Any

import msgspec


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
