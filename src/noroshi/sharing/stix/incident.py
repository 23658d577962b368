"""The alert itself: an incident, with OASIS' core extension and with the whole finding in ours."""

from collections.abc import Mapping
from typing import Final

from noroshi.alerts.model import AlertState, Outcome
from noroshi.sharing.plain import plain
from noroshi.sharing.stix.classes import label
from noroshi.sharing.stix.extension import EXTENSION
from noroshi.sharing.stix.imprint import Imprint, Object

CORE: Final = "extension-definition--ef765651-680c-498d-9894-99799f2fa126"
"""Incident Core Extension 2.0 (OASIS, draft of 10 October 2023)."""

STATUSES: Final[Mapping[AlertState, str]] = {
    AlertState.OPEN: "new",
    AlertState.ACKNOWLEDGED: "open",
    AlertState.RESOLVED: "closed",
}

DETERMINATIONS: Final[Mapping[Outcome, str]] = {
    Outcome.CLEANED: "successful-attempt",
    Outcome.MISCONFIGURATION: "low-value",
    Outcome.RESEARCH_SCANNER: "low-value",
    Outcome.SPOOFED: "false-positive",
    Outcome.FALSE_ALARM: "false-positive",
}
"""Whatever else it may have been is only suspected."""


def incident(imprint: Imprint) -> Object:
    """Give the incident. What it is called never has the subject in it."""
    finding = imprint.finding
    name = finding.kind if finding.count == 1 else f"{finding.kind}, {finding.count} of them"
    return imprint.versioned(
        "incident",
        name=name,
        confidence=imprint.confidence,
        labels=[label(finding.classification), f"severity:{finding.severity.value}"],
        extensions={
            CORE: {
                "extension_type": "property-extension",
                "determination": "suspected"
                if finding.outcome is None
                else DETERMINATIONS.get(finding.outcome, "suspected"),
                "investigation_status": STATUSES[finding.state],
            },
            EXTENSION: {"extension_type": "property-extension", "finding": plain(finding)},
        },
        **({"description": finding.why} if finding.why else {}),
    )
