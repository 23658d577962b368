"""The parser of frames beside a plain twin, and by hand where a rule needs naming."""

import struct
from ipaddress import ip_address
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from noroshi.columns.addresses import address_text
from noroshi.columns.schema import allocate, as_mapping
from noroshi.cyber.kernels.dissect import dissect
from noroshi.cyber.kernels.framing import Frames
from noroshi.cyber.packets import Packets, Pattern, Quoted, Skip
from tests.cyber.captures import SYN

Row: TypeAlias = dict[str, Any]

ETHERNET, RAW, LOOPBACK, SLL, SLL2 = 1, 101, 0, 113, 276
TAGS = (0x8100, 0x88A8, 0x9100, 0x9200)
MAPPED = bytes(10) + b"\xff\xff"
EXTENSIONS = (0, 43, 44, 51, 60, 135, 139, 140)

ERROR6 = struct.pack("!IHBB", 6 << 28, 48, 58, 60) + b"\x20" * 32 + b"\1\0" + bytes(6)
ERROR6 += struct.pack("!IHBB", 6 << 28, 0, 17, 60) + b"\x20" * 16 + b"\x30" * 16
"""An ICMPv6 error: it writes columns that few packets have."""


def dissected(*frames: bytes, link: int = ETHERNET) -> tuple[list[Row], list[int]]:
    """Parse frames, each with nothing but itself in the buffer's end, where reading on would be noticed.

    The rows have been used before, by packets that wrote every column.
    """
    table, packets = allocate(Frames, len(frames)), allocate(Packets, len(frames))
    for each, its_link in (([ERROR6] * len(frames), RAW), (frames, link)):
        data, skipped = np.frombuffer(b"".join(each), np.uint8), np.zeros(len(Skip), np.int64)
        table.captured[:] = [len(frame) for frame in each]
        table.start[:] = np.cumsum(table.captured) - table.captured
        table.link[:] = its_link
        count = int(dissect(data, table, 0, len(frames), packets, skipped))
    columns = {name: array[:count].tolist() for name, array in as_mapping(packets).items() if name != "time"}
    return [
        dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
    ], skipped.tolist()


def one(frame: bytes, link: int = ETHERNET) -> Row | Skip:
    """Parse one frame into a packet, or into why it is none."""
    rows, skipped = dissected(frame, link=link)
    return rows[0] if rows else Skip(skipped.index(1))


# The twin ---------------------------------------------------------------------------------------------------


def number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size])


def words(name: str, address: bytes) -> Row:
    whole = int.from_bytes(address) | (0xFFFF << 32 if len(address) == 4 else 0)
    return {f"{name}_hi": whole >> 64, f"{name}_lo": whole & (1 << 64) - 1}


def plainly(frame: bytes, link: int) -> Row | Skip:
    row = parsed(frame, link)
    return row if isinstance(row, Skip) else row | {"labels": labels(row), "at": len(frame) + row["at"]}


def labels(row: Row) -> int:
    target = row["destination_lo"] & 0xFFFF_FFFF
    found = Pattern(0)
    if row["quoted"] == 0 and row["ip_id"] == 54321:
        found |= Pattern.ZMAP
    if row["protocol"] == 6 and row["tcp_flags"] & 0x12 == 2:
        found |= Pattern.MIRAI if row["sequence"] == target else Pattern(0)
        cookie = (target ^ row["destination_port"] ^ row["sequence"]) & 0xFFFF
        found |= Pattern.MASSCAN if row["ip_id"] == cookie else Pattern(0)
    return found


