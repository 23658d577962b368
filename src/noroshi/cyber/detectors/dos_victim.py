"""dos.victim: a member's address answers questions that somebody forged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from noroshi.clock import MINUTE, SECOND
from noroshi.columns.schema import I64
from noroshi.cyber.detectors.evidence import count_text, distinct_targets, duration, evidence_of, subject_of
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.tables.rows import Row
from noroshi.cyber.tables.stories import Told
from noroshi.detections.model import Confidence, Detection, Measure
from noroshi.organisations.model import Severity


@dataclass(frozen=True, slots=True)
class DosVictim:
    """An address is under a denial-of-service attack with random forged sources.

    The victim answers each forged packet to the address that it claims to come from, and those of the
    answers that go to dark addresses are seen: backscatter. All three criteria of Moore, Shannon,
    Brown, Voelker and Savage (ACM TOCS 24(2), 2006) must hold, as in corsaro's dos plugin. For an ICMP error
    the victim is the destination of the packet that it quotes, not the router that sent it.

    It fails for attacks that do not forge, that forge non-uniformly, or whose answers are filtered, and
    for reflection attacks, where the member's address is itself the forged one. The sensitivity hangs on
    the dark space: 30 packets a minute in a /16 mean that the victim answers some 33,000 a second.

    Parameters
    ----------
    packets
        Answers, at the least.
    lasting
        ns between the first answer and the latest, at the least.
    peak
        Answers in some window of 60 seconds that slides by 10, at the least.
    """

    kind: ClassVar[str] = "dos.victim"
    partition_by: ClassVar[str] = "organisation"
    packets: int = 25
    lasting: int = MINUTE
    peak: int = 30

    def judge(self, memory: CyberMemory, until: int) -> Sequence[Detection]:
        """Conclude from the victims touched in the interval that ends at `until` (ns UTC)."""
        return [
            self._conclude(memory, told, until) for told in memory.attacks.tell(self._attacked(memory), until)
        ]

    def _attacked(self, memory: CyberMemory) -> I64:
        touched, rows = memory.victims.touched(), memory.victims.rows
        over = touched[
            (rows.packets[touched] >= self.packets)
            & (rows.last[touched] - rows.first[touched] >= self.lasting)
            & (rows.peak[touched] >= self.peak)
        ]
        ordered: I64 = np.sort(over)
        return ordered

    def _conclude(self, memory: CyberMemory, told: Told, until: int) -> Detection:
        row = memory.victims.row(told.row)
        targets, exact = distinct_targets(row)
        measures = (
            Measure("answers", row.packets, "", self.packets),
            Measure("duration", round(duration(row), 3), "s", self.lasting / SECOND),
            Measure("peak", row.peak, "packets a minute", self.peak),
            Measure("dark addresses", round(targets), exact=exact),
            Measure("icmp errors", row.errors),
            Measure("foreign quotes", row.foreign),
        )
        subject = subject_of(row)
        why = (
            f"{subject.value} sent {count_text(row.packets, 'answer')} to "
            f"{count_text(targets, 'dark address', exact=exact)} over {duration(row):.0f} s, at most {row.peak} "
            f"in a minute; the rule asks for {self.packets} over {self.lasting // SECOND} s and {self.peak} in a minute."
        )
        evidence = evidence_of(row, memory.victims.kept(told.row), measures)
        return Detection(self.kind, subject, told.phase, until, Severity.HIGH, why, _weigh(row), evidence)


def _weigh(row: Row) -> Confidence:
    packets, foreign = row.packets, row.foreign
    targets, _ = distinct_targets(row)
    supports, against, score = [], [], 0.6
    if targets * 2 >= packets:
        score += 0.25
        supports.append("the answers are spread over many dark addresses, as forged sources are")
    else:
        score -= 0.2
        against.append("few dark addresses get many answers: perhaps a service that talks to a wrong address")
    if 2 * foreign > packets:
        score -= 0.2
        against.append(f"{foreign} of {packets} ICMP errors quote packets that the dark address never sent")
    if row.tcp * 2 > packets:
        against.append(
            "a server whose SYN-ACKs are drawn by forged SYNs may be the reflector of an attack on others"
        )
    return Confidence(round(min(max(score, 0.05), 0.95), 2), tuple(supports), tuple(against))
