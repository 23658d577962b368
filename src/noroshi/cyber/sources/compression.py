"""Compressed captures, told by their first bytes and read as a stream."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

import zstandard

MAGICS: dict[bytes, Callable[[BinaryIO], BinaryIO]] = {
    b"\x1f\x8b": lambda file: cast("BinaryIO", gzip.GzipFile(fileobj=file)),
    b"\x28\xb5\x2f\xfd": lambda file: cast(
        "BinaryIO",
        zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(file, read_across_frames=True),
    ),
    b"\xfd7zXZ\x00": lambda file: cast("BinaryIO", lzma.LZMAFile(file)),
    b"BZh": lambda file: cast("BinaryIO", bz2.BZ2File(file)),
}
"""First bytes -> how to read on. None of these holds more than a window in memory."""

DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
"""What the libraries raise on damaged data."""


def decompressed(file: BinaryIO, magic: bytes) -> BinaryIO:
    """Wrap a file whose first bytes are `magic` so that it reads decompressed; plain files stay as they are."""
    for first, wrap in MAGICS.items():
        if magic.startswith(first):
            return wrap(file)
    return file
