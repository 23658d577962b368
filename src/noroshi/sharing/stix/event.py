"""What happened, in the incident suite's own object for it (OASIS, draft of 10 October 2023), as its example of a port scan has it."""

from typing import Final

from noroshi.sharing.stix.imprint import Imprint, Object

EVENT: Final = "extension-definition--4ca6de00-5b0d-45ef-a1dc-ea7279ea910e"


def event(imprint: Imprint, sighting: Object | None) -> Object | None:
    """Give the event of a sighting; None where nothing was sighted, or it turned out not to have been."""
    if sighting is None or imprint.revoked:
        return None
    return imprint.versioned(
        "event",
        name=imprint.finding.kind,
        status="occurred" if imprint.finding.ended else "ongoing",
        start_time=imprint.first,
        end_time=imprint.last,
        sighting_refs=[sighting["id"]],
        extensions={EVENT: {"extension_type": "new-sdo"}, **imprint.part},
    )
