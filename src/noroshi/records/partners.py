"""Partners, as programs are given them."""

from msgspec import Struct

from noroshi.clock import iso
from noroshi.organisations.model import Marking
from noroshi.records.files import FileRecord, file_records
from noroshi.records.releases import TallyRecord
from noroshi.sharing.formats.format import Output
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
    refusals: dict[str, int]
    """How often something of its was not done or not taken, by reason: what it asked, what its server answered, objects."""
    heard: str | None
    """When it last asked us for something, or added something, ISO 8601 in UTC; null if it never did."""
    findings: dict[str, int]
    """What became of the findings that it told, by outcome: taken, withdrawn, declined and why, unread and why."""
    counted: str | None
    """Since when these are counted, and a week before, ISO 8601 in UTC; null if nobody has counted yet."""


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


class CollectionRecord(Struct, frozen=True):
    """A collection of what we tell a partner, or of what it tells us."""

    id: str
    """Its id, a UUID."""
    alias: str
    """The name that finds it as well."""
    title: str
    """What people call it."""
    objects: int
    """How many versions of objects are in it."""


class PartnerShown(Struct, frozen=True):
    """All about a partner."""

    partner: PartnerRecord
    """The partner, and how the exchange with it goes."""
    clearance: Marking
    """The most restrictive label that it may receive, as the register has it; clear if it is not registered."""
    groups: tuple[str, ...]
    """The sharing groups that it is in."""
    login: str
    """Our name at its server; empty for none."""
    certificate: str
    """Its certificate in PEM; empty if none is pinned."""
    told: tuple[TallyRecord, ...]
    """How many alerts stand how with it, and by which rule."""
    collections: tuple[CollectionRecord, ...]
    """What it may read, and what it has told."""
    quarantine: tuple[QuarantinedRecord, ...]
    """What of its could not be read, the latest first."""


class PartnerAdded(Struct, frozen=True):
    """A partner that was added."""

    organisation: str
    """The organisation's id."""
    secret: str
    """What its programs come with, as a password or a bearer token; it is shown now, and never again. Empty if it keeps the one
    that it has."""


class PartnerRemoved(Struct, frozen=True):
    """A partner with whom we exchange no longer."""

    organisation: str
    """The organisation's id."""


class PartnerWithdrawn(Struct, frozen=True):
    """A partner of whose data nothing is left, or would be."""

    organisation: str
    """The organisation's id."""
    objects: int
    """Versions of objects that are taken away."""
    alerts: int
    """Alerts that stand on its word alone, and are closed as false alarms."""


class PartnerPulled(Struct, frozen=True):
    """What a pull brought."""

    organisation: str
    """The organisation's id."""
    new: int
    """Objects that were not there."""
    known: int
    """Objects that were."""
    refused: int
    """Objects that could not be read; they are in quarantine."""


class PartnerPushed(Struct, frozen=True):
    """What a push to a partner's MISP did."""

    partner: str
    """The organisation's id."""
    added: int
    """Events that were not there."""
    edited: int
    """Events that were there; MISP takes over what is newer of them."""
    same: int
    """Events that are as this process brought them before."""
    goes_on: bool = False
    """Whether it still goes on, so that nothing is counted yet."""


class FindingsShared(Struct, frozen=True):
    """What was written for a partner."""

    format: str
    """The format."""
    to: str
    """The organisation's id."""
    findings: int
    """How many it may know of."""
    left_out: dict[str, int]
    """How many of them the format has not, by reason."""
    files: tuple[FileRecord, ...]
    """What was written."""


class PartnerTaken(Struct, frozen=True):
    """What became of what a partner handed over."""

    partner: str
    """The organisation's id."""
    findings: int
    """How many findings were read."""
    new: int
    """Objects that were not there."""
    skips: dict[str, int]
    """What was not read, by reason."""


def findings_shared(name: str, to: str, findings: int, output: Output) -> FindingsShared:
    """Give what was written in a format as programs are given it."""
    left_out = {why.value: count for why, count in output.left_out.items()}
    return FindingsShared(name, to, findings, left_out, file_records(output.files))


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
        refusals=dict(partner.refusals),
        heard=None if partner.heard is None else iso(partner.heard),
        findings=dict(partner.findings),
        counted=None if partner.counted is None else iso(partner.counted),
    )


def quarantined_record(organisation: str, found: Quarantined) -> QuarantinedRecord:
    """Give something in quarantine as programs are given it."""
    _, (identity, reason, content) = found
    return QuarantinedRecord(
        organisation, iso(found.at), identity, reason, content[:200].decode(errors="replace")
    )
