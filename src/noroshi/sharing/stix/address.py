"""The subject as an observable: an IPv4 or IPv6 address, or a prefix, which STIX writes the same way."""

from noroshi.sharing.stix.imprint import Imprint, Object


def address(imprint: Imprint) -> Object | None:
    """Give the subject's observable; None where no subject is told."""
    subject = imprint.finding.subject
    if not subject:
        return None
    return imprint.observable(address_kind(subject), {"value": subject})


def address_kind(subject: str) -> str:
    """Tell which of the two kinds an address or prefix is."""
    return "ipv6-addr" if ":" in subject else "ipv4-addr"
