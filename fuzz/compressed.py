"""Garbage for the reader of compressed captures."""

import bz2
import gzip
import lzma

import zstandard

from _captures import NAMED, PCAPNGS, PCAPS, read_packed
from _driver import fuzz

WHOLE = (PCAPS[0] * 3, PCAPNGS[2], PCAPS[1] + bytes(100_000))
PACKERS = (gzip.compress, bz2.compress, lzma.compress, zstandard.ZstdCompressor(write_checksum=True).compress)

fuzz(read_packed, seeds=[pack(data) for data in WHOLE for pack in PACKERS], named=NAMED)
