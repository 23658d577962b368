"""The subject as something that attackers use: an infected machine that looks for others."""

from noroshi.sharing.blame import spared
from noroshi.sharing.stix.imprint import Imprint, Object


def infrastructure(imprint: Imprint) -> Object | None:
    """Give the infected machine; None where the subject is none, or is nobody's tool any more."""
    finding = imprint.finding
    if finding.classification.taxonomy != "malicious-code" or spared(finding):
        return None
    return imprint.versioned(
        "infrastructure",
        name=f"Infected machine {finding.subject}",
        infrastructure_types=["reconnaissance"],
        first_seen=imprint.first,
        last_seen=imprint.last,
        confidence=imprint.confidence,
        extensions=imprint.part,
    )