def parsed(frame: bytes, link: int) -> Row | Skip:
    if link in (12, 14, RAW, 228, 229):
        return any_ip(frame)
    if link in (LOOPBACK, 108):
        family = min(int.from_bytes(frame[:4]), int.from_bytes(frame[:4], "little"))
        if len(frame) < 4:
            return Skip.SHORT_LINK
        return any_ip(frame[4:]) if family in (2, 10, 24, 28, 30) else Skip.NOT_IP
    if link not in (ETHERNET, SLL, SLL2):
        return Skip.UNKNOWN_LINK
    at, size = {ETHERNET: (12, 14), SLL: (14, 16), SLL2: (0, 20)}[link]
    return Skip.SHORT_LINK if len(frame) < size else tagged(number(frame, at, 2), frame[size:])


def tagged(kind: int, rest: bytes, left: int = 9) -> Row | Skip:
    if left == 0:
        return Skip.NOT_IP
    if kind in TAGS:
        return Skip.SHORT_LINK if len(rest) < 4 else tagged(number(rest, 2, 2), rest[4:], left - 1)
    if kind not in (0x0800, 0x86DD):
        return Skip.NOT_IP
    announced = 4 if kind == 0x0800 else 6
    return Skip.BAD_VERSION if rest and rest[0] >> 4 != announced else any_ip(rest)


def any_ip(data: bytes) -> Row | Skip:
    if not data:
        return Skip.SHORT_IP
    if data[0] >> 4 not in (4, 6):
        return Skip.BAD_VERSION
    return ipv4(data) if data[0] >> 4 == 4 else ipv6(data)


def ipv4(data: bytes) -> Row | Skip:
    header, length = data[0] % 16 * 4, number(data, 2, 2) or len(data)
    if len(data) < 20:
        return Skip.SHORT_IP
    if header < 20 or length < header:
        return Skip.BAD_HEADER
    fragment = number(data, 6, 2)
    body = b"" if fragment & 0x1FFF else data[header:length]
    own: Row = {"ip_id": number(data, 4, 2), "fragment": fragment, "ttl": data[8], "length": length}
    own |= {"captured": min(len(data), length), "at": -len(data)}
    ends = words("source", data[12:16]) | words("destination", data[16:20])
    return own | ends | transport(data[9], body, data[16:20])


def ipv6(data: bytes) -> Row | Skip:
    if len(data) < 40:
        return Skip.SHORT_IP
    if MAPPED in (data[8:20], data[24:36]):
        return Skip.MAPPED_ADDRESS
    payload = number(data, 4, 2)
    length = 40 + payload if payload else len(data)
    chain = extensions(data[6], data[40:length])
    if chain is None:
        return Skip.EXTENSION_CHAIN
    protocol, body, fragment = chain
    own: Row = {"ip_id": 0, "fragment": fragment, "ttl": data[7], "length": length}
    own |= {"captured": min(len(data), length), "at": -len(data)}
    ends = words("source", data[8:24]) | words("destination", data[24:40])
    return own | ends | transport(protocol, b"" if fragment & 0x1FFF else body, data[24:40])


def extensions(kind: int, body: bytes) -> tuple[int, bytes, int] | None:
    fragment = 0
    for _ in range(17):
        if kind not in EXTENSIONS or fragment & 0x1FFF or len(body) < 8:
            return kind, body, fragment
        size = {44: 8, 51: (body[1] + 2) * 4}.get(kind, (body[1] + 1) * 8)
        if kind == 44:
            fragment = number(body, 2, 2) >> 3 | (body[3] & 1) << 13
        kind, body = body[0], body[size:]
    return None


def transport(protocol: int, body: bytes, destination: bytes) -> Row:
    row: Row = dict.fromkeys(("source_port", "destination_port", "tcp_flags", "tcp_header", "sequence"), 0)
    row |= dict.fromkeys(("window", "mss", "quoted", "quoted_protocol", "quoted_hi", "quoted_lo"), 0)
    row |= {"protocol": protocol, "quoted_source_port": 0, "quoted_destination_port": 0}
    if protocol in (6, 17) and len(body) >= 4:
        row |= {"source_port": number(body, 0, 2), "destination_port": number(body, 2, 2)}
    if protocol == 6:
        return row | tcp(body)
    if protocol in (1, 58) and len(body) >= 2:
        row |= {"source_port": body[0], "destination_port": body[1]}
        if body[0] in ((3, 4, 5, 11, 12) if protocol == 1 else (1, 2, 3, 4)):
            return row | quote(body[8:], destination, 4 if protocol == 1 else 6)
    return row


