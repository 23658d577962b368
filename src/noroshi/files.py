"""How files are written: for their owner's eyes only, and, where it matters, whole or not at all."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

PRIVATE_FOLDER: Final = 0o700
PRIVATE_FILE: Final = 0o600


def write_whole(
    path: Path,
    parts: Iterable[bytes | memoryview],
    beside: Path,
    check: Callable[[Path], object] | None = None,
) -> None:
    """Write a file, whole or not at all; it is on the disk, under its name, when this returns.

    Parameters
    ----------
    path
        Its name; what had that name is replaced.
    parts
        What goes into it, one after the other.
    beside
        Its name until it is whole, on the same file system. A kill leaves it, and the next call replaces it.
    check
        Called with `beside` once all is written. What it raises is passed on, and what had the name keeps it.

    Raises
    ------
    OSError
        If the disk is full or may not be written.
    """
    folder = path.parent
    named = [folder] if folder.is_dir() else [folder, folder.parent]
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with open(beside, "wb", opener=privately) as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
    if check:
        check(beside)
    beside.replace(path)
    for each in named:  # a new name is on the disk when the folder that it stands in is
        _flush(each)


def privately(name: str, flags: int) -> int:
    """Open a file as `open` asks; one that is new is for its owner's eyes only."""
    return os.open(name, flags, PRIVATE_FILE)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
