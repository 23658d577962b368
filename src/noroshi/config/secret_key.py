"""The centre's key: made when it is first asked for, and kept in the home."""

import os
import secrets
from pathlib import Path

from noroshi.errors import StorageError
from noroshi.files import privately
from noroshi.people.sealing import KEY, Seals


def seals_of(path: Path) -> Seals:
    """Seal with the key of a home, or with one that is made now.

    Raises
    ------
    StorageError
        As for `secret_key`.
    """
    return Seals(secret_key(path))


def secret_key(path: Path) -> bytes:
    """Read the key, or make one.

    Raises
    ------
    StorageError
        If it cannot be read or written, or is none.
    """
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as fault:
        raise StorageError(
            f"the centre's key cannot be read: {fault.strerror}", hint=f"It lies in {path}."
        ) from fault
    if len(key) != KEY:
        raise StorageError(
            f"{path} is no key: it has {len(key)} bytes, and not {KEY}",
            hint="Put the one of a back-up in its place. Without it, people with authenticators must be reset.",
        )
    return key


def _make(path: Path) -> None:
    """Write a new key, unless another process has written one in the meantime."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with open(beside, "wb", opener=privately) as file:
        file.write(secrets.token_bytes(KEY))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        return
    finally:
        beside.unlink()
