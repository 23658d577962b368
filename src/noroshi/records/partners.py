"""Partners, as programs are given them."""

from msgspec import Struct

from noroshi.clock import iso
from noroshi.sharing.partners import Partner, PartnerState, Quarantined


class PartnerRecord(Struct, frozen=True):
    """A partner, and how the exchange with it goes."""

    organisation: str
    """The organisation's id."""
    name: str
    """Its name among partners."""
    state: PartnerState
    """Where it stands."""
    address: str
    """The URL of its server; empty if it alone comes to us."""
    collection: str
    """What is pulled from there; empty for all that we may read."""
    fingerprint: str
    """The SHA-256 of its certificate; empty if none is pinned."""
    pulled: str | None
    """When it was last pulled from with success, ISO 8601 in UTC."""
    failures: int
    """Pulls that failed since."""
    fault: str
    """Why the last pull failed; empty if it did not."""
    taken: int
    """Objects that were taken from it."""
    refused: int
    """Objects of its that could not be read."""


class QuarantinedRecord(Struct, frozen=True):
    """Something of a partner's that could not be read."""

    organisation: str
    """Whose it is."""
    at: str
    """When it came, ISO 8601 in UTC."""
    object: str
    """Its id, or its place in what it came with."""
    reason: str
    """What is wrong with it."""
    content: str
    """How it begins; what is no UTF-8 is replaced."""


def partner_record(partner: Partner) -> PartnerRecord:
    """Give a partner as programs are given it."""
    return PartnerRecord(
        organisation=partner.organisation,
        name=partner.name,
        state=partner.state,
        address=partner.address,
        collection=partner.collection,
        fingerprint=partner.fingerprint,
        pulled=None if partner.pulled is None else iso(partner.pulled),
        failures=partner.failures,
        fault=partner.fault,
        taken=partner.taken,
        refused=partner.refused,
    )


def quarantined_record(organisation: str, found: Quarantined) -> QuarantinedRecord:
    """Give something in quarantine as programs are given it."""
    _, (identity, reason, content) = found
    return QuarantinedRecord(
        organisation, iso(found.at), identity, reason, content[:200].decode(errors="replace")
    )
