"""sensor.answering: addresses of a dark range answer, so somebody is there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from noroshi.cyber.detectors.dark_ranges import Thresholds, awake, conclude
from noroshi.cyber.kernels.ranges import Way
from noroshi.cyber.memory import CyberMemory
from noroshi.detections.model import Detection


@dataclass(frozen=True, slots=True)
class SensorAnswering:
    """A range that the register calls dark accepts connections or returns pings.

    Machines in use, a honeypot, or a firewall that speaks for the range: as long as it answers, it is no sensor,
    and who talks to it in good faith is blamed. Answers are SYN-ACKs and echo replies. RSTs and ICMP errors
    are not, for a firewall or a router sends them where nobody is.

    It fails for a machine whose answers do not pass the sensor, that answers by UDP only, or that answers only members who
    do not hold the range; where flows are watched, for a service whose connections carry data, since its flows
    look like ones that it began; while many forged answers of the same range are seen; and where everything is
    monitored ("any"), for an address that no member holds dark.

    Parameters
    ----------
    thresholds
        The rule of `noroshi.cyber.detectors.dark_ranges`: three answers to two peers, three from each address
        that answers. One of each is a stray, and a flood of forged answers has one victim.
    """

    kind: ClassVar[str] = "sensor.answering"
    partition_by: ClassVar[str] = "organisation"
    thresholds: Thresholds = field(default=Thresholds(packets=3, each=3, peers=2, lasting=0))

    def judge(self, memory: CyberMemory, until: int) -> Sequence[Detection]:
        """Conclude from the dark ranges touched in the interval that ends at `until` (ns UTC)."""
        over = awake(memory, Way.ANSWERS, self.thresholds)
        return [
            conclude(memory, told, self.thresholds, until, self.kind)
            for told in memory.ranges.answering.tell(over, until)
        ]
