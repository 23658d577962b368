"""Directories that capture programs rotate their files into."""

import errno
import fcntl
import os
import signal
import time
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from noroshi.cyber.sources.waiting import identity
from noroshi.errors import UsageError

UNFINISHED = ("~", ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp")
"""Endings that programs give to files they are still writing."""

SETTLED = 300.0
"""Seconds without a change after which a file counts as closed, on file systems that cannot tell."""


class _Listed(NamedTuple):
    changed: int  # ns UTC
    path: Path
    identity: str
    is_latest: bool  # in its directory


def closed_files(directories: Sequence[Path], seen: Container[str]) -> Iterator[tuple[Path, str]]:
    """Give the files that nobody writes to any more and that were not seen, oldest first, with their identities.

    A file counts as closed when the kernel grants a read lease on it, which it does only if no
    process has it open for writing. Waiting for a newer file would leave the last one unread, and waiting for
    a pause would lose the rest of a file on a quiet network, where tcpdump writes its
    buffer every few minutes. Where there are no leases (NFS, somebody else's files), a newer file
    or a long pause has to do.

    Raises
    ------
    UsageError
        If a directory cannot be read.
    """
    for each in sorted(new for directory in directories for new in _listed(directory, seen)):
        closed = _is_unwritten(each.path)
        if closed is None:
            closed = not each.is_latest or time.time() - each.changed / 1e9 > SETTLED
        if closed:
            yield each.path, each.identity


def _listed(directory: Path, seen: Container[str]) -> list[_Listed]:
    """List the files of a directory that may be captures and were not seen."""
    found = []
    latest = 0
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.endswith(UNFINISHED):
                    continue
                path = directory / entry.name
                try:
                    status = entry.stat()
                except FileNotFoundError:  # it has been moved away meanwhile, or is a link to nowhere
                    continue
                name = identity(path, status)
                if name is not None:
                    latest = max(latest, status.st_mtime_ns)
                    if name not in seen:
                        found.append((status.st_mtime_ns, path, name))
    except OSError as fault:
        raise UsageError(f"{directory}: {fault.strerror}") from fault
    return [_Listed(changed, path, name, changed == latest) for changed, path, name in found]


def _is_unwritten(path: Path) -> bool | None:
    """Say whether no process has the file open for writing; None if the file system cannot tell."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        # Should a writer come at this very moment, we are told by a signal; the usual one (SIGIO) would kill us.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as fault:
        return False if fault.errno == errno.EAGAIN else None
    finally:
        os.close(handle)
    return True
