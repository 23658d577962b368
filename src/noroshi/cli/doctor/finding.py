"""What a check found, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from noroshi.config.home import Home
from noroshi.config.sections import Config
from noroshi.organisations.model import Organisation
from noroshi.storage.books import Books


class Level(StrEnum):
    """How bad it is."""

    FINE = "fine"
    """As it should be."""
    WARNING = "warning"
    """A watch works, but not as well as it could, or not for everybody."""
    BROKEN = "broken"
    """A watch does not work, or members are not told."""


class Finding(Struct, frozen=True):
    """What a check found."""

    check: str
    """What was checked, such as database."""
    level: Level
    """fine, warning or broken."""
    said: str
    """What was found, in one sentence."""
    advice: str = ""
    """What to do about it; empty where there is nothing to do."""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is checked: a home whose settings and database could be opened."""

    home: Home
    config: Config
    books: Books
    organisations: tuple[Organisation, ...]
    now: int
    """ns UTC."""


def fine(check: str, said: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(check, Level.FINE, said)


def warning(check: str, said: str, advice: str) -> Finding:
    """Say that something could be better."""
    return Finding(check, Level.WARNING, said, advice)


def broken(check: str, said: str, advice: str) -> Finding:
    """Say that something does not work."""
    return Finding(check, Level.BROKEN, said, advice)


def is_open_to_others(path: Path) -> bool:
    """Tell whether others than the owner may read a file or folder; False if it is not there."""
    try:
        return bool(path.stat().st_mode & 0o044)
    except OSError:
        return False


def named(names: list[str], most: int = 5) -> str:
    """Name the first few of many.

    Examples
    --------
    >>> named(["one", "two", "three"], most=2)
    'one, two and 1 more'
    """
    left = len(names) - most
    return ", ".join(names[:most]) + (f" and {left:,} more" if left > 0 else "")


Findings = Iterator[Finding]
