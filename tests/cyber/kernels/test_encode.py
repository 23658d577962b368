"""The encoder beside a plain twin, and its checksums beside the Internet's rule."""

import struct
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any, TypeAlias

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.addresses import address_words
from noroshi.columns.hashing import mix32
from noroshi.columns.schema import allocate, as_mapping
from noroshi.cyber.kernels.encode import ERROR_V4, ERROR_V6, Payloads, encode
from noroshi.cyber.packets import Packets, Quoted

TEXTS = (b"", b"odd", b"even", bytes(range(200)))
PAYLOADS = Payloads(
    np.frombuffer(b"".join(TEXTS), np.uint8), np.cumsum([0, *map(len, TEXTS)]).astype(np.int64)
)


Row: TypeAlias = dict[str, Any]


def encoded(
    *rows: Row, payload: Sequence[int] | None = None, unit: int = 1000, order: Sequence[int] | None = None
) -> bytes:
    packets = allocate(Packets, len(rows))
    for place, row in enumerate(rows):
        source, destination = address_words(row["source"]), address_words(row["destination"])
        words = {
            "source_hi": source[0], "source_lo": source[1],
            "destination_hi": destination[0], "destination_lo": destination[1],
        }  # fmt: skip
        plain = {name: value for name, value in row.items() if name not in ("source", "destination")}
        for name, value in {**words, **plain}.items():
            as_mapping(packets)[name][place] = value
    out = np.full(len(rows) * 400, 0xAA, np.uint8)
    numbers = np.array(payload if payload is not None else [0] * len(rows), np.uint8)
    places = np.arange(len(rows)) if order is None else np.array(order)
    used = encode(packets, numbers, places, PAYLOADS, unit, out)
    return out[:used].tobytes()


def ones_sum(data: bytes) -> int:
    data += bytes(len(data) % 2)
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def pseudo_header(ip: bytes) -> bytes:
    addresses = ip[12:20] if ip[0] >> 4 == 4 else ip[8:40]
    body = ip[20:] if ip[0] >> 4 == 4 else ip[40:]
    protocol = ip[9] if ip[0] >> 4 == 4 else ip[6]
    return addresses + struct.pack("!II", len(body), protocol) + body


V4 = st.integers(0, 2**32 - 1).map(lambda number: str(ip_address(number)))
V6 = st.integers(2**96, 2**128 - 1).map(lambda number: str(ip_address(number)))
U8, U16, U32 = (st.integers(0, 2**bits - 1) for bits in (8, 16, 32))

SEGMENTS = st.fixed_dictionaries(
    {
        "time": st.integers(0, 2**32 * 10**9 - 1), "protocol": st.just(6), "length": st.just(40),
        "source": V4, "destination": V4, "source_port": U16, "destination_port": U16, "tcp_flags": st.just(2),
        "ttl": U8, "tcp_header": st.just(20), "ip_id": U16, "fragment": st.sampled_from((0, 0x4000)),
        "sequence": U32, "window": U16,
    }
)  # fmt: skip


