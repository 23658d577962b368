"""What a format is."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from noroshi.sharing.allowing.allowed import Allowed
from noroshi.sharing.blame import LIFETIME
from noroshi.sharing.blocking import Listing
from noroshi.sharing.centre import Centre
from noroshi.sharing.finding import Finding


class LeftOut(StrEnum):
    """Why a finding does not stand in what was written, besides why a subject is spared."""

    NO_PLACE = "no-place"
    """The format has no place for a finding of its kind or level."""


class Unread(StrEnum):
    """Why a line gave no finding."""

    MALFORMED = "malformed"
    """It is not what the format says."""
    UNSOUND = "unsound"
    """It says what cannot be."""
    TOO_LARGE = "too-large"
    """The whole is larger than 32 MiB; nothing of it was read."""


class Terms(NamedTuple):
    """Who writes, when, and what is never listed."""

    centre: Centre
    now: int
    """ns UTC."""
    allowed: Allowed
    """What no block-list has; it matters to nothing else."""
    lifetime: int = LIFETIME
    """ns after the latest observation that an entry of a block-list stays."""


class Output(NamedTuple):
    """What was written."""

    files: Mapping[str, bytes]
    """Name -> content."""
    left_out: Mapping[StrEnum, int]
    """How many findings do not stand in it, by reason."""


class Input(NamedTuple):
    """What was read."""

    findings: tuple[Finding, ...]
    skips: Mapping[StrEnum, int]


ListWriter: TypeAlias = Callable[[Listing, Terms], Mapping[str, bytes]]
"""Writes the files of a block-list, by name."""


class Format(NamedTuple):
    """A form that findings are written in."""

    name: str
    """As a command has it."""
    sentence: str
    media_type: str
    suffix: str
    """How a file's name ends."""
    write: Callable[[Sequence[Finding], Terms], Output]
    read: Callable[[bytes], Input] | None = None
    """None where it is not read."""
    lists: ListWriter | None = None
    """Writes the files of a block-list; None where it is none."""

    @property
    def needs_release(self) -> bool:
        """Whether a person has to release it, whatever its marking: machines act on it without asking anybody."""
        return self.lists is not None
