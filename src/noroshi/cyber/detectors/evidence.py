"""From a row of a table to evidence that a person can read."""

from collections.abc import Mapping, Sequence
from typing import Any

from noroshi.clock import SECOND, iso
from noroshi.columns.addresses import address_text, prefix_text
from noroshi.columns.distinct import estimate
from noroshi.columns.hashing import unmix32
from noroshi.columns.schema import U32
from noroshi.cyber.kernels.activities import Activities
from noroshi.cyber.kernels.ranges import Ranges, Way
from noroshi.cyber.kernels.victims import Victims
from noroshi.cyber.packets import Flag, Protocol
from noroshi.cyber.tables.rows import Row
from noroshi.detections.model import SENSOR, Evidence, Label, Measure, Subject, Tally

LISTED = 10
"""How many ports or targets an alert lists."""

_NAMES: Mapping[int, str] = {
    Protocol.ICMP: "icmp",
    Protocol.TCP: "tcp",
    Protocol.UDP: "udp",
    Protocol.ICMPV6: "icmpv6",
}
_LETTERS = {
    Flag.FIN: "F",
    Flag.SYN: "S",
    Flag.RST: "R",
    Flag.PSH: "P",
    Flag.ACK: "A",
    Flag.URG: "U",
    Flag.ECE: "E",
    Flag.CWR: "C",
}
_FLAGS = [
    "".join(letter for flag, letter in _LETTERS.items() if flags & flag) for flags in range(1 << len(Flag))
]
"""TCP flags in letters, for each byte that there is."""


def subject_of(row: Row) -> Subject:
    """Give the address that a row is about."""
    return Subject("address", address_text(row.hi, row.lo))


def range_of(row: Row) -> Subject:
    """Give the dark range that a row is about, which is a sensor."""
    return Subject(SENSOR, prefix_text(row.hi, row.lo, row.length))


def distinct_targets(row: Row) -> tuple[float, bool]:
    """Give the number of distinct dark destinations, and whether it is exact."""
    return _at_most_packets(row, estimate(row.targets, row.target_size))


def distinct_senders(row: Row) -> tuple[float, bool]:
    """Give the number of distinct dark addresses that sent, and whether it is exact."""
    return _at_most_packets(row, estimate(row.senders, row.sender_size))


def distinct_peers(row: Row) -> tuple[float, bool]:
    """Give the number of distinct addresses that a dark range sent to, and whether it is exact."""
    return _at_most_packets(row, estimate(row.peers, row.peer_size))


def distinct_ports(row: Row) -> tuple[float, bool]:
    """Give the number of distinct ports, and whether it is exact."""
    return _at_most_packets(row, estimate(row.ports, row.port_size))


def duration(row: Row) -> float:
    """Give the seconds between the first packet and the latest."""
    return float(row.last - row.first) / SECOND


def evidence_of(
    row: Row, kept: Sequence[Row], measures: tuple[Measure, ...], labels: tuple[Label, ...] = ()
) -> Evidence:
    """Put together what was seen of a row, and of its sample packets, with the measures that the verdict rests on."""
    seconds = duration(row)
    tallies = [_ports(row)]
    if isinstance(row, Activities):
        tallies.append(_source_ports(row))
    if isinstance(row, Ranges):
        tallies.append(_named(row))
    return Evidence(
        observations=row.packets,
        first=row.first,
        last=row.last,
        rate=(row.packets - 1) / seconds if seconds > 0 else 0.0,
        measures=measures,
        tallies=tuple(tallies),
        labels=labels,
        samples=tuple(map(_sample, kept)),
    )


def count_text(number: float, thing: str, *, exact: bool = True) -> str:
    """Write how many of a thing there are.

    Examples
    --------
    >>> count_text(1, "port"), count_text(2, "dark address"), count_text(1234.4, "port", exact=False)
    ('1 port', '2 dark addresses', 'about 1234 ports')
    """
    whole = round(number)
    ending = "" if whole == 1 else "es" if thing.endswith("s") else "s"
    return f"{'' if exact else 'about '}{whole} {thing}{ending}"


def port_text(protocol: int, port: int) -> str:
    """Write a port with its protocol; for ICMP the number is the code.

    Examples
    --------
    >>> port_text(6, 23), port_text(1, 0), port_text(47, 0)
    ('tcp/23', 'icmp', 'protocol 47')
    """
    name = _NAMES.get(protocol)
    if name is None:
        return f"protocol {protocol}"
    return f"{name}/{port}" if name in {"tcp", "udp"} else name


def _at_most_packets(row: Row, estimated: tuple[float, bool]) -> tuple[float, bool]:
    """Bound an estimate by what is known: nobody reaches more places than it sends packets."""
    number, is_exact = estimated
    return min(number, float(row.packets)), is_exact


def _ports(row: Row) -> Tally:
    counts = _counted(row.ports, row.port_counts, row.port_size)
    named = tuple((port_text(key >> 16, key & 0xFFFF), count) for key, count in counts[:LISTED])
    return Tally(_ports_name(row), named, complete=len(counts) <= LISTED)


def _ports_name(row: Row) -> str:
    if isinstance(row, Victims):
        return "attacked ports"
    return "answering ports" if isinstance(row, Ranges) and row.way == Way.ANSWERS else "destination ports"


def _named(row: Row) -> Tally:
    size = row.named_size
    words = zip(row.named_hi[:size].tolist(), row.named_lo[:size].tolist(), strict=True)
    counts = zip((address_text(*each) for each in words), row.named_counts[:size].tolist(), strict=True)
    ordered = sorted(counts, key=lambda pair: -pair[1])  # stable: the first to send comes first
    return Tally("dark senders", tuple(ordered), complete=row.sender_size <= size)


def _source_ports(row: Row) -> Tally:
    counts = _counted(row.source_ports, row.source_port_counts, row.source_port_size)
    named = tuple((str(port), count) for port, count in counts)
    return Tally("source ports", named, complete=len(counts) < len(row.source_ports))


def _counted(mixed: U32, counts: U32, size: int) -> list[tuple[int, int]]:
    """Give what a cell has kept, the most frequent first."""
    keys = map(unmix32, mixed[:size].tolist())
    return sorted(zip(keys, counts[:size].tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))


def _sample(packet: Row) -> dict[str, Any]:
    return {
        "time": iso(packet.time),
        "source": address_text(packet.source_hi, packet.source_lo),
        "source_port": packet.source_port,
        "destination": address_text(packet.destination_hi, packet.destination_lo),
        "destination_port": packet.destination_port,
        "protocol": packet.protocol,
        "tcp_flags": _FLAGS[packet.tcp_flags],
        "ttl": packet.ttl,
        "ip_id": packet.ip_id,
        "sequence": packet.sequence,
        "window": packet.window,
        "length": packet.length,
        "first_bytes": packet.data.hex(),
    }
