"""What a stranger's report is about, by its class: what members are told about, or a kind that nobody is told about."""

from typing import Final

from noroshi.detections.model import Classification

SCANS: Final = frozenset(
    {Classification("malicious-code", "infected-system"), Classification("information-gathering", "scanner")}
)
"""What our own detectors call infection.external: a machine that sends where nobody asked it to."""


def kind_of(classification: Classification) -> str:
    """Give a detection kind.

    Examples
    --------
    >>> kind_of(Classification("information-gathering", "scanner")), kind_of(Classification("fraud", "phishing"))
    ('infection.external', 'reported.fraud')
    """
    return "infection.external" if classification in SCANS else f"reported.{classification.taxonomy}"
