"""Files into a back-up: a tar archive, compressed with zstd, so that `tar --zstd -xf` unpacks it too."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from tarfile import BLOCKSIZE, GNU_FORMAT, TarInfo
from typing import Final

import msgspec
import zstandard

from noroshi.clock import SECOND
from noroshi.errors import StorageError
from noroshi.files import PRIVATE_FILE
from noroshi.storage.backups.manifest import DIGEST, FORMAT, MANIFEST, MOST_MEMBERS, Manifest, Member

PIECE: Final = 1 << 20
"""Bytes that are in memory at a time."""

LEVEL: Final = 3
"""zstd's own default: a database shrinks to a fifth at 300 MB/s; level 9 takes five times as long for a tenth less."""


class Packing:
    """A back-up that is being written, from its first member to its manifest.

    What its methods give are the file's bytes, in their order.

    Parameters
    ----------
    noroshi
        The version that writes it.
    at
        ns UTC, now.
    """

    def __init__(self, noroshi: str, at: int) -> None:
        self._noroshi, self._at = noroshi, at
        self._members: list[Member] = []
        self._squeeze = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compressobj()

    def file(self, name: str, path: Path) -> Iterator[bytes]:
        """Pack a file as it is when it is opened; one that is gone by now is left out.

        Raises
        ------
        StorageError
            If it becomes shorter while it is read, or there are too many.
        OSError
            If it cannot be read.
        """
        if len(self._members) == MOST_MEMBERS:
            raise StorageError(
                f"there are more than {MOST_MEMBERS:,} files to back up",
                hint="Leave the archive out with --without-archive, and copy it with other tools.",
            )
        try:
            file = path.open("rb")
        except FileNotFoundError:  # a day that somebody moved away in the meantime
            return
        with file:
            status = os.fstat(file.fileno())
            yield self._squeeze.compress(_header(name, status.st_size, status.st_mtime_ns // SECOND))
            digest, left = hashlib.blake2b(digest_size=DIGEST), status.st_size
            while left:
                piece = file.read(min(left, PIECE))
                if not piece:
                    raise StorageError(f"{path} became shorter while it was read", hint="Try again.")
                digest.update(piece)
                left -= len(piece)
                yield self._squeeze.compress(piece)
        yield self._squeeze.compress(_padding(status.st_size))
        self._members.append(Member(name, status.st_size, digest.hexdigest()))

    def end(self, schema: str | None) -> Iterator[bytes]:
        """Pack the manifest, and end the archive.

        Parameters
        ----------
        schema
            The migration that the packed database has; None if there is none.
        """
        manifest = Manifest(FORMAT, self._noroshi, self._at, schema, tuple(self._members))
        data = msgspec.json.encode(manifest)
        parts = (_header(MANIFEST, len(data), self._at // SECOND), data, _padding(len(data)))
        yield self._squeeze.compress(b"".join(parts) + bytes(2 * BLOCKSIZE))
        yield self._squeeze.flush()


def _header(name: str, size: int, modified: int) -> bytes:
    info = TarInfo(name)
    info.size, info.mtime, info.mode = size, modified, PRIVATE_FILE
    return info.tobuf(GNU_FORMAT)  # names are short ASCII, so this is one block; it takes any size


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCKSIZE)
