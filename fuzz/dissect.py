"""Garbage for the kernel that parses frames; each alone in its buffer, so that a look past its end is seen."""

import numpy as np

from _captures import ARP, ERROR, FRAGMENT, TAGGED
from _driver import fuzz
from noroshi.columns.schema import allocate
from noroshi.cyber.kernels.dissect import dissect
from noroshi.cyber.kernels.framing import Frames
from noroshi.cyber.packets import Packets, Skip
from tests.cyber.captures import SYN

LINKS = (1, 0, 101, 108, 113, 228, 276, 99)

_frames, _packets, _skipped = allocate(Frames, 1), allocate(Packets, 1), np.zeros(len(Skip), np.int64)


def parse(data: bytes) -> None:
    """Parse a frame whose first byte says which link type it has."""
    frame = np.frombuffer(data[1:], np.uint8)
    _frames.link[0] = LINKS[data[0] % len(LINKS)] if data else 1
    _frames.captured[0] = len(frame)
    _skipped[:] = 0
    count = dissect(frame, _frames, 0, 1, _packets, _skipped)
    assert count + _skipped.sum() == 1


ETHERNETS = (SYN, ARP, TAGGED, FRAGMENT, ERROR)
fuzz(
    parse,
    seeds=[b"\0" + frame for frame in ETHERNETS]
    + [b"\2" + frame[14:] for frame in ETHERNETS]
    + [b"\1\2\0\0\0" + SYN[14:], b"\4" + bytes(14) + SYN[12:], b"\6\x08\0" + bytes(18) + SYN[14:]],
    named=(),
    words=[b"\x81\0\0\1", b"\x2c\0\0\x08", b"\x33\1", b"\0\0", b"\2\4\5\xb4", SYN[14:34], FRAGMENT[14:62]],
)
