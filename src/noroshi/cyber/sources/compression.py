"""Compressed captures, told by their first bytes and unpacked as they come.

The libraries' own file objects are not used: on a live pipe they wait for more than there is,
zstandard's says nothing of a file that is cut off, and lzma's takes as much memory as the file asks for.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import zstandard

from noroshi.cyber.sources.waiting import Readable

MOST_MEMORY = 1 << 27
"""Bytes that a file may ask for: twice what `xz -9` needs, and as much as `zstd --ultra -22`."""

DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
"""What the libraries raise on damaged data."""

LONGEST_MAGIC = 6

_PIECE = 1 << 10
"""Bytes unpacked at a time. Of the densest data, gzip makes 1 MiB of them and zstd 32 MiB; the other
two can be told where to stop. What a damaged piece begins with is lost."""

_MOST = 1 << 20
_READ = 1 << 18
"""Bytes read at a time; three or four times as many, unpacked, fill a stream's window."""


class Member(Protocol):
    """One compressed member of a file; several may stand end to end."""

    @property
    def eof(self) -> bool:
        """Whether its end was reached."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What follows its end."""
        ...

    def decompress(self, data: bytes, /) -> bytes:
        """Unpack some more of it."""
        ...


def _zstd() -> Member:
    return zstandard.ZstdDecompressor(max_window_size=MOST_MEMORY).decompressobj()


MAGICS: Mapping[bytes, Callable[[], Member]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(wbits=zlib.MAX_WBITS | 16),
    b"\x28\xb5\x2f\xfd": _zstd,
    b"\xfd7zXZ\x00": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_MEMORY),
    b"BZh": bz2.BZ2Decompressor,
}
"""First bytes -> how to begin a member."""


def packing(first: bytes) -> Callable[[], Member] | None:
    """Tell by a file's first bytes how it is compressed; None if it is not."""
    return next((begin for magic, begin in MAGICS.items() if first.startswith(magic)), None)


class Unpacked:
    """What a compressed file unpacks to.

    Nothing in it refers back to it, so that its memory, up to `MOST_MEMORY`, is given back at once.

    Parameters
    ----------
    file
        Where to read on.
    begin
        Begins a member.
    first
        Bytes already read.
    """

    def __init__(self, file: Readable, begin: Callable[[], Member], first: bytes) -> None:
        self._file = file
        self._members = _Members(begin)
        self._pieces = self._members.unpack(first)
        self._left = memoryview(b"")
        self._fault = ""
        self._read = memoryview(bytearray(_READ))

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Unpack what is there; 0 at the end, None if nothing came for a while.

        Raises
        ------
        OSError
            If the file cannot be read, or is damaged or ends inside a member, once all before it was given.
        """
        while not (count := self._pour(buffer)):
            if self._fault:
                raise OSError(self._fault)
            read = self._file.readinto(self._read)
            if read is None:
                return None
            if read == 0:
                if self._members.is_inside:
                    raise OSError("the compressed data is cut off")
                return 0
            self._pieces = self._members.unpack(bytes(self._read[:read]))
        return count

    def _pour(self, buffer: memoryview) -> int:
        """Fill the buffer with what can be unpacked of what was read; give how much that is."""
        room = buffer
        while room:
            if not self._left:
                piece = self._next()
                if piece is None:
                    break
                self._left = memoryview(piece)
            size = min(len(room), len(self._left))
            room[:size] = self._left[:size]
            room, self._left = room[size:], self._left[size:]
        return len(buffer) - len(room)

    def _next(self) -> bytes | None:
        """Unpack one more piece; a fault is kept until what came before it has been given."""
        try:
            return next(self._pieces, None)
        except DAMAGE as fault:
            self._fault = str(fault) or "damaged"
            return None


class _Members:
    """The members of a file, one after the other."""

    def __init__(self, begin: Callable[[], Member]) -> None:
        self._begin = begin
        self._member: Member | None = None

    @property
    def is_inside(self) -> bool:
        """Whether a member has begun and not ended."""
        return self._member is not None

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Unpack some more."""
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            while piece:
                if self._member is None:
                    piece = piece.lstrip(b"\0")  # padding, as on tapes and by xz
                    if not piece:
                        break
                    self._member = self._begin()
                yield from _measured(self._member, piece)
                piece = self._member.unused_data
                if self._member.eof:
                    self._member = None


def _measured(member: Member, piece: bytes) -> Iterator[bytes]:
    """Unpack a piece of a member, in portions that are not too large."""
    if not isinstance(member, bz2.BZ2Decompressor | lzma.LZMADecompressor):
        yield member.decompress(piece)
        return
    yield member.decompress(piece, _MOST)
    while not (member.eof or member.needs_input):
        yield member.decompress(b"", _MOST)
