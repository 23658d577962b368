"""A stream of bytes, seen through a window that stays in the processor's cache."""

from typing import BinaryIO

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.sources.compression import DAMAGE
from noroshi.errors import CaptureError

WINDOW = 1 << 20
"""Bytes read at a time: they fit a processor's second-level cache, so parsing does not wait for memory.
Not a memory map: a file that is cut short under a map kills the process."""


class ByteStream:
    """The window: bytes [start, end) of `data` are unread; `offset` is where `data` begins in the stream.

    Parameters
    ----------
    name
        What errors call it.
    file
        Where the bytes come from; need not be seekable.
    """

    def __init__(self, name: str, file: BinaryIO) -> None:
        self.name = name
        self.data: U8 = np.empty(WINDOW, np.uint8)
        self.start = 0
        self.end = 0
        self.offset = 0
        self._file = file

    @property
    def unread(self) -> int:
        """How many bytes are there to be looked at."""
        return self.end - self.start

    def fill(self) -> bool:
        """Read on, keeping what is unread; False at the end of the stream.

        Raises
        ------
        CaptureError
            If the data cannot be read or decompressed any further.
        """
        kept = self.unread
        if kept > len(self.data) // 2:
            self._move(np.empty(2 * len(self.data), np.uint8), kept)
        elif self.start:
            self._move(self.data, kept)
        try:
            count: int = self._file.readinto1(memoryview(self.data)[self.end :])  # type: ignore[attr-defined]  # every buffered reader has it
        except DAMAGE as fault:
            reason = getattr(fault, "strerror", None) or str(fault) or "damaged"
            raise CaptureError(self.name, self.offset + self.end, f"cannot read on: {reason}") from fault
        self.end += count
        return count > 0

    def want(self, count: int) -> bool:
        """Read on until that many bytes are unread; False if the stream ends before."""
        while self.unread < count:
            if not self.fill():
                return False
        return True

    def take(self, count: int) -> bytes:
        """Take bytes that are there."""
        taken = self.data[self.start : self.start + count].tobytes()
        self.start += count
        return taken

    def broken(self, reason: str) -> CaptureError:
        """Make the error that says that the stream is broken here."""
        return CaptureError(self.name, self.offset + self.start, reason)

    def _move(self, data: U8, kept: int) -> None:
        data[:kept] = self.data[self.start : self.end].copy()
        self.data = data
        self.offset += self.start
        self.start, self.end = 0, kept
