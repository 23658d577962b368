"""A back-up into files, without trusting it: whoever can hand us one must not write outside, nor fill the memory.

Python's own reader of tar archives is used for a header only. By itself it takes whatever the format has
grown in forty years: links, devices, and names that are as long as the file says.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tarfile import BLOCKSIZE, REGTYPE, HeaderError, TarInfo
from typing import BinaryIO, Final, NamedTuple

import msgspec
import zstandard

from noroshi.clock import SECOND
from noroshi.errors import StorageError
from noroshi.files import PRIVATE_FOLDER, privately
from noroshi.storage.backups.manifest import (
    DATABASE,
    DIGEST,
    FORMAT,
    LARGEST_MANIFEST,
    MANIFEST,
    MOST_MEMBERS,
    SETTINGS,
    Manifest,
    Member,
    damaged,
    is_member,
)
from noroshi.storage.backups.packing import PIECE

MOST_MEMORY: Final = 1 << 27
"""Bytes that the compressed data may ask for; what we write needs 2 MiB."""

LATEST: Final = 1 << 33
"""Seconds since 1970: the latest time of a file that we take, in the year 2242."""

_END: Final = bytes(BLOCKSIZE)


def unpack(path: Path, into: Path | None = None) -> Manifest:
    """Read a back-up to its end, and compare everything with its manifest.

    Parameters
    ----------
    path
        The back-up.
    into
        An empty folder that gets its files, for the owner's eyes only; None to read and compare only. After an error
        it holds what had been read, which is not to be used.

    Raises
    ------
    StorageError
        If it is damaged, is no back-up, has a member that none has, needs more room than there is, or was written
        by a newer Noroshi.
    """
    try:
        with path.open("rb") as file:
            return _unpack(_Unsqueezed(file), into)
    except OSError as fault:
        raise StorageError(
            f"{fault.filename or path}: {fault.strerror}", hint="Is there room, and may you?"
        ) from fault


class _Head(NamedTuple):
    name: str
    size: int
    modified: int
    """Seconds since 1970."""


class _Unsqueezed:
    """What the file holds when it is not compressed any more."""

    def __init__(self, file: BinaryIO) -> None:
        self._stream = zstandard.ZstdDecompressor(max_window_size=MOST_MEMORY).stream_reader(file)

    def exactly(self, size: int) -> bytes:
        """Give the next bytes, all of them."""
        data = self._read(size)
        if len(data) != size:
            raise damaged("it is cut off")
        return data

    def pieces(self, size: int) -> Iterator[bytes]:
        """Give the next bytes in pieces, and skip what fills up their last block."""
        for start in range(0, size, PIECE):
            yield self.exactly(min(PIECE, size - start))
        self.exactly(-size % BLOCKSIZE)

    def is_over(self) -> bool:
        """Tell whether nothing follows."""
        return not self._read(1)

    def _read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except zstandard.ZstdError:
            raise damaged("what is compressed in it does not unpack") from None


def _unpack(stream: _Unsqueezed, into: Path | None) -> Manifest:
    members: dict[str, Member] = {}
    room = shutil.disk_usage(into).free if into else None
    while (head := _head(stream.exactly(BLOCKSIZE))).name != MANIFEST:
        if not is_member(head.name):
            raise damaged(f"no back-up has a member {head.name!r}")
        if head.name in members:
            raise damaged(f"it has {head.name} twice")
        if len(members) == MOST_MEMBERS:
            raise damaged("it has too many members")
        if room is not None:
            room -= head.size
            if room < 0:
                raise StorageError(
                    "the back-up needs more room than there is", hint="Make room, and try again."
                )
        members[head.name] = _member(stream, head, into)
    manifest = _manifest(stream, head.size)
    _compare(manifest, members)
    if stream.exactly(2 * BLOCKSIZE) != 2 * _END or not stream.is_over():
        raise damaged("something follows its manifest")
    return manifest


def _head(block: bytes) -> _Head:
    try:
        info = TarInfo.frombuf(block, "ascii", "strict")
    except (HeaderError, ValueError):
        raise damaged("a member has no head") from None
    if info.type != REGTYPE or info.size < 0 or not 0 <= info.mtime <= LATEST:
        raise damaged("a member is no ordinary file")
    return _Head(info.name, info.size, int(info.mtime))


def _member(stream: _Unsqueezed, head: _Head, into: Path | None) -> Member:
    """Read a member, and write it if there is a folder for it."""
    digest = hashlib.blake2b(digest_size=DIGEST)
    if into is None:
        for piece in stream.pieces(head.size):
            digest.update(piece)
    else:
        path = into / head.name
        _make(path.parent, into)
        with open(path, "xb", opener=privately) as file:
            for piece in stream.pieces(head.size):
                digest.update(piece)
                file.write(piece)
        # Retention goes by when a file was written, which was not today.
        os.utime(path, ns=(head.modified * SECOND, head.modified * SECOND))
    return Member(head.name, head.size, digest.hexdigest())


def _make(folder: Path, into: Path) -> None:
    """Make a folder and those around it; `mkdir` alone would leave these open to others."""
    if folder != into and not folder.is_dir():
        _make(folder.parent, into)
        folder.mkdir(mode=PRIVATE_FOLDER)


def _manifest(stream: _Unsqueezed, size: int) -> Manifest:
    if size > LARGEST_MANIFEST:
        raise damaged("its manifest is too large")
    data = b"".join(stream.pieces(size))
    try:
        told = msgspec.json.decode(data)
        if isinstance(told, dict) and isinstance(told.get("format"), int) and told["format"] > FORMAT:
            raise StorageError("a newer Noroshi has written the back-up", hint="Upgrade this one.")
        return msgspec.convert(told, Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise damaged("its manifest is none") from None


def _compare(manifest: Manifest, members: dict[str, Member]) -> None:
    listed = {member.name: member for member in manifest.members}
    for name in sorted({*listed, *members}):
        if name not in members:
            raise damaged(f"{name} is missing")
        if listed.get(name) != members[name]:
            raise damaged(f"{name} is not what it was")
    if SETTINGS not in members:
        raise damaged("it has no settings")
    if (manifest.schema is None) == (DATABASE in members):
        raise damaged("its manifest says nothing true of the database")
