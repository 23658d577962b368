"""Everything that a person named - files, patterns, directories, standard input - as one source."""

import glob
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from noroshi.cyber.packets import Skip
from noroshi.cyber.sources.capture import CaptureReader
from noroshi.cyber.sources.directory import closed_files
from noroshi.cyber.sources.waiting import STANDARD_INPUT, WaitingFile, identity, is_long_gone
from noroshi.domains import Arrival, Place, Progress, Source, Sourcing
from noroshi.errors import NoroshiError, UsageError

DASH = "-"
"""What people call standard input."""

POLL = 1.0
"""Seconds between looks into a directory."""


class Named(NamedTuple):
    """Something to read once."""

    name: str
    """As the person wrote it."""
    place: Path | int
    """A path, or the descriptor of standard input."""


def open_source(names: Sequence[str], sourcing: Sourcing) -> "Captures":
    """Open what a person named.

    Raises
    ------
    UsageError
        If a file or a directory does not exist, or a pattern matches nothing.
    """
    files: list[Named] = []
    directories: list[Path] = []
    for name in names:
        path = Path(name)
        try:
            if name == DASH:
                files.append(Named(name, STANDARD_INPUT))
            elif path.is_file() or path.is_fifo():
                files.append(Named(name, path))
            elif path.is_dir():
                directories.append(path)
            else:
                files.extend(_matching(name))
        except OSError as fault:
            raise UsageError(f"{name}: {fault.strerror}") from fault
    return Captures(files, directories, sourcing)


def _matching(pattern: str) -> list[Named]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  # the pattern may be absolute
    matching = [Named(name, Path(name)) for name in found if Path(name).is_file()]
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
        Captures to read once.
    directories
        Where capture programs rotate their files into.
    sourcing
        Whether to keep going after a broken file, and to keep waiting for new ones.
    """

    def __init__(self, files: Sequence[Named], directories: Sequence[Path], sourcing: Sourcing) -> None:
        self._files = files
        self._directories = directories
        self._sourcing = sourcing
        self._reader = CaptureReader()
        self._faults: list[NoroshiError] = []
        self._reading = ""
        self._place: Place | None = None
        self._open: WaitingFile | None = None
        self._done = 0
        sizes = [place.stat().st_size for _, place in files if isinstance(place, Path) and place.is_file()]
        self._total = sum(sizes) if len(sizes) == len(files) and not directories else None

    def arrivals(self, finished: Collection[str]) -> Iterator[Arrival]:
        """Read on, leaving out files that an earlier run finished, and what was named twice."""
        seen = set(finished)
        for name, place in self._files:
            try:
                file = WaitingFile(place)
            except OSError as fault:
                self._put_up_with(UsageError(f"{name}: {fault.strerror}"))
            else:
                yield from self._capture(name, place, file, seen)
        while self._directories:
            for path, known in closed_files(self._directories, seen):
                try:
                    file = WaitingFile(path)
                except FileNotFoundError:  # moved away meanwhile
                    continue
                except OSError as fault:
                    self._put_up_with(UsageError(f"{path}: {fault.strerror}"))
                    seen.add(known)  # or it would be met again every second
                else:
                    yield from self._capture(str(path), path, file, seen)
            if not self._sourcing.follow:
                return
            yield Arrival(None)
            time.sleep(POLL)

    def lasting(self) -> Sequence[str]:
        """Name the directories; what is named file by file is read anew whenever it is named."""
        return [str(directory.absolute()) for directory in self._directories]

    def recorded(self) -> bool:
        """Tell whether all of it lies in files; a pipe may bring what happens now, and so does a directory that is followed."""
        followed = self._directories and self._sourcing.follow
        return not followed and all(isinstance(place, Path) and place.is_file() for _, place in self._files)

    def resume(self, place: Place) -> None:
        """Leave out the frames that an earlier run has passed of one capture."""
        self._place = place

    def forgettable(self, finished: Collection[str]) -> Collection[str]:
        """Give the captures that have been gone for long: one that is moved away and soon back stays itself."""
        return [known for known in finished if is_long_gone(known)]

    def progress(self) -> Progress:
        """Say how far it has come."""
        return Progress(self._reading, self._done + (self._open.taken if self._open else 0), self._total)

    def counters(self) -> Mapping[str, int]:
        """Give what was read and what was skipped, by reason."""
        reader = self._reader
        skipped = {f"skipped: {_words(skip)}": int(reader.skipped[skip]) for skip in Skip}
        return {"frames": reader.frames, "packets": reader.packets, "bytes": reader.bytes, **skipped}

    def faults(self) -> Sequence[NoroshiError]:
        """Give the captures that were broken and skipped because it was told to keep going."""
        return tuple(self._faults)

    def _capture(self, name: str, place: Path | int, file: WaitingFile, seen: set[str]) -> Iterator[Arrival]:
        """Read one capture; at its end, and after a fault that is put up with, say that it is finished."""
        with file:
            status = file.status()
            known = identity(place, status) if isinstance(place, Path) else None
            if known is None or known not in seen:
                self._reading, self._open = name, file
                passed = self._place.passed if self._place and self._place.input == known else 0
                try:
                    for batch in self._reader.read(name, file, passed):
                        yield Arrival(batch, None, Place(known, self._reader.passed) if known else None)
                except NoroshiError as fault:
                    self._put_up_with(fault)
                finally:
                    self._open = None
                if known is not None:
                    seen.add(known)
            self._done += status.st_size if known else file.taken
        yield Arrival(None, known)

    def _put_up_with(self, fault: NoroshiError) -> None:
        """Keep a fault for later, or stop with it."""
        if not self._sourcing.keep_going:
            raise fault
        fault.__cause__ = fault.__context__ = None  # they hold on to the buffers of the file that is given up
        self._faults.append(fault.with_traceback(None))


def _words(skip: Skip) -> str:
    return skip.name.lower().replace("_", " ")
