"""infection.external: a live address of a member scans dark addresses of anybody else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from noroshi.cyber.detectors.scanning import Thresholds, conclude, scanning
from noroshi.cyber.kernels.activities import Side
from noroshi.cyber.memory import CyberMemory
from noroshi.detections.model import Detection
from noroshi.organisations.model import Severity


@dataclass(frozen=True, slots=True)
class InfectionExternal:
    """A machine searches the Internet for more machines.

    The second of DAEDALUS's two cases (Inoue, Suzuki et al., NICT): any packet to unused address space is
    unsolicited, and many of them to different addresses are a search.

    It fails for bots that choose targets from lists, for UDP worms whose source port is one that reflectors
    answer from (such as 1900: their datagrams count as answers, towards dos.victim), and takes long where the watched dark space is small:
    a bot that tries 10 addresses a second at random meets a /16 every 109 minutes on
    average (Moore, Shannon, Voelker and Savage, "Network telescopes", 2004). It blames researchers who
    scan with permission, file sharing with long-dead peers, and addresses that others forge: the
    detection says which of these it resembles.

    Parameters
    ----------
    thresholds
        The rule of `noroshi.cyber.detectors.scanning`.
    """

    kind: ClassVar[str] = "infection.external"
    partition_by: ClassVar[str] = "organisation"
    thresholds: Thresholds = field(default_factory=Thresholds)

    def judge(self, memory: CyberMemory, until: int) -> Sequence[Detection]:
        """Conclude from the activities touched in the interval that ends at `until` (ns UTC)."""
        scans = scanning(memory, Side.OUTSIDE, self.thresholds)
        return [
            conclude(
                memory, told, Side.OUTSIDE, self.thresholds, scans.needed, until, Severity.HIGH, self.kind
            )
            for told in memory.outside.tell(scans.rows, until)
        ]
