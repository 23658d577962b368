"""Who answers for what a detection is about."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from noroshi.alerts.model import story_key
from noroshi.detections.model import SENSOR, Detection, Subject
from noroshi.organisations.model import OPERATOR
from noroshi.organisations.responsibility import Responsibility

OPERATES: Final = "operator of this centre"
"""In place of a holding, for an alert about a sensor."""


class Answering(NamedTuple):
    """One organisation that answers for a subject."""

    organisation: str
    """Its id."""
    because: str
    """Because of which holding, in text form."""


def holders(responsibility: Responsibility, detection: Detection) -> Mapping[str, Answering]:
    """Say who answers for a detection's subject, by the story that it is to them."""
    subject = detection.subject
    return {
        story_key(detection.kind, subject, detection.partition, answering.organisation): answering
        for answering in _answering(responsibility, subject, detection.evidence.last)
    }


def _answering(responsibility: Responsibility, subject: Subject, moment: int) -> Iterator[Answering]:
    if subject.kind == SENSOR:
        for organisation in responsibility.organisations:
            if OPERATOR in organisation.tags:
                yield Answering(organisation.id, OPERATES)
    elif subject.kind == "address":  # the only other kind of subject that a holding can cover so far
        for organisation, holding in responsibility.who(subject.value, moment):
            yield Answering(organisation.id, holding.text)
