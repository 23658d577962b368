"""That a centre saw it: of the indicator, or where there is none, of what attackers do by it."""

from noroshi.sharing.finding import Level
from noroshi.sharing.stix.imprint import Imprint, Object
from noroshi.sharing.stix.network_traffic import MOST


def sighting(imprint: Imprint, of: Object | None, observed: Object | None) -> Object | None:
    """Say how often and when something was seen; None where there is nothing that could have been.

    At the level of counts it is how many findings there were; a number that is hidden is left out.
    """
    if of is None:
        return None
    finding = imprint.finding
    count = finding.count if finding.level is Level.COUNTS else finding.observations
    return imprint.versioned(
        "sighting",
        first_seen=imprint.first,
        last_seen=imprint.last,
        sighting_of_ref=of["id"],
        where_sighted_refs=[imprint.creator],
        confidence=imprint.confidence,
        extensions=imprint.part,
        **({"count": min(count, MOST)} if count else {}),
        **({"observed_data_refs": [observed["id"]]} if observed else {}),
    )
