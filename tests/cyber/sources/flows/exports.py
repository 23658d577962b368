"""What routers send, written plainly: NetFlow 5, NetFlow 9 and IPFIX."""

import struct
from collections.abc import Mapping, Sequence
from ipaddress import ip_address

from noroshi.clock import SECOND
from noroshi.columns.addresses import address_words
from noroshi.cyber.sources.flows.model import Flow

SENT = 1_800_000_000
"""Seconds UTC of every export, unless told otherwise."""

UPTIME = 1_000_000
"""Milliseconds that every router was up by then, unless told otherwise."""

PACKETS, PROTOCOL, FLAGS, SOURCE_PORT, SOURCE, DESTINATION_PORT, DESTINATION = 2, 4, 6, 7, 8, 11, 12
BYTES, LAST, FIRST, SOURCE_6, DESTINATION_6, ICMP = 1, 21, 22, 27, 28, 32
"""Information elements (IANA); NetFlow 9 has the same numbers."""

SIZES: Mapping[int, int] = {
    PACKETS: 4, PROTOCOL: 1, FLAGS: 1, SOURCE_PORT: 2, SOURCE: 4, DESTINATION_PORT: 2, DESTINATION: 4, BYTES: 4,
    LAST: 4, FIRST: 4, SOURCE_6: 16, DESTINATION_6: 16, ICMP: 2, 52: 1, 88: 2, 150: 4, 151: 4, 152: 8, 153: 8,
    154: 8, 155: 8, 156: 8, 157: 8, 158: 4, 159: 4, 160: 8, 176: 1, 177: 1, 178: 1, 179: 1,
}  # fmt: skip
"""Bytes that each element usually takes."""

Record = dict[int, int | str]
"""Element -> value; an address as text."""

SYN: Record = {
    SOURCE: "192.0.2.66", DESTINATION: "198.18.0.23", SOURCE_PORT: 40_000, DESTINATION_PORT: 23, PROTOCOL: 6,
    FLAGS: 2, PACKETS: 1, BYTES: 60, FIRST: UPTIME - 5000, LAST: UPTIME - 5000,
}  # fmt: skip
"""A flow of one SYN, five seconds before the export."""

FLOW = Flow(
    first=(SENT - 5) * SECOND,
    last=(SENT - 5) * SECOND,
    source_hi=0,
    source_lo=address_words("192.0.2.66")[1],
    destination_hi=0,
    destination_lo=address_words("198.18.0.23")[1],
    source_port=40_000,
    destination_port=23,
    protocol=6,
    tcp_flags=2,
    ttl=0,
    length=60,
    packets=1,
)
"""What `SYN` is read into."""


def v5(
    *records: Record, number: int = 0, nanoseconds: int = 0, count: int | None = None, sampling: int = 0
) -> bytes:
    """Write an export of NetFlow 5 (Cisco's NetFlow Collection Engine guide, table B-3 and B-4)."""
    header = struct.pack(
        "!HHIIIIBBH", 5, len(records) if count is None else count, UPTIME, SENT, nanoseconds, number, 0, 7, sampling
    )  # fmt: skip
    return header + b"".join(map(_v5_record, records))


def v9(*sets: bytes, number: int = 0, domain: int = 0, uptime: int = UPTIME, sent: int = SENT) -> bytes:
    """Write an export of NetFlow 9 (RFC 3954)."""
    return struct.pack("!HHIIII", 9, len(sets), uptime, sent, number, domain) + b"".join(sets)


def ipfix(*sets: bytes, number: int = 0, domain: int = 0) -> bytes:
    """Write a message of IPFIX (RFC 7011)."""
    body = b"".join(sets)
    return struct.pack("!HHIII", 10, 16 + len(body), SENT, number, domain) + body


def template(number: int, elements: Sequence[int], kind: int = 0, sizes: Mapping[int, int] = SIZES) -> bytes:
    """Write a set with one template; its kind is 0 in NetFlow 9, and 2 in IPFIX."""
    fields = b"".join(struct.pack("!HH", each, sizes[each]) for each in elements)
    return as_set(kind, struct.pack("!HH", number, len(elements)) + fields)


def options_template(number: int, elements: Sequence[int]) -> bytes:
    """Write a set of IPFIX with one template for what an exporter says of itself; the first element is its scope."""
    fields = b"".join(struct.pack("!HH", each, SIZES[each]) for each in elements)
    return as_set(3, struct.pack("!HHH", number, len(elements), 1) + fields)


def data(number: int, elements: Sequence[int], *records: Record, sizes: Mapping[int, int] = SIZES) -> bytes:
    """Write a set of records by a template."""
    return as_set(
        number, b"".join(_value(record[each], sizes[each]) for record in records for each in elements)
    )


def as_set(number: int, content: bytes) -> bytes:
    """Write a set with its header, and nothing to fill it up."""
    return struct.pack("!HH", number, 4 + len(content)) + content


def both(number: int, record: Record, kind: int = 0) -> tuple[bytes, bytes]:
    """Write a template for just what a record has, and the record."""
    return template(number, list(record), kind), data(number, list(record), record)


def _value(value: int | str, size: int) -> bytes:
    return ip_address(value).packed if isinstance(value, str) else value.to_bytes(size)


def _v5_record(record: Record) -> bytes:
    addresses = (ip_address(record[each]).packed for each in (SOURCE, DESTINATION))
    numbers = (record[each] for each in (PACKETS, BYTES, FIRST, LAST, SOURCE_PORT, DESTINATION_PORT))
    return struct.pack("!4s4s4xHH", *addresses, 1, 2) + struct.pack(
        "!IIIIHHxBBBHHBBxx", *numbers, record[FLAGS], record[PROTOCOL], 0, 0, 0, 24, 24
    )