def tcp(body: bytes) -> Row:
    row: Row = {}
    if len(body) >= 8:
        row |= {"sequence": number(body, 4, 4)}
    if len(body) >= 14:
        row |= {"tcp_header": body[12] // 16 * 4, "tcp_flags": body[13]}
    if len(body) >= 16:
        row |= {"window": number(body, 14, 2)}
    if len(body) >= 24:
        row |= {"mss": segment_size(body[20 : row["tcp_header"]])}
    return row


def segment_size(options: bytes) -> int:
    while len(options) >= 4:
        if options[:2] == b"\2\4":
            return number(options, 2, 2)
        if options[0] == 0 or (options[0] > 1 and options[1] < 2):
            return 0
        options = options[1 if options[0] == 1 else options[1] :]
    return 0


def quote(inner: bytes, destination: bytes, version: int) -> Row:
    if len(inner) < (20 if version == 4 else 40) or inner[0] >> 4 != version:
        return {}
    if version == 6 and inner[24:36] == MAPPED:
        return {}
    if version == 4:
        source, about, header = inner[12:16], inner[16:20], inner[0] % 16 * 4
        protocol, body, fragment = inner[9], inner[header:] if header >= 20 else b"", number(inner, 6, 2)
    else:
        source, about = inner[8:24], inner[24:40]
        protocol, body, fragment = extensions(inner[6], inner[40:]) or (0, b"", 0)
    row = words("quoted", about) | {"quoted": 1 if source == destination else 2, "quoted_protocol": protocol}
    if protocol in (6, 17) and not fragment & 0x1FFF and len(body) >= 4:
        row |= {"quoted_source_port": number(body, 0, 2), "quoted_destination_port": number(body, 2, 2)}
    return row


# Frames of every sort, cut and spoilt -----------------------------------------------------------------------

U8, U16, U32 = (st.integers(0, 2**bits - 1) for bits in (8, 16, 32))
HOSTS4, HOSTS6 = (st.sampled_from(tuple(bytes([host]) * size for host in (7, 9))) for size in (4, 16))
HOSTS6 |= st.just(MAPPED + b"\7\7\7\7")


@st.composite
def segments(draw: st.DrawFn) -> bytes:
    """A TCP header with options, often with a segment size."""
    pieces = draw(
        st.lists(st.sampled_from((b"\1", b"\2\4\5\xb4", b"\3\3\7", b"\0", b"\2\2", b"\4\2")), max_size=6)
    )
    options = b"".join(pieces).ljust(draw(st.sampled_from((0, 4, 20))), b"\1")
    size = draw(st.sampled_from((20, 20 + len(options), draw(U8)))) // 4 * 16 % 256
    head = struct.pack("!HHIIBBHHH", draw(U16), draw(U16), draw(U32), 0, size, draw(U8), draw(U16), 0, 0)
    return head + options


@st.composite
def packets(draw: st.DrawFn, version: int, depth: int = 1) -> bytes:
    """An IP packet that carries TCP, UDP, ICMP with or without a quote, or anything."""
    icmp = 1 if version == 4 else 58
    protocol = draw(st.sampled_from((6, 17, icmp, 47)))
    if protocol == icmp and depth:
        kind = draw(st.sampled_from((0, 1, 3, 4, 5, 11, 128)))
        quoted = draw(packets(draw(st.sampled_from((version, version, 10 - version))), 0))
        body = bytes([kind, draw(U8)]) + bytes(6) + quoted
    else:
        body = draw(segments()) if protocol == 6 else draw(st.binary(max_size=30))
    if version == 4:
        options = draw(st.sampled_from((b"", b"\1" * 4, b"\1" * 40)))
        length = draw(st.sampled_from((20 + len(options) + len(body), 0, draw(U16))))
        fragment = draw(st.sampled_from((0, 0, 0x4000, 0x2000, 0x2001, draw(U16))))
        head = bytes([0x45 + len(options) // 4, 0]) + struct.pack("!HHH", length, draw(U16), fragment)
        return head + bytes([draw(U8), protocol, 0, 0]) + draw(HOSTS4) + draw(HOSTS4) + options + body
    for kind in draw(st.lists(st.sampled_from(EXTENSIONS), max_size=3)):
        header = {44: b"\0" + struct.pack("!H", draw(st.sampled_from((0, 1, 8, 9)))), 51: b"\1"}.get(
            kind, b"\0"
        )
        body, protocol = (bytes([protocol]) + header).ljust(12 if kind == 51 else 8, b"\0") + body, kind
    length = draw(st.sampled_from((len(body), len(body), 0, draw(U16))))
    return struct.pack("!IHBB", 6 << 28, length, protocol, draw(U8)) + draw(HOSTS6) + draw(HOSTS6) + body


@st.composite
def frames(draw: st.DrawFn) -> tuple[bytes, int]:
    """A frame of any link type, in part or spoilt, and the link type."""
    version = draw(st.sampled_from((4, 6)))
    packet = draw(packets(version))
    kind = struct.pack("!H", 0x0800 if version == 4 else 0x86DD)
    tags = b"".join(draw(st.lists(st.sampled_from((b"\x81\0\0\7", b"\x88\xa8\0\7")), max_size=3)))
    link = draw(st.sampled_from((ETHERNET, ETHERNET, SLL, SLL2, RAW, LOOPBACK, 108, 12, 99)))
    typed = tags + kind
    head = {
        ETHERNET: bytes(12) + typed, SLL: bytes(14) + typed, SLL2: typed[:2] + bytes(18) + typed[2:],
        LOOPBACK: draw(st.sampled_from((b"\2\0\0\0", b"\0\0\0\2", b"\x1e\0\0\0", b"\7\0\0\0"))),
        108: b"\0\0\0\x18",
    }.get(link, b"")  # fmt: skip
    frame = bytearray(head + packet)
    for place in draw(st.lists(st.integers(0, len(frame) - 1), max_size=2)):
        frame[place] = draw(U8)
    return bytes(frame[: draw(st.sampled_from((len(frame), draw(st.integers(0, len(frame))))))]), link


@given(st.lists(frames(), min_size=1, max_size=3))
@example([(bytes(12) + b"\x81\0\0\7" * 9 + SYN[12:], ETHERNET)])
@example([(struct.pack("!IHBB", 6 << 28, 160, 0, 1) + bytes(32 + 160), RAW)])
def test_frames_are_parsed_as_plainly(cases: list[tuple[bytes, int]]) -> None:
    """Every column, and every reason to skip, is what the plain twin makes of the frame."""
    for frame, link in cases:
        assert plainly(frame, link) == one(frame, link)


@given(st.binary(max_size=100), st.sampled_from((ETHERNET, RAW, LOOPBACK, SLL, SLL2, 7)))
def test_garbage_is_parsed_as_plainly(frame: bytes, link: int) -> None:
    """So it is for any bytes at all."""
    assert plainly(frame, link) == one(frame, link)


# By hand ----------------------------------------------------------------------------------------------------


def test_a_mirai_syn() -> None:
    """A SYN's addresses, ports, sequence number, flags, TTL and identification are read."""
    row = one(SYN)
    assert not isinstance(row, Skip)

    assert ("192.0.2.5", "198.18.0.1") == (
        address_text(row["source_hi"], row["source_lo"]),
        address_text(row["destination_hi"], row["destination_lo"]),
    )
    assert (40_000, 23, int(ip_address("198.18.0.1")), 2, 0xFFFF, 20, 64, 0xD431, 40) == (
        row["source_port"], row["destination_port"], row["sequence"], row["tcp_flags"], row["window"],
        row["tcp_header"], row["ttl"], row["ip_id"], row["length"],
    )  # fmt: skip
    assert Pattern.MIRAI | Pattern.ZMAP == row["labels"]


@pytest.mark.parametrize(("captured", "known"), [(34, 0), (38, 2), (42, 3), (48, 5), (50, 6), (54, 6)])
def test_a_packet_that_is_cut_off_is_read_as_far_as_it_goes(captured: int, known: int) -> None:
    """A snap length takes fields from the end, and no others."""
    whole = {
        "source_port": 40_000, "destination_port": 23, "sequence": int(ip_address("198.18.0.1")),
        "tcp_header": 20, "tcp_flags": 2, "window": 0xFFFF,
    }  # fmt: skip
    expected = {name: value if place < known else 0 for place, (name, value) in enumerate(whole.items())}
    row = one(SYN[:captured])
    assert not isinstance(row, Skip)

    assert expected == {name: row[name] for name in whole}


def moved(by: int) -> Row:
    """Give the row of a packet that lies so many bytes further on."""
    row = one(SYN)
    assert not isinstance(row, Skip)
    return row | {"at": row["at"] + by}


def test_rows_stay_in_step_when_frames_are_skipped() -> None:
    """A skipped frame leaves no gap and no trace, and is counted by its reason."""
    arp, short = bytes(12) + b"\x08\x06" + bytes(28), SYN[:20]
    rows, skipped = dissected(arp, SYN, short, SYN, SYN[:9])

    later = sum(map(len, (arp, SYN, short)))
    assert [moved(len(arp)), moved(later)] == rows
    assert {Skip.NOT_IP: 1, Skip.SHORT_IP: 1, Skip.SHORT_LINK: 1} == {
        Skip(reason): count for reason, count in enumerate(skipped) if count
    }


def error(outer: str, inner_source: str, inner_destination: str) -> bytes:
    """Write "port unreachable" to an address about a UDP packet between two others."""
    quoted = bytes.fromhex("4500001c00000000401100 00".replace(" ", "")) + ip_address(inner_source).packed
    quoted += ip_address(inner_destination).packed + struct.pack("!HHHH", 40_000, 53, 8, 0)
    icmp = b"\3\3" + bytes(6) + quoted
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(icmp), 0, 0, 60, 1, 0) + ip_address("192.0.2.1").packed
    return ip + ip_address(outer).packed + icmp


@pytest.mark.parametrize(
    ("source", "expected"), [("198.18.0.1", Quoted.OURS), ("198.18.0.2", Quoted.FOREIGN)]
)
def test_the_quoted_packet_of_an_error(source: str, expected: Quoted) -> None:
    """An ICMP error gives the packet that it is about, and whether the receiver could have sent it."""
    row = one(error("198.18.0.1", source, "203.0.113.9"), RAW)
    assert not isinstance(row, Skip)

    assert (expected, 17, "203.0.113.9", 40_000, 53) == (
        row["quoted"], row["quoted_protocol"], address_text(row["quoted_hi"], row["quoted_lo"]),
        row["quoted_source_port"], row["quoted_destination_port"],
    )  # fmt: skip


def test_a_chain_that_does_not_end() -> None:
    """Seventeen extension headers are skipped as a chain longer than any honest one; sixteen are followed."""

    def chain(headers: int) -> bytes:
        last = b"\x3b" + bytes(7)
        body = bytes(8 * (headers - 1)) + last
        return struct.pack("!IHBB", 6 << 28, len(body), 0, 1) + bytes(32) + body

    row = one(chain(16), RAW)
    assert not isinstance(row, Skip)

    assert 59 == row["protocol"]
    assert Skip.EXTENSION_CHAIN is one(chain(17), RAW)
