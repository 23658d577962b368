"""A stream of bytes, seen through a window that stays in the processor's cache."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.sources.compression import LONGEST_MAGIC, Unpacked, packing
from noroshi.cyber.sources.waiting import Readable
from noroshi.errors import CaptureError

WINDOW = 1 << 22
"""Bytes read at a time: they stay in a processor's last cache until they are parsed.
Not a memory map: a file that is cut short under a map kills the process."""


class ByteStream:
    """The window: bytes [start, end) of `data` are unread; `offset` is where `data` begins in the stream.

    Parameters
    ----------
    name
        What errors call it.
    file
        Where the bytes come from, compressed or not; need not be seekable.
    """

    def __init__(self, name: str, file: Readable) -> None:
        self.name = name
        self.data: U8 = np.empty(WINDOW, np.uint8)
        self.start = 0
        self.end = 0
        self.offset = 0
        self._file = file
        self._is_told = False

    @property
    def unread(self) -> int:
        """How many bytes are there to be looked at."""
        return self.end - self.start

    @property
    def position(self) -> int:
        """Where in the stream the unread bytes begin."""
        return self.offset + self.start

    def fill(self) -> int | None:
        """Read on what is there, keeping what is unread; give how many bytes came.

        Returns
        -------
        int or None
            0 at the end of the stream; None if nothing came for a while, and more may.

        Raises
        ------
        CaptureError
            If the data cannot be read or unpacked any further.
        """
        kept = self.unread
        if kept > len(self.data) // 2:
            self._move(np.empty(2 * len(self.data), np.uint8), kept)
        elif self.start:
            self._move(self.data, kept)
        try:
            count = self._file.readinto(self.data.data[self.end :])
        except OSError as fault:
            reason = fault.strerror or str(fault)
            raise CaptureError(self.name, self.offset + self.end, f"cannot read on: {reason}") from fault
        self.end += count or 0
        return count

    def peek(self, count: int) -> bytes:
        """Copy the first unread bytes; so many are there."""
        return self.data[self.start : self.start + count].tobytes()

    def first(self) -> bytes:
        """Give the first bytes, by which a format is told; none while they have not come.

        The first look also tells whether the stream is compressed, and then begins to unpack it.
        """
        if self.unread < LONGEST_MAGIC:
            return b""
        first = self.peek(LONGEST_MAGIC)
        if not self._is_told:
            self._is_told = True
            begin = packing(first)
            if begin:
                self._file = Unpacked(self._file, begin, self.peek(self.unread))
                self.end = self.start
                return b""
        return first

    def broken(self, reason: str) -> CaptureError:
        """Make the error that says that the stream is broken here."""
        return CaptureError(self.name, self.position, reason)

    def _move(self, data: U8, kept: int) -> None:
        data[:kept] = self.data[self.start : self.end].copy()
        self.data = data
        self.offset += self.start
        self.start, self.end = 0, kept
