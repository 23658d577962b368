"""One record of a router's export, read into a flow.

Values are as netflume gives them, by its names: whole numbers of any size, texts, or moments as fractions of seconds; a
field of an unusual length may be any of these, whatever its name.
"""

from collections.abc import Mapping
from socket import AF_INET, AF_INET6, inet_pton
from typing import Any, Final, NamedTuple

from noroshi.clock import DAY, MICROSECOND, MILLISECOND, MINUTE, SECOND
from noroshi.columns.addresses import MAPPED, WORD
from noroshi.cyber.packets import Protocol
from noroshi.cyber.sources.flows.model import Flow, FlowSkip

AHEAD: Final = 5 * MINUTE
"""ns by which a flow may end after it arrived. What is later is dated then, so that a router whose clock is in next
year is told of (`sensor.clock`, one minute), and stops nobody's detectors for longer than that."""

LONGEST: Final = DAY
"""ns of a flow. Routers report flows that go on every half hour, softflowd every week at the latest."""

LATEST: Final = 1 << 62
"""ns UTC that a column has room for."""

ABSOLUTE: Final = (
    ("flow_start_ms", "flow_end_ms", MILLISECOND),
    ("flow_start_s", "flow_end_s", SECOND),
    ("flow_start_us", "flow_end_us", SECOND),  # read into seconds already
    ("flow_start_ns", "flow_end_ns", SECOND),
)
"""Names of first and last moment, and ns in their unit (RFC 5102, elements 150 to 157)."""

UPTIMES: Final = ("first_switched", "last_switched")
"""Milliseconds after the router came up (NetFlow; RFC 5102, elements 22 and 21)."""

DELTAS: Final = ("ie158", "ie159")
"""Microseconds before the export (RFC 5102), which netflume leaves unnamed."""

TTLS: Final = ("min_ttl", "ie192")
"""RFC 5102, elements 52 and 192, of which netflume leaves the latter unnamed."""

PACKETS: Final = ("packets", "packets_total", "out_packets")
BYTES: Final = ("octets", "octets_total", "out_octets")

TCP, UDP = int(Protocol.TCP), int(Protocol.UDP)
"""As plain numbers: to find an enumeration's member takes longer than the rest of its line."""

ERRORS: Final[Mapping[int, frozenset[int]]] = {
    int(Protocol.ICMP): frozenset((3, 4, 5, 11, 12)),
    int(Protocol.ICMPV6): frozenset((1, 2, 3, 4)),
}
"""ICMP types that quote a packet."""


class Export(NamedTuple):
    """What the datagram around a record says of time."""

    at: int
    """ns UTC, by the router's clock, when it was sent."""
    uptime: int | None
    """Milliseconds that the router was up by then (NetFlow)."""
    booted: int | None
    """Milliseconds UTC when it came up, where it says so (IPFIX)."""
    received: int
    """ns UTC, by our clock, when it arrived."""


