"""Files of the archive that are old enough to go."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from noroshi.clock import DAY


class OldFile(NamedTuple):
    """A file of the archive that is to go."""

    path: Path
    size: int
    """Bytes."""


def written_before(folder: Path, before: int) -> Iterator[OldFile]:
    """Give the files that were written before a moment (ns UTC).

    Not those of days before it: an old capture that is watched today is archived under its own days, and
    whoever watched it wants to read what came of it.
    """
    for path in sorted(folder.glob("*/*.parquet")):
        with suppress(FileNotFoundError):  # somebody else may tidy, too
            status = path.stat()
            if status.st_mtime_ns < before:
                yield OldFile(path, status.st_size)


def remove_empty_days(folder: Path, now: int) -> None:
    """Remove folders of days in which nothing has been for a day; a watch may be about to use a younger one."""
    for day in folder.glob("????-??-??"):
        with suppress(OSError):  # it is not empty
            if day.stat().st_mtime_ns < now - DAY:
                day.rmdir()
