"""That something was seen, how often and when, without a judgement."""

from noroshi.sharing.stix.imprint import Imprint, Object
from noroshi.sharing.stix.network_traffic import MOST


def observed_data(imprint: Imprint, seen: list[Object]) -> Object | None:
    """Give what was observed of some observables; None where there are none to name."""
    if not seen:
        return None
    return imprint.versioned(
        "observed-data",
        first_observed=imprint.first,
        last_observed=imprint.last,
        number_observed=min(max(imprint.finding.observations, 1), MOST),
        object_refs=[each["id"] for each in seen],
        extensions=imprint.part,
    )
