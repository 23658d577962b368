"""A checkpoint: everything a run needs to go on after the power was cut.

One file: a magic line, a BLAKE2b digest of the rest, and arrays one after the other in NumPy's own format
(without pickles), the first of which says in JSON what the others are. It is written beside the
old one, flushed to disk and renamed over it, so there is always a whole one. A damaged or foreign file is an
error, never a guess.

Tables are saved as records, so a checkpoint says by itself which columns it has: a later version takes from it the
columns that it still knows (`noroshi.columns.records.take_in`).
"""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from noroshi.detections.detector import Snapshot
from noroshi.domains import Place
from noroshi.errors import StorageError
from noroshi.files import write_whole

MAGIC: Final = b"noroshi checkpoint 2\n"
DIGEST: Final = 32


class Checkpoint(NamedTuple):
    """What a checkpoint holds."""

    snapshot: Snapshot
    finished: frozenset[str]
    """Identities of the inputs whose observations are all in the snapshot."""
    place: Place | None = None
    """Where the source stood within the input that it was reading."""


class Contents(msgspec.Struct, frozen=True):
    """What the first array says."""

    arrays: list[str]
    """The others' names, in order."""
    finished: list[str]
    place: Place | None


def write(path: Path, saved: Checkpoint) -> None:
    """Write a checkpoint, whole or not at all.

    Raises
    ------
    StorageError
        If the disk is full or may not be written.
    """
    contents = Contents(list(saved.snapshot), sorted(saved.finished), saved.place)
    body = [
        part
        for array in (np.frombuffer(msgspec.json.encode(contents), np.uint8), *saved.snapshot.values())
        for part in _written(array)
    ]
    digest = hashlib.blake2b(digest_size=DIGEST)
    for part in body:
        digest.update(part)
    try:
        write_whole(path, [MAGIC, digest.digest(), *body], path.with_suffix(".new"))
    except OSError as fault:
        raise StorageError(f"cannot write the checkpoint {path}: {fault.strerror}") from fault


def read(path: Path) -> Checkpoint | None:
    """Read a checkpoint; None if there is none. Its arrays are the file as it was read, once in memory and no more.

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
    body = memoryview(whole)[start:]
    if not whole.startswith(MAGIC) or (
        hashlib.blake2b(body, digest_size=DIGEST).digest() != whole[len(MAGIC) : start]
    ):
        raise _damaged(path)
    try:
        file = io.BytesIO(whole)  # of bytes it makes no copy
        file.seek(start)
        contents = msgspec.json.decode(_read(file, whole).tobytes(), type=Contents)
        snapshot = {name: _read(file, whole) for name in contents.arrays}
    except Exception as fault:  # NumPy reads headers with Python's own parser; a crafted one raises anything
        raise _damaged(path) from fault
    return Checkpoint(snapshot, frozenset(contents.finished), contents.place)


def _written(array: NDArray[Any]) -> Iterator[bytes | memoryview]:
    """Give an array as it lies on disk, without copying it: its header, and its bytes."""
    whole = np.ascontiguousarray(array)
    header = io.BytesIO()
    npy.write_array_header_2_0(header, npy.header_data_from_array_1_0(whole))
    yield header.getvalue()
    yield whole.reshape(-1).view(np.uint8).data


def _read(file: io.BytesIO, whole: bytes) -> NDArray[Any]:
    """See the next array where it lies."""
    npy.read_magic(file)
    shape, is_by_column, dtype = npy.read_array_header_2_0(file)
    if dtype.hasobject or is_by_column:
        raise ValueError("nobody has written such an array")
    array: NDArray[Any] = np.ndarray(shape, dtype, whole, file.tell())
    file.seek(array.nbytes, io.SEEK_CUR)
    return array


def _damaged(path: Path) -> StorageError:
    return StorageError(
        f"{path} is damaged, or was written by another version",
        hint="Move it away to start afresh: files that were finished will be read again, and known alerts not repeated.",
    )
