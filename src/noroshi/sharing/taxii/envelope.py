"""Pages, manifests and versions, joined out of bytes: nothing of an object is looked at when it leaves."""

from collections.abc import Mapping, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

import msgspec

from noroshi.clock import MICROSECOND
from noroshi.sharing.taxii.filters import place
from noroshi.sharing.taxii.stamps import added_stamp, stamp

Item = TypeVar("Item")

FIRST: Final = "X-TAXII-Date-Added-First"
LAST: Final = "X-TAXII-Date-Added-Last"
"""Headers that say when the first and the last of a page were added (TAXII 2.1, 3.2)."""


class Page(NamedTuple, Generic[Item]):
    """Part of what was asked for, in the order in which it was added."""

    items: Sequence[Item]
    first: int = 0
    """When the first was added, in microseconds UTC; 0 on an empty page."""
    last: int = 0
    """The same for the last."""
    more: bool = False
    """Whether there is more after it."""

    def headers(self) -> Mapping[str, str]:
        """Say when the first and last were added; nothing on an empty page (OpenCTI's issue 6973 is a client that fell over that)."""
        return {FIRST: added_stamp(self.first), LAST: added_stamp(self.last)} if self.items else {}


class Line(NamedTuple):
    """A line of a manifest: an object without its content."""

    id: str
    added: int
    """When it was added, in microseconds UTC."""
    version: int | None
    """ns UTC; None for an object that has no versions."""
    spec: str
    """The version of STIX that it follows."""


def envelope(page: Page[bytes]) -> bytes:
    """Write objects as an envelope.

    Examples
    --------
    >>> envelope(Page([b'{"id":1}', b'{"id":2}'], 255, 256, more=True))
    b'{"more":true,"next":"100","objects":[{"id":1},{"id":2}]}'
    >>> envelope(Page([]))
    b'{}'
    """
    if not page.items:
        return b"{}"
    return b"".join((_beginning(page), b'"objects":[', b",".join(page.items), b"]}"))


def manifest(page: Page[Line]) -> bytes:
    """Write a manifest."""
    if not page.items:
        return b"{}"
    lines = [
        {
            "id": line.id,
            "date_added": added_stamp(line.added),
            "version": version_text(line.version, line.added),
            "media_type": f"application/stix+json;version={line.spec}",
        }
        for line in page.items
    ]
    return b"".join((_beginning(page), b'"objects":', msgspec.json.encode(lines), b"}"))


def versions(page: Page[Line]) -> bytes:
    """Write the versions of an object."""
    if not page.items:
        return b"{}"
    told = [version_text(line.version, line.added) for line in page.items]
    return b"".join((_beginning(page), b'"versions":', msgspec.json.encode(told), b"}"))


def version_text(version: int | None, added: int) -> str:
    """Write a version; one that has none is known by when it was added (TAXII 2.1, 3.4.1)."""
    return stamp(added * MICROSECOND if version is None else version)


def _beginning(page: Page[Item]) -> bytes:
    """Begin a page that is not empty: more and next go before what may be long, so that readers of streams know early."""
    return b'{"more":true,"next":"%s",' % place(page.last).encode() if page.more else b'{"more":false,'
