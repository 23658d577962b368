"""What somebody says to a finding; here, what it turned out to be."""

from noroshi.sharing.stix.imprint import Imprint, Object


def note(imprint: Imprint) -> Object | None:
    """Say the outcome in words; None while there is none. It stands when all else is revoked."""
    outcome = imprint.finding.outcome
    if outcome is None:
        return None
    said = imprint.versioned(
        "note",
        content=f"The outcome is: {outcome.value}.",
        object_refs=[imprint.incident],
        extensions=imprint.part,
    )
    said.pop("revoked", None)
    return said
