"""The network that announces the subject, as an observable."""

from noroshi.sharing.stix.imprint import Imprint, Object


def autonomous_system(imprint: Imprint) -> Object | None:
    """Give the autonomous system; None where it is not known, or not told."""
    number = imprint.finding.asn
    return None if number is None else imprint.observable("autonomous-system", {"number": number})
