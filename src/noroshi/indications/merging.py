"""One indication of what several centres have seen: of the same kind, about the same subject, at the same time.

Pure. What this centre sees itself is its own evidence; what partners tell stands beside it, and where there is nothing of one's own,
in its place. Any of them may take back what it told.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from msgspec.structs import replace

from noroshi.clock import DAY, SECOND
from noroshi.detections.model import Confidence, Detection, Evidence, Measure, Phase, Subject
from noroshi.indications.model import HERE, Indication, Seen, among, begun, with_seen
from noroshi.organisations.model import Severity

NEAR: Final = DAY
"""ns between what two centres have seen, at most, for it to be the same. Code-Red reached 359,000 machines in under 14 hours (Moore,
Shannon and Claffy, IMW 2002), so what is new everywhere is seen everywhere within a day."""


class Told(NamedTuple):
    """What a partner has told of a first sign."""

    kind: str
    """The detection kind."""
    subject: Subject
    confidence: float
    """From 0 to 1."""
    seen: Seen


def same(found: Iterable[Indication], kind: str, subject: str, seen: Seen) -> Indication | None:
    """Find, among some indications, the one that a centre has seen too; the latest begun of several, None of none.

    Of this centre's own, each episode is an indication by itself: only one that it has not seen yet, or of the same
    episode, is the same.
    """
    fitting = [
        each
        for each in found
        if (each.kind, each.subject) == (kind, subject)
        and seen.first <= each.last + NEAR
        and seen.last >= each.started - NEAR
        and (seen.centre != HERE or each.here is None or each.here.first == seen.first)
    ]
    return max(fitting, key=lambda each: (each.started, each.id), default=None)


def heard(indication: Indication | None, told: Told) -> Indication | None:
    """Take what a partner has told into an indication, or begin one; None if it says nothing new."""
    if indication is None:
        return _first_heard(told)
    seen, before = told.seen, indication.by(told.seen.centre)
    if before is not None:
        if seen.at <= before.at:
            return None
        seen = _longer(before, seen)
    after = with_seen(indication, seen, indication.detection, indication.severity)
    return after if after.here else _retold(after, told.confidence)


def unheard(indication: Indication, centre: str, reference: str = "") -> Indication | None:
    """Take back what a partner has told; None if nobody else has seen it.

    Parameters
    ----------
    reference
        Only what the partner calls so; empty for whatever it told.

    Returns
    -------
    Indication
        The same one if it has nothing of the sort.
    """
    before = indication.by(centre)
    if before is None or reference not in {"", before.reference}:
        return indication
    left = tuple(each for each in indication.seen_by if each is not before)
    if not left:
        return None
    after = among(indication, left, indication.detection, indication.severity)
    return after if after.here else _retold(after, after.detection.confidence.score)


def _first_heard(told: Told) -> Indication:
    """Begin an indication that a partner alone has seen."""
    detection = _detection(told.kind, told.subject, told.confidence, told.seen)
    return replace(begun(detection), seen_by=(told.seen,))


def _retold(indication: Indication, confidence: float) -> Indication:
    """Let an indication that this centre has not seen say what the first who has told of it says."""
    subject = Subject(indication.subject_kind, indication.subject)
    detection = _detection(indication.kind, subject, confidence, indication.seen_by[0])
    return replace(indication, detection=detection)


def _longer(before: Seen, seen: Seen) -> Seen:
    """Join what one centre has seen twice within a day. It cannot say later that it was earlier."""
    return replace(
        seen,
        first=before.first,
        last=max(before.last, seen.last),
        sources=max(before.sources, seen.sources),
        observations=max(before.observations, seen.observations),
    )


def _detection(kind: str, subject: Subject, confidence: float, seen: Seen) -> Detection:
    """Say in words of our own what a partner has told in numbers."""
    seconds = max((seen.last - seen.first) / SECOND, 1.0)
    return Detection(
        kind=kind,
        subject=subject,
        phase=Phase.ENDED if seen.ended else Phase.CONTINUING,
        at=seen.at,
        severity=Severity.MEDIUM,
        why=f"{seen.centre} has seen {subject.value} rise: {seen.sources:,} sources at once, {seen.observations:,} packets in all.",
        confidence=Confidence(
            confidence,
            supports=(f"{seen.centre} says so, which watches other address space than we do.",),
            against=("This centre has not seen it itself.",),
        ),
        evidence=Evidence(
            observations=seen.observations,
            first=seen.first,
            last=seen.last,
            rate=seen.observations / seconds,
            measures=(Measure("peak sources", seen.sources, exact=False),),
        ),
        may_be_spoofed=True,
        source=seen.centre,
        reference=seen.reference,
    )
