"""Partners: with whom the centre exchanges, and how that goes."""

from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import JSONBody, PathParameter
from msgspec import Struct

from noroshi.api.given import Given
from noroshi.api.register import Register
from noroshi.app import Application
from noroshi.app.partnering import Partnering
from noroshi.people.audit import What
from noroshi.people.rights import Right
from noroshi.records.partners import (
    CollectionRecord,
    PartnerAdded,
    PartnerPulled,
    PartnerRecord,
    PartnerRemoved,
    PartnerShown,
    PartnerWithdrawn,
    partner_record,
    quarantined_record,
)
from noroshi.records.releases import tally_records
from noroshi.sharing.groups import groups_of
from noroshi.sharing.partners import QUARANTINED, Partner
from noroshi.sharing.taxii.collection import for_one, from_one

SEES = frozenset({Right.SEE})
CHOOSES = frozenset({Right.PARTNERS})
HANDLES = frozenset({Right.RELEASE})

PartnerId = Annotated[str, PathParameter(description="The organisation's id.")]


class PartnerAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """How to exchange with a partner."""

    name: str = ""
    """Its name among partners; else as the register has it."""
    address: str = ""
    """The URL of its TAXII server, of a discovery or an API root; empty if it alone comes to us."""
    collection: str = ""
    """What is pulled from there, by id or alias; empty for all that we may read."""
    login: str = ""
    """Our name there, for HTTP Basic; empty to send the secret as a bearer token."""
    certificate: str = ""
    """Its certificate in PEM: by it, and no other, it is known as a client and as a server; empty for none."""
    renew: bool = False
    """Whether it gets a new secret though it has one."""


@get("/partners", may=SEES, notes=What.READ, sync_to_thread=True)
def list_partners(centre: Given[Application]) -> tuple[PartnerRecord, ...]:
    """List partners, and how the exchange with each goes."""
    return tuple(map(partner_record, centre.sharing.partners.all()))


@get("/partners/{partner:str}", may=SEES, notes=What.READ, sync_to_thread=True)
def show_partner(partner: PartnerId, centre: Given[Application], register: Given[Register]) -> PartnerShown:
    """Give all about a partner: what it was told and why, what became of what it told, and what could not be read."""
    books, found = centre.sharing, centre.sharing.partners.get(partner)
    groups = [groups_of(each) for each in register.organisations() if each.id == partner]
    clearance = register.clearance(partner)
    return PartnerShown(
        partner=partner_record(found),
        clearance=clearance,
        groups=tuple(sorted(*groups)) if groups else (),
        login=found.login,
        certificate=found.certificate,
        told=tuple(
            each
            for each in tally_records(books.ledger.tallies(), books.signs.tallies())
            if each.to == partner
        ),
        collections=tuple(
            CollectionRecord(each.id, each.alias, each.title, books.objects.count(each.id))
            for each in (for_one(partner, clearance), from_one(partner))
        ),
        quarantine=tuple(
            quarantined_record(partner, each) for each in books.partners.quarantine(partner, QUARANTINED)
        ),
    )


@put("/partners/{partner:str}", may=CHOOSES, notes=None, fresh=True, sync_to_thread=True)
def add_partner(
    partner: PartnerId, data: JSONBody[PartnerAsked], partnering: Given[Partnering]
) -> PartnerAdded:
    """Say how we exchange with a partner, or say it anew; a new secret is shown this once.

    The file that holds our secret at its server is named at the command line alone: whoever may name both a file and an address
    could have any file of the centre's sent there. It stays as it is while the address does.
    """
    before = partnering.before(partner)
    kept = before.secret_file if before and before.address == data.address else ""
    wanted = Partner(
        organisation=partner,
        name=" ".join(data.name.split()),
        address=data.address,
        collection=data.collection,
        login=data.login,
        secret_file=kept,
        certificate=data.certificate.strip(),
    )
    secret = partnering.add(wanted, renew=data.renew)
    return PartnerAdded(partner, secret.reveal() if secret else "")


@delete("/partners/{partner:str}", may=CHOOSES, notes=None, status_code=200, sync_to_thread=True)
def remove_partner(partner: PartnerId, partnering: Given[Partnering]) -> PartnerRemoved:
    """End the exchange with a partner: it opens nothing any more. What it has told stays; withdraw that before."""
    partnering.remove(partner)
    return PartnerRemoved(partner)


@post("/partners/{partner:str}/pull", may=HANDLES, notes=None, status_code=200, sync_to_thread=True)
def pull_partner(partner: PartnerId, partnering: Given[Partnering]) -> PartnerPulled:
    """Take over what is new at a partner, now."""
    return PartnerPulled(partner, *partnering.pull(partner))


@get("/partners/{partner:str}/withdrawal", may=HANDLES, notes=What.READ, sync_to_thread=True)
def foresee_withdrawal(partner: PartnerId, partnering: Given[Partnering]) -> PartnerWithdrawn:
    """Say what withdrawing a partner would take away; nothing is changed."""
    return PartnerWithdrawn(partner, *partnering.foresee(partner))


@post("/partners/{partner:str}/withdrawal", may=HANDLES, notes=None, status_code=200, sync_to_thread=True)
def withdraw_partner(partner: PartnerId, partnering: Given[Partnering]) -> PartnerWithdrawn:
    """Take away all that a partner has told, and take nothing more from it until it is added anew."""
    return PartnerWithdrawn(partner, *partnering.withdraw(partner))


ROUTES = (
    list_partners,
    show_partner,
    add_partner,
    remove_partner,
    pull_partner,
    foresee_withdrawal,
    withdraw_partner,
)
