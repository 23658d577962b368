"""Files that commands write for the person who asked."""

import os
from collections.abc import Mapping
from pathlib import Path

from noroshi.errors import UsageError
from noroshi.files import privately, write_whole


def save(path: Path, data: bytes) -> None:
    """Write the whole file or none of it, for the owner's eyes only; what had the name is replaced.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(beside, "xb", opener=privately) as file:
            file.write(data)
        beside.replace(path)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        raise UsageError(
            f"{path}: {fault.strerror}", hint="Name a file in a folder that can be written."
        ) from fault


def save_all(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write files into a folder, which is made if there is none, each whole or not at all; give where they are.

    Raises
    ------
    UsageError
        If one cannot be written; those before it are.
    """
    for name, content in files.items():
        path = folder / name
        try:
            write_whole(path, [content], path.with_name(f"{name}.part"))
        except OSError as fault:
            raise UsageError(
                f"{path}: {fault.strerror}", hint="Choose a folder that you may write to."
            ) from fault
    return sorted(str(folder / name) for name in files)
