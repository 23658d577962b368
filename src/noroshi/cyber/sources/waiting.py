"""A file, pipe or FIFO that is waited for with patience, and not for ever."""

import io
import os
import select
import stat
import time
from pathlib import Path
from typing import Protocol, Self

PATIENCE = 1.0
"""Seconds to wait for more before saying that nothing has come."""

REMEMBERED = 30 * 86_400.0
"""Seconds since its last change for which a file that is gone may yet be brought back, from a backup say."""

STANDARD_INPUT = 0
"""Its descriptor; `sys.stdin` may be closed, or somebody else's."""


class Readable(Protocol):
    """Where bytes come from."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Read what is there; 0 at the end, None if nothing came for a while."""
        ...


class WaitingFile:
    """An open file, pipe or FIFO; close it by leaving its `with`.

    Parameters
    ----------
    place
        A path, or the descriptor of standard input, which stays open.

    Raises
    ------
    OSError
        If it cannot be opened.
    """

    def __init__(self, place: Path | int) -> None:
        self._file = io.FileIO(place, "r", closefd=isinstance(place, Path), opener=_open_at_once)
        self._poll = select.poll()
        self._poll.register(self._file, select.POLLIN)
        self.taken = 0
        """Bytes read so far."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._file.close()

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Read what is there; 0 at the end, None if nothing came for a while."""
        if not self._poll.poll(PATIENCE * 1000):
            return None
        count = self._file.readinto(buffer)
        self.taken += count or 0
        return count

    def status(self) -> os.stat_result:
        """Say what the system knows of the file."""
        return os.fstat(self._file.fileno())


def identity(path: Path, status: os.stat_result) -> str | None:
    """Name a file so that the same name in a later rotation is another file; None for a pipe.

    Name, size, time of change and inode: a rotation that reuses names (tcpdump -W) changes the
    others, and a file that is moved within its file system and back stays itself.
    """
    if not stat.S_ISREG(status.st_mode):
        return None
    return f"{path.resolve()}|{status.st_size}|{status.st_mtime_ns}|{status.st_ino}"


def is_long_gone(known: str) -> bool:
    """Say whether the file of an identity is no longer under its name, and was old when it went."""
    path, _, changed, _ = known.rsplit("|", 3)
    return time.time() - int(changed) / 1e9 > REMEMBERED and not Path(path).exists()


def _open_at_once(place: str, flags: int) -> int:
    """Open without waiting: a FIFO would wait for its writer, and nobody else got a turn."""
    return os.open(place, flags | os.O_NONBLOCK)
