"""Garbage for the kernel that walks a block of the system's ring; each alone in its buffer, so that a look past its end is seen."""

import sys

import numpy as np

from _captures import FRAMES
from _driver import fuzz
from noroshi.columns.schema import allocate
from noroshi.cyber.kernels.dissect import dissect
from noroshi.cyber.kernels.framing import Frames
from noroshi.cyber.kernels.ring import DESCRIPTOR, frame_block
from noroshi.cyber.packets import Packets, Skip
from tests.cyber.rings import block

ROOM = 64

_frames, _packets, _skipped = allocate(Frames, ROOM), allocate(Packets, ROOM), np.zeros(len(Skip), np.int64)


def parse(data: bytes) -> None:
    """Walk a block, and parse the frames that were found."""
    whole = np.frombuffer(data.ljust(DESCRIPTOR, b"\0"), np.uint8)
    count, left = frame_block(whole, 1, _frames)
    assert int.from_bytes(whole[12:16].tobytes(), sys.byteorder) == count + left
    _skipped[:] = 0
    assert dissect(whole, _frames, 0, count, _packets, _skipped) + _skipped.sum() == count


fuzz(
    parse,
    seeds=[block(*FRAMES), block(*FRAMES * 20), block(FRAMES[0]), block()],
    named=(),
    words=[block(FRAMES[1])[48:], block(*FRAMES)[48:52]],
)
