"""misconfiguration: a member's machine keeps talking to one or few dark addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from noroshi.clock import MINUTE, SECOND
from noroshi.columns.schema import I64
from noroshi.cyber.detectors.evidence import (
    count_text,
    distinct_ports,
    distinct_targets,
    duration,
    evidence_of,
    subject_of,
)
from noroshi.cyber.fingerprints import labels_of
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.spoofing import weigh
from noroshi.cyber.tables.stories import Told
from noroshi.detections.model import Detection, Measure
from noroshi.organisations.model import Severity


@dataclass(frozen=True, slots=True)
class Misconfiguration:
    """A machine keeps sending to an address where nobody lives.

    A printer that moved, a retired log server or resolver, a typing error: many packets over a good
    while to one or two dark addresses and few ports. DAEDALUS and its commercial form SiteVisor
    report such machines too. It is no attack, but the data it sends goes astray.

    It fails for a machine that tries seldom (less than twenty packets within the quiet time), and
    it cannot tell a mistake from malware whose control server was taken down: the advice says so.

    Parameters
    ----------
    packets
        Packets, at the least. Twenty in five minutes is more than one user's retries: a TCP
        connection attempt is seven SYNs on Linux (tcp_syn_retries = 6). Tried, not measured.
    lasting
        ns between the first packet and the latest, at the least.
    targets
        Dark addresses, at the most; one more makes it a scan.
    ports
        Ports, at the most; ten make it a scan.
    """

    kind: ClassVar[str] = "misconfiguration"
    partition_by: ClassVar[str] = "organisation"
    packets: int = 20
    lasting: int = 5 * MINUTE
    targets: int = 2
    ports: int = 9

    def judge(self, memory: CyberMemory, until: int) -> Sequence[Detection]:
        """Conclude from the activities touched in the interval that ends at `until` (ns UTC)."""
        return [
            self._conclude(memory, told, until) for told in memory.steady.tell(self._steady(memory), until)
        ]

    def _steady(self, memory: CyberMemory) -> I64:
        touched, rows = memory.activities.touched(), memory.activities.rows
        over = touched[
            (rows.packets[touched] >= self.packets)
            & (rows.last[touched] - rows.first[touched] >= self.lasting)
            & (rows.target_size[touched] <= self.targets)
            & (rows.port_size[touched] <= self.ports)
        ]
        ordered: I64 = np.sort(over)
        return ordered

    def _conclude(self, memory: CyberMemory, told: Told, until: int) -> Detection:
        row = memory.activities.row(told.row)
        labels = labels_of(row, memory.survey_scanners)
        confidence, may_be_spoofed = weigh(row, labels)
        targets, ports = distinct_targets(row), distinct_ports(row)
        measures = (
            Measure("packets", row.packets, "", self.packets),
            Measure("duration", round(duration(row), 3), "s", self.lasting / SECOND),
            Measure("dark addresses", round(targets[0]), exact=targets[1]),
            Measure("ports", round(ports[0]), exact=ports[1]),
        )
        subject = subject_of(row)
        why = (
            f"{subject.value} sent {count_text(row.packets, 'packet')} to {count_text(targets[0], 'dark address')} on "
            f"{count_text(ports[0], 'port')} over {duration(row):.0f} s; the rule asks for {self.packets} "
            f"packets over {self.lasting // SECOND} s to at most {self.targets} dark addresses and {self.ports} ports."
        )
        evidence = evidence_of(row, memory.activities.kept(told.row), measures, labels)
        return Detection(
            self.kind, subject, told.phase, until, Severity.LOW, why, confidence, evidence, may_be_spoofed
        )
