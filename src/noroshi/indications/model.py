"""An indication, who has seen it, and what a detection makes of it."""

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

HERE: Final = ""
"""In place of a centre's name, for this centre."""


class Seen(Struct, frozen=True):
    """What one centre has seen of an indication."""

    centre: str
    """Its name among partners; `HERE` for this centre."""
    first: int
    """ns UTC, the first observation."""
    last: int
    """ns UTC, the latest observation."""
    ended: bool
    """Whether it is over there."""
    sources: int
    """Distinct sources in one bin of time, at the most; 0 where nobody counts them."""
    observations: int
    """How many observations there were."""
    at: int
    """ns UTC, when it was concluded."""
    reference: str = ""
    """What that centre calls it; empty for this centre."""


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
    """ns UTC, the first observation of anybody's."""
    last: int
    """ns UTC, the latest observation of anybody's."""
    ended: bool
    """Whether it is over, wherever it was seen."""
    detection: Detection
    """The latest detection of this centre's: it says why, in numbers. Where only partners have seen it, what the first of them told."""
    version: int
    """Counts changes."""
    seen_by: tuple[Seen, ...] = ()
    """Who has seen it, by when they did first; each centre once."""

    @property
    def here(self) -> Seen | None:
        """What this centre has seen of it; None if only partners have."""
        return self.by(HERE)

    def by(self, centre: str) -> Seen | None:
        """Give what a centre has seen of it; None if it has not."""
        return next((each for each in self.seen_by if each.centre == centre), None)


def indication_id(detection: Detection) -> str:
    """Give the id of the indication that a detection begins: the same for all detections of an episode."""
    return f"I-{short(detection.episode, LETTERS)}"


def seen_here(detection: Detection) -> Seen:
    """Give what this centre has seen, as its latest detection has it."""
    evidence = detection.evidence
    peak = next((each.value for each in evidence.measures if each.name == "peak sources"), 0)
    return Seen(
        HERE,
        evidence.first,
        evidence.last,
        detection.phase is Phase.ENDED,
        round(peak),
        evidence.observations,
        detection.at,
    )


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
        seen_by=(seen_here(detection),),
    )


def followed(indication: Indication, detection: Detection) -> Indication | None:
    """Take a detection of this centre's into an indication; None if it says nothing new.

    A detection may come again, because a run that was killed repeats what it had not yet put into a checkpoint. What a partner has
    told before this centre sees it gives way to what it sees itself.
    """
    here = indication.here
    if here is not None and (here.ended or detection.at <= here.at):
        return None
    severity = max(indication.severity, detection.severity, key=lambda each: each.rank)
    return with_seen(indication, seen_here(detection), detection, severity)


def with_seen(indication: Indication, seen: Seen, detection: Detection, severity: Severity) -> Indication:
    """Give an indication with what one centre has seen, in place of what it had seen before."""
    others = (each for each in indication.seen_by if each.centre != seen.centre)
    return among(indication, (*others, seen), detection, severity)


def among(
    indication: Indication, seen_by: tuple[Seen, ...], detection: Detection, severity: Severity
) -> Indication:
    """Give the next version of an indication, as some centres have seen it; at least one."""
    return replace(
        indication,
        severity=severity,
        started=min(each.first for each in seen_by),
        last=max(each.last for each in seen_by),
        ended=all(each.ended for each in seen_by),
        detection=detection,
        version=indication.version + 1,
        seen_by=tuple(sorted(seen_by, key=lambda each: (each.first, each.centre))),
    )
