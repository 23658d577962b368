"""The country of the subject."""

from noroshi.sharing.stix.ids import own_id
from noroshi.sharing.stix.imprint import Imprint, Object
from noroshi.sharing.stix.shared import unchanging


def location(imprint: Imprint) -> Object | None:
    """Give the country; None where it is not known, or not told."""
    country = imprint.finding.country
    return unchanging("location", own_id("location", country), country=country) if country else None
