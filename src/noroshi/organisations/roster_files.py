"""Roster files by their names: which format, how read, how written."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath
from typing import NamedTuple

from noroshi.errors import RosterError, UsageError
from noroshi.organisations.model import Organisation
from noroshi.organisations.roster import MOST_BYTES, Roster
from noroshi.organisations.roster_csv import read_csv, write_csv
from noroshi.organisations.roster_yaml import read_yaml, write_yaml


class Format(NamedTuple):
    """One format of roster."""

    read: Callable[[str, str, int], Roster]
    """From text, the file's name and when (ns UTC); raises `RosterError`."""
    write: Callable[[Iterable[Organisation]], str]


FORMATS: Mapping[str, Format] = {
    ".yaml": Format(read_yaml, write_yaml),
    ".yml": Format(read_yaml, write_yaml),
    ".csv": Format(read_csv, write_csv),
}
"""By the ending of the file's name."""


def format_of(path: PurePath) -> Format:
    """Find the format that a file's name stands for.

    Raises
    ------
    UsageError
        If it stands for none.
    """
    known = FORMATS.get(path.suffix.lower())
    if known is None:
        raise UsageError(
            f"{path.name}: a roster's name ends in {', '.join(FORMATS)}",
            hint="Rename the file, or export it as CSV.",
        )
    return known


def read_roster(path: Path, at: int) -> Roster:
    """Read a roster file.

    Parameters
    ----------
    at
        ns UTC, now.

    Raises
    ------
    UsageError
        If the file cannot be opened, or its name stands for no format.
    RosterError
        If the file has faults, with all of them.
    """
    form = format_of(path)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    return parse_roster(data, path.name, at, form)


def parse_roster(data: bytes, source: str, at: int, form: Format) -> Roster:
    """Read a roster from a file's bytes; raises `RosterError` as `read_roster` does."""
    if len(data) > MOST_BYTES:
        raise RosterError(source, [f"line 1: is larger than {MOST_BYTES >> 20} MiB"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RosterError(
            source, [f"line {line}: is not UTF-8; save it as CSV UTF-8 or as Unicode"]
        ) from None
    return form.read(text, source, at)
