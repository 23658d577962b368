"""Lists by the page: what a page is, and how the next one is asked for."""

import base64
import binascii
from http import HTTPStatus
from typing import Annotated, Any, Final, TypeAlias, TypeVar

import msgspec
from litestar.params import QueryParameter

from noroshi.api.problems import Refusal

Place = TypeVar("Place")

MOST: Final = 1_000
"""Items of a page at most."""

Limit: TypeAlias = Annotated[int, QueryParameter(ge=1, le=MOST, description="So many at most.")]
After: TypeAlias = Annotated[
    str | None, QueryParameter(max_length=500, description="Where the page before ended: its `next`.")
]


def cursor(place: Any) -> str:
    """Write down a place in a list so that nobody is tempted to read it."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def place(text: str | None, kind: type[Place]) -> Place | None:
    """Read a place in a list; None for its beginning.

    Raises
    ------
    Refusal
        If it is no place that we have written.
    """
    if text is None:
        return None
    try:
        written = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return msgspec.json.decode(written, type=kind)
    except (binascii.Error, ValueError, msgspec.DecodeError):
        raise Refusal(HTTPStatus.BAD_REQUEST, "no-such-page", "after: it is none of our cursors") from None
