"""From a row of a table to evidence that a person can read."""

from collections.abc import Iterator, Mapping
from typing import Any

from noroshi.clock import SECOND, iso
from noroshi.columns.addresses import address_text
from noroshi.columns.distinct import estimate
from noroshi.columns.hashing import unmix32
from noroshi.cyber.kernels.activities import SAMPLES, Activities
from noroshi.cyber.kernels.victims import Victims
from noroshi.cyber.packets import Flag, Packets, Protocol
from noroshi.detections.model import Evidence, Label, Measure, Subject, Tally

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

Table = Activities | Victims


def subject_of(table: Table, row: int) -> Subject:
    """Give the address that a row is about."""
    return Subject("address", address_text(int(table.hi[row]), int(table.lo[row])))


def distinct_targets(table: Table, row: int) -> tuple[float, bool]:
    """Give the number of distinct dark destinations, and whether it is exact."""
    return _at_most_packets(table, row, estimate(table.targets[row], int(table.target_size[row])))


def distinct_ports(table: Table, row: int) -> tuple[float, bool]:
    """Give the number of distinct ports, and whether it is exact."""
    return _at_most_packets(table, row, estimate(table.ports[row], int(table.port_size[row])))


def duration(table: Table, row: int) -> float:
    """Give the seconds between the first packet and the latest."""
    return float(int(table.last[row]) - int(table.first[row])) / SECOND


def evidence_of(
    table: Table, row: int, samples: Packets, measures: tuple[Measure, ...], labels: tuple[Label, ...] = ()
) -> Evidence:
    """Put together what was seen of a row, with the measures that the verdict rests on."""
    packets, seconds = int(table.packets[row]), duration(table, row)
    tallies = [_ports(table, row)]
    if isinstance(table, Activities):
        tallies.append(_source_ports(table, row))
    return Evidence(
        observations=packets,
        first=int(table.first[row]),
        last=int(table.last[row]),
        rate=(packets - 1) / seconds if seconds > 0 else 0.0,
        measures=measures,
        tallies=tuple(tallies),
        labels=labels,
        samples=tuple(_samples(samples, row * SAMPLES, int(table.samples[row]))),
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


def _at_most_packets(table: Table, row: int, estimated: tuple[float, bool]) -> tuple[float, bool]:
    """Bound an estimate by what is known: nobody reaches more places than it sends packets."""
    number, is_exact = estimated
    return min(number, float(table.packets[row])), is_exact


def _ports(table: Table, row: int) -> Tally:
    size = int(table.port_size[row])
    keys = [unmix32(int(mixed)) for mixed in table.ports[row][:size]]
    counts = zip(keys, table.port_counts[row][:size].tolist(), strict=True)
    ordered = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    named = tuple((port_text(key >> 16, key & 0xFFFF), count) for key, count in ordered[:LISTED])
    name = "destination ports" if isinstance(table, Activities) else "attacked ports"
    return Tally(name, named, complete=size <= LISTED)


def _source_ports(activities: Activities, row: int) -> Tally:
    size = int(activities.source_port_size[row])
    ports = [unmix32(int(mixed)) for mixed in activities.source_ports[row][:size]]
    counts = zip(ports, activities.source_port_counts[row][:size].tolist(), strict=True)
    ordered = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    complete = size < activities.source_ports.shape[1]
    return Tally("source ports", tuple((str(port), count) for port, count in ordered), complete=complete)


def _samples(samples: Packets, first: int, count: int) -> Iterator[dict[str, Any]]:
    """Give the packets kept; a column at a time, for cell by cell it took a third of a detection's time."""
    for (
        time, source_hi, source_lo, source_port, destination_hi, destination_lo, destination_port,
        protocol, flags, ttl, ip_id, sequence, window, length,
    ) in zip(
        *(column[first : first + count].tolist() for column in (
            samples.time, samples.source_hi, samples.source_lo, samples.source_port, samples.destination_hi,
            samples.destination_lo, samples.destination_port, samples.protocol, samples.tcp_flags, samples.ttl,
            samples.ip_id, samples.sequence, samples.window, samples.length,
        )),
        strict=True,
    ):  # fmt: skip
        yield {
            "time": iso(time),
            "source": address_text(source_hi, source_lo),
            "source_port": source_port,
            "destination": address_text(destination_hi, destination_lo),
            "destination_port": destination_port,
            "protocol": protocol,
            "tcp_flags": _FLAGS[flags],
            "ttl": ttl,
            "ip_id": ip_id,
            "sequence": sequence,
            "window": window,
            "length": length,
        }
