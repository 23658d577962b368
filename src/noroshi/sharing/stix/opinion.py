"""Whether who looked into it agrees with what was found: how an outcome travels back to the centre that saw it."""

from collections.abc import Mapping
from typing import Final

from noroshi.alerts.model import Outcome
from noroshi.sharing.stix.imprint import Imprint, Object

OPINIONS: Final[Mapping[Outcome, str]] = {
    Outcome.CLEANED: "strongly-agree",
    Outcome.MISCONFIGURATION: "neutral",
    Outcome.RESEARCH_SCANNER: "neutral",
    Outcome.SPOOFED: "disagree",
    Outcome.FALSE_ALARM: "strongly-disagree",
    Outcome.NOT_OURS: "neutral",
}
"""What somebody who looked into it thinks; of what was closed because it was quiet, nobody has said what it was."""


def opinion(imprint: Imprint) -> Object | None:
    """Give the outcome as an opinion; None while nobody has one. It stands when all else is revoked."""
    outcome = imprint.finding.outcome
    if outcome is None or outcome not in OPINIONS:
        return None
    held = imprint.versioned(
        "opinion",
        opinion=OPINIONS[outcome],
        explanation=f"The outcome is: {outcome.value}.",
        object_refs=[imprint.incident],
        extensions=imprint.part,
    )
    held.pop("revoked", None)
    return held