def plainly(row: Row) -> bytes:
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 40, row["ip_id"], row["fragment"], row["ttl"], 6, 0)
    ip += ip_address(row["source"]).packed + ip_address(row["destination"]).packed
    ports = struct.pack("!HHII", row["source_port"], row["destination_port"], row["sequence"], 0)
    tcp = ports + struct.pack("!BBHHH", 0x50, row["tcp_flags"], row["window"], 0, 0)
    ip = ip[:10] + struct.pack("!H", 0xFFFF - ones_sum(ip)) + ip[12:]
    tcp = (
        tcp[:16] + struct.pack("!H", 0xFFFF - ones_sum(ip[12:] + struct.pack("!HH", 6, 20) + tcp)) + tcp[18:]
    )
    frame = (bytes.fromhex("020000000001020000000002") + b"\x08\x00" + ip + tcp).ljust(60, b"\0")
    seconds, rest = divmod(row["time"], 10**9)
    return struct.pack("<IIII", seconds, rest // 1000, len(frame), len(frame)) + frame


@given(st.lists(SEGMENTS, min_size=1, max_size=4))
def test_encode_writes_a_syn_as_its_plain_twin_does(rows: list[Row]) -> None:
    """A SYN without options is, byte for byte, what struct makes of it."""
    expected = b"".join(map(plainly, rows))

    assert expected == encoded(*rows)


@st.composite
def any_packet(draw: st.DrawFn) -> tuple[Row, int]:
    address = draw(st.sampled_from((V4, V6)))
    row: Row = {
        "source": draw(address), "destination": draw(address), "source_port": draw(U8), "tcp_flags": draw(U8),
        "destination_port": draw(U8), "ttl": draw(U8), "sequence": draw(U32), "window": draw(U16),
    }  # fmt: skip
    is_v6 = address is V6
    payload = draw(st.integers(0, len(TEXTS) - 1))
    protocol = draw(st.sampled_from((6, 17, 58 if is_v6 else 1)))
    header = draw(st.sampled_from((20, 24, 32, 40))) if protocol == 6 else 8
    row |= {"protocol": protocol, "tcp_header": header if protocol == 6 else 0, "mss": draw(U16)}
    row["length"] = (40 if is_v6 else 20) + header + len(TEXTS[payload])
    if protocol in (1, 58) and draw(st.booleans()):
        quoted = address_words(draw(address))
        row |= {"quoted": draw(st.sampled_from((Quoted.OURS, Quoted.FOREIGN))), "quoted_hi": quoted[0]}
        row |= {"quoted_lo": quoted[1], "quoted_protocol": draw(st.sampled_from((1, 6, 17)))}
        row |= {"quoted_source_port": draw(U16), "quoted_destination_port": draw(U16)}
        row["length"] = ERROR_V6 if is_v6 else ERROR_V4
        payload = 0
    return row, payload


@given(any_packet())
def test_every_checksum_is_right(case: tuple[Row, int]) -> None:
    """Whatever the packet, its IP header and what it carries sum up to all ones (RFC 1071)."""
    row, payload = case
    frame = encoded(row, payload=[payload])[16:]
    ip = frame[14 : 14 + row["length"]]
    header = ip[:20] if ip[0] >> 4 == 4 else b"\xff\xff"
    carried = ip[20:] if row["protocol"] == 1 else pseudo_header(ip)

    assert (0xFFFF, 0xFFFF) == (ones_sum(header), ones_sum(carried))


@given(any_packet())
def test_the_payload_comes_last_and_the_frame_is_no_shorter_than_ethernet_allows(
    case: tuple[Row, int],
) -> None:
    """A packet ends with its payload, and a frame has at least 60 bytes, the rest of them zero."""
    row, payload = case
    frame = encoded(row, payload=[payload])[16:]
    end = 14 + row["length"]

    assert max(60, end) == len(frame)
    assert TEXTS[payload] == frame[end - len(TEXTS[payload]) : end]
    assert not any(frame[end:])


def test_an_error_quotes_the_packet_that_it_is_about() -> None:
    """An ICMP error carries the quoted packet's addresses, protocol and ports, and its header is sound."""
    row: Row = {
        "source": "192.0.2.9", "destination": "198.18.0.1", "protocol": 1, "source_port": 3, "length": ERROR_V4,
        "quoted": Quoted.OURS, "quoted_protocol": 17, "quoted_lo": address_words("203.0.113.5")[1],
        "quoted_source_port": 40000, "quoted_destination_port": 53,
    }  # fmt: skip
    inner = encoded(row)[16 + 14 + 20 + 8 :]

    assert 0xFFFF == ones_sum(inner[:20])
    assert (17, "198.18.0.1", "203.0.113.5") == (
        inner[9], str(ip_address(inner[12:16])), str(ip_address(inner[16:20])),
    )  # fmt: skip
    assert (40000, 53) == struct.unpack("!HH", inner[20:24])


def test_a_foreign_quote_has_another_source() -> None:
    """The quoted source of a mismatch is not the address that the error was sent to."""
    row: Row = {
        "source": "192.0.2.9", "destination": "198.18.0.1", "protocol": 1, "source_port": 3, "length": ERROR_V4,
        "quoted": Quoted.FOREIGN, "quoted_protocol": 6, "quoted_lo": address_words("203.0.113.5")[1],
    }  # fmt: skip
    inner = encoded(row)[16 + 14 + 20 + 8 :]

    assert "198.18.0.0" == str(ip_address(inner[12:16]))


@given(st.sampled_from((24, 32, 40)), st.integers(1, 2**16 - 1))
def test_options_start_with_the_segment_size_and_fill_the_header(header: int, mss: int) -> None:
    """A longer TCP header starts with its MSS, is well-formed, and ends where it says."""
    row: Row = {
        "source": "192.0.2.9", "destination": "198.18.0.1", "protocol": 6, "tcp_header": header, "mss": mss,
        "length": 20 + header, "sequence": 7,
    }  # fmt: skip
    options = encoded(row)[16 + 14 + 40 : 16 + 14 + 20 + header]
    assert struct.pack("!BBH", 2, 4, mss) == options[:4]
    at = 4
    while at < len(options):
        at += 1 if options[at] == 1 else options[at + 1]

    assert len(options) == at


def test_an_answer_acknowledges_and_a_syn_does_not() -> None:
    """The acknowledgement number is scattered from the sequence number, and zero without ACK."""
    row: Row = {
        "source": "192.0.2.9", "destination": "198.18.0.1", "protocol": 6, "tcp_header": 20, "length": 40,
        "sequence": 77,
    }  # fmt: skip
    first, second = (encoded(row | {"tcp_flags": flags})[16 + 14 + 20 + 8 :][:4] for flags in (2, 18))

    assert (0, int(mix32(np.uint32(77)))) == (int.from_bytes(first), int.from_bytes(second))


def test_rows_are_written_in_the_order_asked_for_and_to_the_nanosecond() -> None:
    """The order decides which row comes first, and the unit how fine the times are."""
    row: Row = {
        "source": "192.0.2.9",
        "destination": "198.18.0.1",
        "protocol": 6,
        "tcp_header": 20,
        "length": 40,
    }
    data = encoded(row | {"time": 5}, row | {"time": 3_000_000_004}, unit=1, order=[1, 0])

    assert [(3, 4), (0, 5)] == [struct.unpack("<II", data[at : at + 8]) for at in (0, 76)]
