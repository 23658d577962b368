"""sensor.two-way: a dark range not only receives but sends."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from noroshi.clock import MINUTE
from noroshi.cyber.detectors.dark_ranges import Thresholds, awake, conclude
from noroshi.cyber.kernels.ranges import Way
from noroshi.cyber.memory import CyberMemory
from noroshi.detections.model import Detection


@dataclass(frozen=True, slots=True)
class SensorTwoWay:
    """Addresses of a range that the register calls dark send what is no answer: it has probably gone live.

    That it receives needs no showing, for radiation reaches every address that is routed. SYNs, echo requests and
    datagrams count, from ports that no service has (below 1024): from one of those a packet
    is an answer, or forged to draw answers on the address.

    It fails for machines that send less than twenty packets before they are silent for six hours, or only to each other, or
    to members who do not hold the range; while many forged packets of the same range are seen; and where everything is monitored ("any"),
    for an address that no member holds dark. Decoys of a scan, which repeat few forged addresses, look the same.

    Parameters
    ----------
    thresholds
        The rule of `noroshi.cyber.detectors.dark_ranges`: twenty packets over five minutes, as for a
        misconfiguration, to three peers, five from each address that sends. A connection attempt to one peer
        alone is seven SYNs on Linux (tcp_syn_retries = 6), and a flood has one victim or meets each only once.
    """

    kind: ClassVar[str] = "sensor.two-way"
    partition_by: ClassVar[str] = "organisation"
    thresholds: Thresholds = field(default=Thresholds(packets=20, each=5, peers=3, lasting=5 * MINUTE))

    def judge(self, memory: CyberMemory, until: int) -> Sequence[Detection]:
        """Conclude from the dark ranges touched in the interval that ends at `until` (ns UTC)."""
        over = awake(memory, Way.BEGINS, self.thresholds)
        return [
            conclude(memory, told, self.thresholds, until, self.kind)
            for told in memory.ranges.two_way.tell(over, until)
        ]
