"""An indication, and what a detection makes of it."""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from noroshi.alerts.identities import short
from noroshi.detections.model import Detection, Phase
from noroshi.organisations.model import Marking, Severity

LETTERS: Final = 8
"""Of an indication's id: 40 bits, so among 10,000 indications two would meet in one centre of 20,000."""

MARKING: Final = Marking.GREEN
"""An indication names no address and concerns nobody in particular, so it is for the community, as TLP 2.0 has it."""


class Indication(Struct, frozen=True):
    """A first sign of something new, which concerns nobody in particular: nobody is told, and whoever looks may see it."""

    id: str
    """Short, for people to say on the telephone, such as "I-7QX3M2KA"."""
    kind: str
    subject_kind: str
    subject: str
    """What it is about, such as "tcp/23"."""
    severity: Severity
    started: int
    """ns UTC, the first observation."""
    last: int
    """ns UTC, the latest observation."""
    ended: bool
    """Whether it is over."""
    detection: Detection
    """The latest detection: it says why, in numbers."""
    version: int
    """Counts changes."""


def indication_id(detection: Detection) -> str:
    """Give the id of the indication that a detection belongs to: the same for all detections of an episode."""
    return f"I-{short(detection.episode, LETTERS)}"


def begun(detection: Detection) -> Indication:
    """Begin an indication."""
    return Indication(
        id=indication_id(detection),
        kind=detection.kind,
        subject_kind=detection.subject.kind,
        subject=detection.subject.value,
        severity=detection.severity,
        started=detection.evidence.first,
        last=detection.evidence.last,
        ended=detection.phase is Phase.ENDED,
        detection=detection,
        version=1,
    )


def followed(indication: Indication, detection: Detection) -> Indication | None:
    """Take a detection of its episode into an indication; None if it says nothing new.

    A detection may come again, because a run that was killed repeats what it had not yet put into a checkpoint.
    """
    if indication.ended or detection.at <= indication.detection.at:
        return None
    return replace(
        indication,
        severity=max(indication.severity, detection.severity, key=lambda each: each.rank),
        last=max(indication.last, detection.evidence.last),
        ended=detection.phase is Phase.ENDED,
        detection=detection,
        version=indication.version + 1,
    )
