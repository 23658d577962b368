"""infection.internal: a live address of a member scans dark addresses of the same member."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from noroshi.cyber.detectors.scanning import Thresholds, conclude, scanning
from noroshi.cyber.kernels.activities import Side
from noroshi.cyber.memory import CyberMemory
from noroshi.detections.model import Detection
from noroshi.organisations.model import Severity


@dataclass(frozen=True, slots=True)
class InfectionInternal:
    """A machine spreads inside its own organisation.

    The first of DAEDALUS's two cases (Inoue, Suzuki et al., NICT): nobody has a reason to sweep
    unused addresses of their own network, but worms do, and asset scanners.

    It fails where the organisation's dark addresses are not seen by any sensor, where a worm goes by
    lists of machines (LDAP, ARP) instead of sweeping, and it blames the organisation's own
    vulnerability scanner, which is what the outcome "research scanner" and silences are for.

    Parameters
    ----------
    thresholds
        The rule of `noroshi.cyber.detectors.scanning`.
    """

    kind: ClassVar[str] = "infection.internal"
    partition_by: ClassVar[str] = "organisation"
    thresholds: Thresholds = field(default_factory=Thresholds)

    def judge(self, memory: CyberMemory, until: int) -> Sequence[Detection]:
        """Conclude from the activities touched in the interval that ends at `until` (ns UTC)."""
        scans = scanning(memory, Side.INSIDE, self.thresholds)
        return [
            conclude(
                memory, told, Side.INSIDE, self.thresholds, scans.needed, until, Severity.CRITICAL, self.kind
            )
            for told in memory.inside.tell(scans.rows, until)
        ]
