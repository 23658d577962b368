"""Everything that a person named - files, patterns, directories, standard input - as one source."""

import glob
import os
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from noroshi.cyber.packets import Skip
from noroshi.cyber.sources.capture import CaptureReader
from noroshi.cyber.sources.directory import closed_files, identity
from noroshi.domains import Arrival, Progress, Source, Sourcing
from noroshi.errors import CaptureError, UsageError

STANDARD_INPUT = "-"

POLL = 1.0
"""Seconds between looks into a directory."""


def open_source(names: Sequence[str], sourcing: Sourcing) -> "Captures":
    """Open what a person named.

    Raises
    ------
    UsageError
        If a file or a directory does not exist, or a pattern matches nothing.
    """
    files: list[Path] = []
    directories: list[Path] = []
    for name in names:
        path = Path(name)
        if name == STANDARD_INPUT or path.is_file() or path.is_fifo():
            files.append(path)
        elif path.is_dir():
            directories.append(path)
        else:
            files.extend(_matching(name))
    return Captures(files, directories, sourcing)


def _matching(pattern: str) -> list[Path]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  # the pattern may be absolute, or start with ~
    matching = [Path(path) for path in found if Path(path).is_file()]
    if not matching:
        raise UsageError(
            f"{pattern}: there is no such file",
            hint='Name a capture file, a directory, a pattern in quotes, or "-" for standard input.',
        )
    return matching


class Captures(Source):
    """Reads files in order, then directories for as long as it is told to follow them.

    Parameters
    ----------
    files
        Captures to read once; "-" is standard input.
    directories
        Where capture programs rotate their files into.
    sourcing
        Whether to keep going after a broken file, and to keep waiting for new ones.
    """

    def __init__(self, files: Sequence[Path], directories: Sequence[Path], sourcing: Sourcing) -> None:
        self._files = files
        self._directories = directories
        self._sourcing = sourcing
        self._reader = CaptureReader()
        self._faults: list[CaptureError] = []
        self._reading = ""
        self._open: BinaryIO | None = None
        self._read = 0
        sizes = [path.stat().st_size for path in files if path.is_file()]
        self._total = sum(sizes) if len(sizes) == len(files) and not directories else None

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:
        """Read on, leaving out files that an earlier run finished."""
        for path in self._files:
            if str(path) == STANDARD_INPUT:
                yield from self._capture(STANDARD_INPUT, sys.stdin.fileno(), None)
            elif identity(path) not in finished:
                yield from self._capture(str(path), path, identity(path))
        seen = set(finished)
        while self._directories:
            for path in (each for directory in self._directories for each in closed_files(directory)):
                name = identity(path)
                if name not in seen:
                    seen.add(name)
                    yield from self._capture(str(path), path, name)
            if not self._sourcing.follow:
                return
            yield Arrival(None)
            time.sleep(POLL)

    def progress(self) -> Progress:
        """Say how far it has come."""
        return Progress(self._reading, self._read + self._position(), self._total)

    def counters(self) -> Mapping[str, int]:
        """Give what was read and what was skipped, by reason."""
        reader = self._reader
        skipped = {f"skipped: {_words(skip)}": int(reader.skipped[skip]) for skip in Skip}
        return {"frames": reader.frames, "packets": reader.packets, "bytes": reader.bytes, **skipped}

    def faults(self) -> Sequence[CaptureError]:
        """Give the captures that were broken and skipped because it was told to keep going."""
        return tuple(self._faults)

    def _capture(self, name: str, place: Path | int, finished: str | None) -> Iterator[Arrival]:
        """Read one capture; at its end, and after a fault that is put up with, say that it is finished."""
        self._reading = name
        try:
            with open(
                place, "rb", buffering=0, closefd=not isinstance(place, int)
            ) as file:  # may be a descriptor
                self._open = cast("BinaryIO", file)
                for batch in self._reader.read(name, self._open):
                    yield Arrival(batch)
        except CaptureError as fault:
            if not self._sourcing.keep_going:
                raise
            self._faults.append(fault)
        except OSError as fault:
            raise UsageError(f"{name}: {fault.strerror}") from fault
        finally:
            self._read += self._position()
            self._open = None
        yield Arrival(None, finished)

    def _position(self) -> int:
        """Say how far the open file has been read, as it lies on disk."""
        if self._open is None or self._open.closed or not self._open.seekable():
            return 0
        return os.lseek(self._open.fileno(), 0, os.SEEK_CUR)


def _words(skip: Skip) -> str:
    return skip.name.lower().replace("_", " ")
