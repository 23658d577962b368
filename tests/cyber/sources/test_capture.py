"""One capture of either format, however its bytes come."""

import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.cyber.packets import Skip
from noroshi.cyber.sources.capture import CaptureReader
from tests.cyber import captures
from tests.cyber.captures import SYN, Frame
from tests.cyber.sources.reading import bytes_of, packets_of, read, read_until_fault, times

MOMENTS = (1_800_000_000_123_456_000, 1_800_000_000_123_457_000, 1_800_000_001_000_000_000)
FRAMES = tuple(Frame(moment, SYN) for moment in MOMENTS)

WHOLE = {
    "pcap": captures.pcap(*FRAMES),
    "pcap, most significant byte first": captures.pcap(*FRAMES, order=">"),
    "pcap, nanoseconds": captures.pcap(*FRAMES, unit=1),
    "pcap, nanoseconds, most significant byte first": captures.pcap(*FRAMES, order=">", unit=1),
    "pcapng": captures.pcapng(*FRAMES),
    "pcapng, most significant byte first": captures.pcapng(*FRAMES, order=">"),
    "pcapng, two sections": captures.pcapng(*FRAMES[:1], order=">") + captures.pcapng(*FRAMES[1:]),
    "pcapng, old packets": captures.section()
    + captures.interface()
    + b"".join(captures.old_packet(moment // 1000, SYN) for moment in MOMENTS),
}
"""The same three packets in every format."""


@pytest.mark.parametrize("data", WHOLE.values(), ids=WHOLE)
def test_every_format_gives_the_same_packets(data: bytes) -> None:
    """Byte order, unit of time and kind of block make no difference."""
    packets = packets_of(data)

    assert list(MOMENTS) == packets.time.tolist()
    assert [23, 23, 23] == packets.destination_port.tolist()


@given(st.sampled_from(sorted(WHOLE)), st.lists(st.integers(0, 400), max_size=12))
def test_cuts_make_no_difference(name: str, cuts: list[int]) -> None:
    """However the bytes are cut into portions, the packets are the same, and so are their bytes, wherever those lie."""
    data = WHOLE[name]
    expected, actual = packets_of(data), packets_of(data, [min(cut, len(data)) for cut in cuts])

    assert [column.tolist() for column in expected[:-2]] == [column.tolist() for column in actual[:-2]]
    assert bytes_of(expected) == bytes_of(actual)


@pytest.mark.parametrize("data", WHOLE.values(), ids=WHOLE)
def test_byte_by_byte(data: bytes) -> None:
    """A pipe that gives one byte at a time gives the same packets."""
    assert list(MOMENTS) == packets_of(data, range(len(data))).time.tolist()


def test_what_is_there_is_handed_over_at_once() -> None:
    """A packet does not wait for the next one, and a pause between packets is told."""
    header, first = captures.pcap(), captures.record(FRAMES[0])
    arrived = list(read([None, header, None, first, None, captures.record(FRAMES[1])]))

    assert [None, None, 1, None, 1] == [batch and len(batch.time) for batch in arrived]


def test_interfaces_have_their_own_link_type_and_clock() -> None:
    """Packets of one section are read by the link type, the unit and the offset of their interface."""
    data = captures.section() + captures.interface() + captures.interface(101, resolution=0x80, seconds=5)
    data += captures.packet(7, SYN) + captures.packet(7, SYN[14:], interface=1)
    packets = packets_of(data)

    assert [7_000, 12_000_000_000] == packets.time.tolist()
    assert [23, 23] == packets.destination_port.tolist()


def test_an_interface_may_be_described_after_packets() -> None:
    """A description between packets counts from there on."""
    data = captures.section() + captures.interface() + captures.packet(1, SYN)
    data += captures.interface(101) + captures.packet(2, SYN[14:], interface=1)

    assert [1_000, 2_000] == packets_of(data).time.tolist()


def test_a_new_section_forgets_the_interfaces_of_the_old_one() -> None:
    """A packet that names an interface of the section before is a fault."""
    data = captures.pcapng(*FRAMES) + captures.section() + captures.packet(1, SYN)

    assert "an interface that was not described" in fault(data)[1]


def test_a_simple_packet_has_the_time_of_the_one_before() -> None:
    """Simple packets have no time of their own."""
    data = captures.pcapng(FRAMES[0]) + captures.simple_packet(SYN)

    assert [MOMENTS[0], MOMENTS[0]] == packets_of(data).time.tolist()


def test_a_block_larger_than_the_window() -> None:
    """Blocks of many megabytes are put up with, and passed over."""
    data = captures.section() + captures.interface(resolution=9) + captures.block(0x0BAD, bytes(5 << 20))
    data += captures.packet(MOMENTS[0], SYN)

    assert [MOMENTS[0]] == packets_of(data, range(0, len(data), 1 << 16)).time.tolist()


def test_more_frames_than_one_batch_holds() -> None:
    """A capture larger than every buffer comes in several batches, and nothing is lost between them."""
    many = [Frame(moment * 1000, SYN) for moment in range(30_000)]

    assert [frame.time for frame in many] == times(read([captures.pcap(*many)]))


PCAP = captures.pcap(*FRAMES)
NG = captures.pcapng(*FRAMES)

BROKEN = {
    "the file is empty": (b"", 0, 0),
    "the file header is cut off": (PCAP[:3], 0, 0),
    "the file header is cut off ": (PCAP[:23], 0, 0),
    "the file header is cut off  ": (NG[:20], 0, 0),
    "the last record is cut off": (PCAP[:-1], 24 + 2 * (16 + len(SYN)), 2),
    "the last record is cut off ": (NG[:-1], len(NG) - 88, 2),
    "neither pcap nor pcapng": (b"what is this", 0, 0),
    "a modified pcap": (struct.pack("<I", 0xA1B2CD34) + PCAP[4:], 0, 0),
    "pcap version 1": (captures.pcap(version=1), 0, 0),
    "a record longer than any honest one": (PCAP + b"\xff" * 16, len(PCAP), 3),
    "pcapng version 2": (NG[:12] + b"\2" + NG[13:], 0, 0),
    "no byte-order magic": (NG[:8] + b"\0" + NG[9:], 0, 0),
    "a section header of 24 bytes": (NG[:4] + b"\x18" + NG[5:], 0, 0),
    "the section header's two lengths differ": (NG[:24] + b"\x20" + NG[25:], 0, 0),
    "not a multiple of four": (NG + struct.pack("<IIII", 4, 14, 0, 14), len(NG), 3),
    "an interface description of 16 bytes": (NG + captures.block(1, bytes(4)), len(NG), 3),
    "whose time cannot be told": (NG + captures.interface(resolution=19), len(NG), 3),
    "whose time cannot be told ": (NG + captures.interface(seconds=1 << 40), len(NG), 3),
    "more than 4096 interfaces": (
        NG + captures.interface() * 4096, len(NG) + 4095 * len(captures.interface()), 3
    ),
    "a packet from before 1970": (NG + captures.packet(1 << 63, SYN), len(NG), 3),
}  # fmt: skip
"""Reason -> a broken capture, the offset of the fault, and how many packets come before it."""


def fault(data: bytes, size: int = 1 << 20) -> tuple[int, str, list[int]]:
    """Read a broken capture in portions; give where and why it is broken, and the times of what came before."""
    found, error = read_until_fault(data[start : start + size] for start in range(0, len(data), size))
    assert error is not None
    assert "capture" == error.path
    return error.offset, error.reason, found


@pytest.mark.parametrize("reason", BROKEN)
@pytest.mark.parametrize("cut", [1 << 20, 7])
def test_a_broken_capture_says_where_and_why(reason: str, cut: int) -> None:
    """The error names the offset and the reason, and all packets before the fault have been handed over."""
    data, offset, before = BROKEN[reason]
    where, why, found = fault(data, cut)

    assert (offset, list(MOMENTS[:before])) == (where, found)
    assert reason.strip() in why


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_spoilt_capture_is_a_named_error_or_read(name: str, draw: st.DataObject) -> None:
    """Whatever bytes are changed, the capture is read, or refused where it is broken."""
    data = bytearray(WHOLE[name])
    for place in draw.draw(st.lists(st.integers(0, len(data) - 1), max_size=4)):
        data[place] = draw.draw(st.sampled_from((0, 1, 0x7F, 0x80, 0xFF)))
    found, error = read_until_fault([bytes(data)])

    assert len(found) <= len(data)
    assert error is None or 0 <= error.offset <= len(data)


def test_skipped_frames_are_counted_by_reason() -> None:
    """Each frame that is no packet is counted under its reason, across captures."""
    reader = CaptureReader()
    arp = Frame(0, bytes(12) + b"\x08\x06" + bytes(28))
    for data in (captures.pcap(arp, FRAMES[0]), captures.pcap(FRAMES[0], link=147)):
        list(read([data], reader))

    assert (3, 1) == (reader.frames, reader.packets)
    assert {Skip.NOT_IP: 1, Skip.UNKNOWN_LINK: 1} == {
        skip: reader.skipped[skip] for skip in Skip if reader.skipped[skip]
    }


def test_many_small_sections_take_no_longer_than_they_must() -> None:
    """Ten thousand sections of one packet each are read within seconds: nothing is walked twice."""
    before = time.monotonic()
    count = len(times(read([captures.pcapng(FRAMES[0]) * 10_000])))

    assert 10_000 == count
    assert time.monotonic() - before < 10
