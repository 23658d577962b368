"""A checkpoint: everything a run needs to go on after the power was cut.

One file: a magic line, a BLAKE2b digest of the rest, and the arrays in NumPy's own
format without pickles. It is written beside the old one, flushed to disk and renamed over it,
so there is always a whole one. A damaged or foreign file is an error, never a guess.
"""

import hashlib
import io
import json
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import numpy as np

from noroshi.detections.detector import Snapshot
from noroshi.errors import StorageError
from noroshi.files import write_whole

MAGIC = b"noroshi checkpoint 1\n"
DIGEST = 32
FINISHED = "run.finished"
"""The entry that lists the inputs that are finished, as JSON."""


class Checkpoint(NamedTuple):
    """What a checkpoint holds."""

    snapshot: Snapshot
    finished: frozenset[str]
    """Identities of the inputs whose observations are all in the snapshot."""


def write(path: Path, snapshot: Snapshot, finished: Collection[str]) -> None:
    """Write a checkpoint, whole or not at all.

    Raises
    ------
    StorageError
        If the disk is full or may not be written.
    """
    listed = np.frombuffer(json.dumps(sorted(finished)).encode(), np.uint8)
    packed = io.BytesIO()
    np.savez(packed, **{**snapshot, FINISHED: listed})  # type: ignore[arg-type]  # names are arrays' names
    body = packed.getbuffer()
    parts = (MAGIC, hashlib.blake2b(body, digest_size=DIGEST).digest(), body)
    try:
        write_whole(path, parts, path.with_suffix(".new"))
    except OSError as fault:
        raise StorageError(f"cannot write the checkpoint {path}: {fault.strerror}") from fault


def read(path: Path) -> Checkpoint | None:
    """Read a checkpoint; None if there is none.

    Raises
    ------
    StorageError
        If the file is damaged, or not a checkpoint of this version.
    """
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise StorageError(f"cannot read the checkpoint {path}: {fault.strerror}") from fault
    start = len(MAGIC) + DIGEST
    digest = hashlib.blake2b(memoryview(whole)[start:], digest_size=DIGEST).digest()
    if not whole.startswith(MAGIC) or digest != whole[len(MAGIC) : start]:
        raise _damaged(path)
    try:
        with np.load(io.BytesIO(whole[start:]), allow_pickle=False) as arrays:
            snapshot = {name: arrays[name] for name in arrays.files}
        finished = frozenset(json.loads(snapshot.pop(FINISHED).tobytes()))
    except Exception as fault:  # NumPy reads headers with Python's own parser; a crafted one raises anything
        raise _damaged(path) from fault
    return Checkpoint(snapshot, finished)


def _damaged(path: Path) -> StorageError:
    return StorageError(
        f"{path} is damaged, or was written by another version",
        hint="Move it away to start afresh: files that were finished will be read again, and known alerts not repeated.",
    )