def flow_of(record: Mapping[str, Any], export: Export) -> Flow | FlowSkip:
    """Read a record into a flow, or say why it is none."""
    source, destination = _words(record.get("src_addr")), _words(record.get("dst_addr"))
    if isinstance(source, FlowSkip):
        return source
    if isinstance(destination, FlowSkip):
        return destination
    protocol = record.get("proto")
    if not isinstance(protocol, int) or not 0 < protocol <= 0xFF:
        return FlowSkip.NO_PROTOCOL
    packets = _first_of(record, PACKETS, 1)
    if packets == 0:
        return FlowSkip.NO_PACKETS
    upper = _upper_layer(record, protocol)
    if isinstance(upper, FlowSkip):
        return upper
    first, last = _moments(record, export)
    length = min(_first_of(record, BYTES, 0) // packets, 0xFFFF_FFFF)
    ttl = min(_first_of(record, TTLS, 0), 0xFF)
    return Flow(first, last, *source, *destination, *upper, ttl, length, packets)


def _words(text: object) -> tuple[int, int] | FlowSkip:
    """Give an address's two words, or say why it is none."""
    if not isinstance(text, str):
        return FlowSkip.NO_ADDRESSES
    try:
        if ":" not in text:
            return 0, MAPPED | int.from_bytes(inet_pton(AF_INET, text))
        whole = int.from_bytes(inet_pton(AF_INET6, text))
    except (OSError, ValueError):  # ValueError: a zero byte in the text
        return FlowSkip.NO_ADDRESSES
    return FlowSkip.MAPPED_ADDRESS if whole >> 32 == 0xFFFF else (whole >> 64, whole & WORD)


def _whole(value: object) -> int:
    """Give a whole number; 0 for what is none."""
    return value if isinstance(value, int) else 0


def _first_of(record: Mapping[str, Any], names: tuple[str, ...], usual: int) -> int:
    """Give the first of these that is there and a whole number that a column holds."""
    for name in names:
        value = record.get(name)
        if isinstance(value, int):
            return min(value, LATEST)
    return usual


def _upper_layer(record: Mapping[str, Any], protocol: int) -> tuple[int, int, int, int] | FlowSkip:
    """Give ports, protocol and TCP flags; or what is missing of that by which answers are told from questions."""
    if protocol in ERRORS:
        types = _icmp_type_and_code(record)
        if types is None:
            return FlowSkip.NO_ICMP_TYPE
        return FlowSkip.ICMP_ERROR if types[0] in ERRORS[protocol] else (*types, protocol, 0)
    ports = _whole(record.get("src_port")) & 0xFFFF, _whole(record.get("dst_port")) & 0xFFFF
    if protocol == UDP and ("src_port" not in record or ports == (0, 0)):
        return FlowSkip.NO_UDP_PORTS
    if protocol != TCP:
        return *ports, protocol, 0
    flags = _whole(record.get("tcp_flags")) & 0xFF  # IPFIX has 16 bits, with the reserved ones
    return (*ports, protocol, flags) if flags else FlowSkip.NO_TCP_FLAGS


def _icmp_type_and_code(record: Mapping[str, Any]) -> tuple[int, int] | None:
    """Find ICMP type and code: in fields of their own, in one, or in the destination port (NetFlow 5's way)."""
    if "icmp_type" in record:
        return _whole(record["icmp_type"]) & 0xFF, _whole(record.get("icmp_code")) & 0xFF
    found = [
        _whole(record[name]) for name in ("icmp_type_code", "icmp_type_code_v6", "dst_port") if name in record
    ]
    if not found:
        return None
    both = next(filter(None, found), 0)  # some fill but one of them
    return both >> 8 & 0xFF, both & 0xFF


def _moments(record: Mapping[str, Any], export: Export) -> tuple[int, int]:
    """Find when a flow began and ended: what is missing is the other, or the export."""
    first, last = _stated(record, export)
    if last is None:
        last = export.at if first is None else first
    last = max(0, min(last, export.received + AHEAD))
    first = last if first is None else max(last - LONGEST, 0, min(first, last))
    return first, last


def _stated(record: Mapping[str, Any], export: Export) -> tuple[int | None, int | None]:
    """Give the first pair of times of which the record has one that can be."""
    if UPTIMES[0] in record or UPTIMES[1] in record:
        times = _since_boot(record.get(UPTIMES[0]), export), _since_boot(record.get(UPTIMES[1]), export)
        if times != (None, None):
            return times
    for began, ended, unit in ABSOLUTE:
        if began in record or ended in record:
            times = _moment(record.get(began), unit), _moment(record.get(ended), unit)
            if times != (None, None):
                return times
    began, ended = DELTAS
    return _before(record.get(began), export), _before(record.get(ended), export)


def _moment(value: object, unit: int) -> int | None:
    """Turn a count of units since 1970 into ns; 0 is how routers say that they do not know."""
    if isinstance(value, int | float) and 0 < value < LATEST // unit:
        return int(value * unit)
    return None


def _since_boot(value: object, export: Export) -> int | None:
    """Turn a router's uptime in milliseconds into ns UTC; it has 32 bits, and begins anew every 49.7 days."""
    if not isinstance(value, int):
        return None
    if export.uptime is not None:
        age = (export.uptime - value) & 0xFFFF_FFFF
        if age >= 1 << 31:  # it ended a little after the header was written
            age -= 1 << 32
        return export.at - age * MILLISECOND
    return None if export.booted is None else _moment(export.booted + value, MILLISECOND)


def _before(value: object, export: Export) -> int | None:
    return (
        export.at - value * MICROSECOND if isinstance(value, int) and value < LONGEST // MICROSECOND else None
    )
