"""The rule by which a member's address is found to scan dark addresses.

An activity is a scan if it has enough packets, none of them an answer to another
packet, and they go to enough dark addresses (a sweep) or to enough ports (a probe of few
addresses). A stray packet, or a retransmitted one to a mistyped address, is neither.

Why three packets to three targets. Say that somebody forges source addresses at random, and
that a share s of a member's 65,536 live addresses thereby seems to send a packet within the quiet time.
With s = 1 %, one packet would blame 655 innocent addresses, two packets 3.3, three 0.01. At
a heavier flood three are not enough: the number is raised until fewer than `tolerated` of all
live addresses would reach it by chance, from what the flood itself shows (`noroshi.cyber.forgery`).
Zeek's simple-scan asks three attempts of a host that also knocked on a dark address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from noroshi.columns.hashing import unmix32
from noroshi.columns.schema import I64, Bool
from noroshi.cyber.detectors.evidence import (
    count_text,
    distinct_ports,
    distinct_targets,
    duration,
    evidence_of,
    subject_of,
)
from noroshi.cyber.fingerprints import labels_of
from noroshi.cyber.forgery import packets_for
from noroshi.cyber.kernels.activities import Side
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.spoofing import weigh
from noroshi.cyber.tables.stories import Told
from noroshi.detections.model import Detection, Measure
from noroshi.organisations.model import Severity

UNLIKELY = 0.3
"""Below this confidence the source is probably forged, and the severity drops to medium."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When an activity is a scan."""

    packets: int = 3
    """Packets, at the least; see the module's arithmetic."""
    targets: int = 3
    """Distinct dark addresses (Zeek's simple-scan: 3 for hosts that knock on dark addresses)."""
    ports: int = 10
    """Distinct ports on fewer addresses (JPCERT/CC takes more than 10 ports a day for a scanner)."""
    tolerated: float = 0.02
    """Chance alerts put up with, over the quiet time and all live addresses: one in 50 days."""


class Scans(NamedTuple):
    """The touched activities that are scans."""

    rows: I64
    """In order."""
    needed: Mapping[int, int]
    """How many packets it took, of those rows that were asked to have more than the least."""


def scanning(memory: CyberMemory, side: Side, thresholds: Thresholds) -> Scans:
    """Find the touched activities of one side that are scans."""
    touched = memory.activities.touched()
    rows = memory.activities.rows
    touched = touched[rows.side[touched] == side]
    if not len(touched):
        return Scans(touched, {})
    wide = rows.target_size[touched] >= thresholds.targets
    deep = rows.port_size[touched] >= thresholds.ports
    over = touched[(rows.packets[touched] >= thresholds.packets) & (wide | deep)]
    over = over[(rows.target_size[over] >= thresholds.targets) | ~_tracing(memory, over, thresholds)]
    going = rows.scan_told[over] > 0
    fresh = over[~going]
    if not len(fresh):
        return Scans(np.sort(over), {})
    needed = packets_for(memory, fresh, side, thresholds.packets, thresholds.tolerated)
    found = rows.packets[fresh] >= needed
    raised = found & (needed > thresholds.packets)
    return Scans(
        np.sort(np.concatenate([over[going], fresh[found]])),
        dict(zip(fresh[raised].tolist(), needed[raised].tolist(), strict=True)),
    )


def conclude(
    memory: CyberMemory,
    told: Told,
    side: Side,
    thresholds: Thresholds,
    needed: Mapping[int, int],
    until: int,
    severity: Severity,
    kind: str,
) -> Detection:
    """Say what was concluded of one activity, and why."""
    row = memory.activities.row(told.row)
    labels = labels_of(row, memory.survey_scanners)
    confidence, may_be_spoofed = weigh(row, labels)
    if confidence.score < UNLIKELY:
        severity = Severity.MEDIUM
    targets, targets_exact = distinct_targets(row)
    ports, ports_exact = distinct_ports(row)
    least = needed.get(told.row, thresholds.packets)
    measures = (
        Measure("packets", row.packets, "", least),
        Measure("dark addresses", round(targets), "", thresholds.targets, exact=targets_exact),
        Measure("ports", round(ports), "", thresholds.ports, exact=ports_exact),
        Measure("duration", round(duration(row), 3), "s"),
        Measure("lowest ttl", row.ttl_low, "hops"),
        Measure("highest ttl", row.ttl_high, "hops"),
    )
    whose = "of its own organisation" if side == Side.INSIDE else "of others"
    subject = subject_of(row)
    why = (
        f"{subject.value} sent {count_text(row.packets, 'packet')} to "
        f"{count_text(targets, 'dark address', exact=targets_exact)} {whose}, on "
        f"{count_text(ports, 'port', exact=ports_exact)}, in {duration(row):.1f} s; the rule asks for "
        f"{least} packets to {thresholds.targets} dark addresses or {thresholds.ports} ports."
    )
    evidence = evidence_of(row, memory.activities.kept(told.row), measures, labels)
    return Detection(kind, subject, told.phase, until, severity, why, confidence, evidence, may_be_spoofed)


def _tracing(memory: CyberMemory, which: I64, thresholds: Thresholds) -> Bool:
    """Mark activities that look like a traceroute: as many UDP packets to few addresses as ports, one each.

    Van Jacobson's traceroute raises the UDP port by one a packet, so a path to a dark address that is traced
    twice would pass for a port scan.
    """
    rows = memory.activities.rows
    traced: Bool = (rows.udp[which] == rows.packets[which]) & (
        rows.packets[which] <= 3 * 30 * thresholds.targets
    )
    for place in np.flatnonzero(traced).tolist():
        traced[place] = _traceroute_ports(memory, int(which[place]))
    return traced


def _traceroute_ports(memory: CyberMemory, row: int) -> bool:
    """Whether all ports that are known are those of a traceroute; samples may have been left out."""
    rows = memory.activities.rows
    ports = [unmix32(int(mixed)) & 0xFFFF for mixed in rows.ports[row][: int(rows.port_size[row])]]
    return all(33_434 <= port < 33_434 + 256 for port in ports)
