"""The walks over records and blocks, beside plain twins."""

import struct
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.schema import allocate
from noroshi.cyber.kernels.framing import LATEST, Frames, Interfaces, Stop, frame_pcap, frame_pcapng
from tests.cyber import captures
from tests.cyber.captures import Frame

Found = list[tuple[int, int, int, int]]

LONGEST = 200
ORDERS = st.sampled_from("<>")
FRAMES = st.lists(
    st.builds(Frame, st.integers(0, 2**32 * 10**9 - 1), st.binary(max_size=40)),
    min_size=1,
    max_size=6,
)


def as_array(data: bytes) -> Any:
    return np.frombuffer(data, np.uint8)


def listed(frames: Frames, count: int) -> Found:
    return [tuple(row) for row in zip(*(column[:count].tolist() for column in frames), strict=True)]


def pcap(data: bytes, order: str, unit: int, room: int = 16) -> tuple[int, Found, int]:
    frames = allocate(Frames, room)
    start, count, stop = frame_pcap(as_array(data), 0, len(data), order == ">", unit, LONGEST, 7, frames)
    return int(start), listed(frames, int(count)), int(stop)


def plainly(data: bytes, order: str, unit: int) -> tuple[int, Found, int]:
    """Walk records with struct."""
    start, found = 0, Found()
    while len(data) - start >= 16:
        seconds, fraction, captured = struct.unpack_from(order + "III", data, start)
        if captured > LONGEST:
            return start, found, Stop.TOO_LONG
        if len(data) - start - 16 < captured:
            break
        found.append((start + 16, captured, seconds * 10**9 + fraction * unit, 7))
        start += 16 + captured
    return start, found, Stop.MORE


@given(FRAMES, ORDERS, st.sampled_from((1, 1000)), st.data())
def test_pcap_records_are_walked_as_plainly(
    frames: list[Frame], order: str, unit: int, draw: st.DataObject
) -> None:
    """Frames, times and the place of the fault are those of a plain walk, wherever the data is cut or spoilt."""
    data = bytearray(b"".join(captures.record(frame, order, unit) for frame in frames))
    data = data[: draw.draw(st.integers(0, len(data)))]
    for place in draw.draw(st.lists(st.integers(0, max(0, len(data) - 1)), max_size=2)):
        data[place : place + 1] = b"\xff"

    assert plainly(bytes(data), order, unit) == pcap(bytes(data), order, unit)


@given(FRAMES, st.integers(1, 7))
def test_a_walk_stops_when_there_is_no_room_and_goes_on_from_there(frames: list[Frame], room: int) -> None:
    """However little room there is for frames at a time, the same frames come out."""
    data = b"".join(captures.record(frame) for frame in frames)
    start, found, stop = 0, 0, int(Stop.FULL)
    while stop == Stop.FULL:
        used, some, stop = pcap(data[start:], "<", 1000, room)
        start, found = start + used, found + len(some)

    assert (len(data), len(frames), Stop.MORE) == (start, found, stop)


def interfaces(*rows: dict[str, int]) -> Interfaces:
    """Describe interfaces that tell nanoseconds unless told otherwise."""
    table = allocate(Interfaces, 4)
    for place, row in enumerate(rows):
        plain = {"link": 1, "multiply": 1, "divide": 1, "shift": -1, "most": LATEST, **row}
        for name, value in plain.items():
            getattr(table, name)[place] = value
    return table


def pcapng(data: bytes, order: str, *rows: dict[str, int], latest: int = 5) -> tuple[int, Found, int]:
    frames = allocate(Frames, 16)
    table = interfaces(*rows)
    start, count, stop, _ = frame_pcapng(
        as_array(data), 0, len(data), order == ">", table, len(rows), latest, frames
    )
    return int(start), listed(frames, int(count)), int(stop)


BLOCKS = st.lists(
    st.tuples(st.sampled_from("epsx"), st.integers(0, LATEST - 1), st.binary(max_size=20), st.integers(0, 1)),
    max_size=6,
)


