"""A directory that a capture program rotates its files into."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

UNFINISHED = ("~", ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp")
"""Endings that programs give to files they are still writing."""

SETTLED = 300.0
"""Seconds without a change after which a file counts as closed, on file systems that cannot tell."""


def closed_files(directory: Path) -> Iterator[Path]:
    """Give the files that nobody writes to any more, oldest first.

    A file counts as closed when the kernel grants a read lease on it, which it does only if no
    process has it open for writing. Waiting for a newer file would leave the last one unread, and waiting for
    a pause would lose the rest of a file on a quiet network, where tcpdump writes its
    buffer every few minutes. Where there are no leases (NFS), a newer file or a long pause has to do.
    """
    found = []
    for entry in os.scandir(directory):
        if entry.name.startswith(".") or entry.name.endswith(UNFINISHED) or not entry.is_file():
            continue
        found.append((entry.stat().st_mtime_ns, entry.name))
    found.sort()
    for place, (changed, name) in enumerate(found):
        path = directory / name
        closed = _is_unwritten(path)
        if closed is None:
            closed = place + 1 < len(found) or time.time() - changed / 1e9 > SETTLED
        if closed:
            yield path


def identity(path: Path) -> str:
    """Name a file so that the same name in a later rotation is another file.

    Name, size, time of change and inode: a rotation that reuses names (tcpdump -W) changes the
    others, and a file that is moved within its file system and back stays itself.
    """
    status = path.stat()
    return f"{path.resolve()}|{status.st_size}|{status.st_mtime_ns}|{status.st_ino}"


def _is_unwritten(path: Path) -> bool | None:
    """Say whether no process has the file open for writing; None if the file system cannot tell."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as fault:
        return False if fault.errno == errno.EAGAIN else None
    finally:
        os.close(handle)
    return True
