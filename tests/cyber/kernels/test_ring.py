"""The walk over a block of the system's ring, beside a plain twin."""

import struct
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.schema import allocate
from noroshi.cyber.kernels.framing import Frames
from noroshi.cyber.kernels.ring import frame_block
from tests.cyber.captures import Frame
from tests.cyber.rings import block

Found = tuple[list[tuple[int, int, int, int]], int]

FRAMES = st.lists(st.builds(Frame, st.integers(0, 2**32 * 10**9 - 1), st.binary(max_size=40)), max_size=6)


def walked(data: bytes, room: int = 16) -> Found:
    frames = allocate(Frames, room)
    count, left = frame_block(np.frombuffer(data, np.uint8), 7, frames)
    columns: list[list[Any]] = [column[: int(count)].tolist() for column in frames]
    return list(zip(*columns, strict=True)), int(left)


def plainly(data: bytes) -> Found:
    """Walk records with struct."""
    promised, place = struct.unpack_from("II", data, 12)
    found: list[tuple[int, int, int, int]] = []
    while len(found) < promised and place + 48 <= len(data):
        step, seconds, nanoseconds, captured, _, _, mac = struct.unpack_from("6IH", data, place)
        if place + mac + captured > len(data):
            break
        found.append((place + mac, captured, seconds * 10**9 + nanoseconds, 7))
        place += step if step >= 48 else len(data)
    return found, promised - len(found)


@given(FRAMES, st.data())
def test_as_plainly(frames: list[Frame], draw: st.DataObject) -> None:
    """Frames, times and what is amiss are those of a plain walk, wherever the block is cut or spoilt."""
    data = bytearray(block(*frames))
    data = data[: draw.draw(st.integers(48, len(data)))]
    for place in draw.draw(st.lists(st.integers(0, len(data) - 1), max_size=3)):
        data[place] = draw.draw(st.sampled_from((0, 1, 48, 0x80, 0xFF)))

    found, left = plainly(bytes(data))

    assert (found[:16], left + len(found[16:])) == walked(bytes(data))


@given(FRAMES)
def test_whole(frames: list[Frame]) -> None:
    """All frames of an honest block are found where they lie, and nothing is amiss."""
    data = block(*frames)

    found, left = walked(data)

    assert frames == [Frame(time, data[start : start + size]) for start, size, time, _ in found]
    assert left == 0


@given(FRAMES, st.integers(1, 7))
def test_room(frames: list[Frame], room: int) -> None:
    """What there is no room for is counted."""
    found, left = walked(block(*frames), room)

    assert (min(room, len(frames)), max(0, len(frames) - room)) == (len(found), left)
