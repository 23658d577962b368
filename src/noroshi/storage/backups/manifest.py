"""What a back-up says of itself, and which names its members may have."""

import re
from typing import Annotated, Final

from msgspec import Meta, Struct

from noroshi.errors import StorageError

FORMAT: Final = 1
"""Of the file as a whole; a reader refuses a higher one."""

MANIFEST: Final = "manifest.json"
"""The last member: by then all sizes and digests are known, and nothing had to be read twice."""

SETTINGS: Final = "noroshi.toml"
DATABASE: Final = "noroshi.db"
KEY: Final = "key"
CHECKPOINTS: Final = "checkpoints"
DETECTIONS: Final = "archive/detections"

DIGEST: Final = 32
"""Bytes of a BLAKE2b digest."""

MOST_MEMBERS: Final = 400_000
"""Twenty years of an archive that gets a file every half hour."""

LARGEST_MANIFEST: Final = 64 << 20
"""Bytes: 160 for each of the most members."""

_NAMES: Final = re.compile(
    rf"{re.escape(SETTINGS)}|{re.escape(DATABASE)}|{KEY}"
    rf"|{CHECKPOINTS}/[A-Za-z0-9][\w.-]{{0,60}}\.checkpoint"
    rf"|{DETECTIONS}/\d{{4}}-\d\d-\d\d/[A-Za-z0-9][\w.-]{{0,40}}\.parquet",
    re.ASCII,
)


class Member(Struct, frozen=True):
    """One file of a back-up."""

    name: str
    size: Annotated[int, Meta(ge=0)]
    """Bytes."""
    digest: str
    """BLAKE2b, 32 bytes in hexadecimal."""


class Manifest(Struct, frozen=True):
    """What a back-up says of itself."""

    format: int
    noroshi: str
    """The version that wrote it."""
    at: int
    """ns UTC, when it was begun."""
    schema: str | None
    """The migration that the database has; None where the database is not in it."""
    members: tuple[Member, ...]
    """In the order in which they stand in the file."""


def is_member(name: str) -> bool:
    """Tell whether a back-up may have a member of that name: nothing else is written anywhere.

    Examples
    --------
    >>> is_member("archive/detections/2026-01-15/081408-5f0c.parquet"), is_member("../noroshi.toml")
    (True, False)
    """
    return _NAMES.fullmatch(name) is not None


def damaged(reason: str) -> StorageError:
    """Give the error for a back-up that cannot be trusted.

    Parameters
    ----------
    reason
        What is wrong, in one clause.
    """
    return StorageError(
        f"the back-up is damaged, or is none: {reason}", hint="Nothing of it was used. Take an older one."
    )
