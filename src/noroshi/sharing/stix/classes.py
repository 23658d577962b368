"""The Reference Security Incident Taxonomy as a label, written as MISP's taxonomy of the same name has it."""

import re

from noroshi.detections.model import Classification

_LABEL = re.compile(r'rsit:([a-z-]{1,40})="([a-z0-9-]{1,60})"')


def label(classification: Classification) -> str:
    """Write a class.

    Examples
    --------
    >>> label(Classification("malicious-code", "infected-system"))
    'rsit:malicious-code="infected-system"'
    """
    return f'rsit:{classification.taxonomy}="{classification.type}"'


def from_labels(labels: list[str]) -> Classification | None:
    """Find the first label that is a class."""
    found = next(filter(None, map(_LABEL.fullmatch, labels)), None)
    return Classification(found[1], found[2]) if found else None
