"""Organisations, and what is known of addresses."""

from typing import Annotated

from litestar import get
from litestar.params import PathParameter, QueryParameter

from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.api.moments import moment_of
from noroshi.api.sight.organisations import SeenOrganisations
from noroshi.people.audit import What
from noroshi.records.addresses import AddressRecord
from noroshi.records.organisations import OrganisationRecord, OrganisationShown


@get("/organisations", may=SEES, notes=What.READ, sync_to_thread=True)
def list_organisations(organisations: Given[SeenOrganisations]) -> tuple[OrganisationRecord, ...]:
    """List organisations, by id."""
    return organisations.all()


@get("/organisations/{organisation:str}", may=SEES, notes=What.READ, sync_to_thread=True)
def show_organisation(
    organisation: Annotated[str, PathParameter(description="An organisation's id.")],
    organisations: Given[SeenOrganisations],
) -> OrganisationShown:
    """Give all about an organisation, and where each row came from."""
    return organisations.shown(organisation)


@get("/addresses/{address:path}", may=SEES, notes=What.READ, sync_to_thread=True)
def show_address(
    address: Annotated[str, PathParameter(description="An address, or a prefix such as 192.0.2.0/24.")],
    organisations: Given[SeenOrganisations],
    at: Annotated[
        str,
        QueryParameter(
            max_length=100, description="Who answered for it at that moment, in ISO 8601; else now."
        ),
    ] = "",
) -> AddressRecord:
    """Give all about an address or a prefix: who answers for it, alerts, silences."""
    return organisations.address(address.lstrip("/"), moment_of(at, "at") if at else None)


ROUTES = (list_organisations, show_organisation, show_address)