@given(BLOCKS, ORDERS)
def test_all_packet_blocks_are_found(blocks: list[tuple[str, int, bytes, int]], order: str) -> None:
    """Enhanced, obsolete and simple packets are found between blocks of other kinds, each with its interface's link."""
    data, expected, latest = b"", [], 5
    for kind, time, frame, place in blocks:
        start = len(data)
        if kind == "e":
            data += captures.packet(time, frame, order, interface=place)
        elif kind == "p":
            data += captures.old_packet(time, frame, order, interface=place)
        elif kind == "s":
            data += captures.simple_packet(frame, order)
        else:
            data += captures.block(captures.STATISTICS, frame, order)
            continue
        latest = latest if kind == "s" else time
        link = 101 if kind != "s" and place else 1
        expected.append((start + (12 if kind == "s" else 28), len(frame), latest, link))

    assert (len(data), expected, Stop.MORE) == pcapng(data, order, {}, {"link": 101})


@given(st.integers(0, 2**63 - 1), st.integers(0, 62), st.integers(-(10**9), 10**9), st.booleans())
def test_times_are_told_in_nanoseconds(ticks: int, exponent: int, seconds: int, is_binary: bool) -> None:  # noqa: FBT001  # a drawn case
    """A time in any unit is the exact one, rounded down; in units finer than 2^-30 s, at most a nanosecond early."""
    exponent = exponent if is_binary else exponent % 19
    units = (2 if is_binary else 10) ** exponent
    most = min(units * LATEST // 10**9, 2**63 - 1)
    row = {
        "multiply": 1 if is_binary else 10 ** max(0, 9 - exponent),
        "divide": 1 if is_binary else 10 ** max(0, exponent - 9),
        "shift": exponent if is_binary else -1,
        "most": most,
        "offset": seconds * 10**9,
    }
    exact = int(Fraction(ticks * 10**9, units)) + seconds * 10**9
    _, found, stop = pcapng(captures.packet(ticks, b""), "<", row)

    if ticks > most or not 0 <= exact < LATEST:
        assert Stop.NO_TIME == stop or abs(exact - LATEST) <= 1
    else:
        slack = 1 if is_binary and exponent > 30 else 0
        assert exact - slack <= found[0][2] <= exact


BODY = struct.pack("<IIIII", 0, 0, 0, 4, 4) + b"abcd"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (struct.pack("<III", 6, 8, 8), Stop.TOO_SHORT),
        (captures.block(6, BODY[:16]), Stop.TOO_SHORT),
        (captures.block(3, b""), Stop.TOO_SHORT),
        (struct.pack("<III", 4, 1 << 25, 0), Stop.TOO_LONG),
        (struct.pack("<IIII", 4, 14, 0, 14), Stop.UNEVEN),
        (captures.block(4, BODY)[:-4] + b"\0\0\0\0", Stop.UNEQUAL),
        (captures.block(6, struct.pack("<IIIII", 0, 0, 0, 5, 5) + b"abcd"), Stop.OVERFLOWING),
        (captures.packet(0, b"", interface=1), Stop.NO_INTERFACE),
        (captures.packet(1 << 63, b""), Stop.NO_TIME),
        (captures.section(), Stop.SECTION),
        (captures.interface(), Stop.INTERFACE),
        (captures.block(6, BODY)[:-1], Stop.MORE),
    ],
)
def test_each_fault_has_its_reason(data: bytes, reason: Stop) -> None:
    """A walk stops before the block that it cannot take, and says why; what came before is kept."""
    first = captures.packet(1, b"first")

    assert (len(first), [(28, 5, 1, 1)], reason) == pcapng(first + data, "<", {})


def test_a_simple_packet_is_as_long_as_was_captured() -> None:
    """The least of the frame's length, the block's room and the interface's snap length counts."""
    data = captures.simple_packet(bytes(8), length=6) + captures.simple_packet(bytes(4), length=1500)

    assert [6, 4] == [frame[1] for frame in pcapng(data, "<", {})[1]]
    assert [5, 4] == [frame[1] for frame in pcapng(data, "<", {"snaplen": 5})[1]]


@given(st.binary(max_size=120), st.sampled_from((1, 2, 3, 4, 6)), ORDERS)
def test_garbage_is_put_up_with(garbage: bytes, kind: int, order: str) -> None:
    """Whatever a block holds, a walk ends with a reason, and no frame lies outside the data."""
    data = captures.block(kind, garbage, order)
    start, found, stop = pcapng(data, order, {})

    assert stop in set(Stop)
    assert 0 <= start <= len(data)
    assert all(start >= 0 and start + captured <= len(data) for start, captured, _, _ in found)
