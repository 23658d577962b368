"""Files that commands write for the person who asked."""

import os
from pathlib import Path

from noroshi.errors import UsageError
from noroshi.files import privately


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
