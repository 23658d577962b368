"""One box that finds everything."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.organisations import SeenOrganisations
from noroshi.api.sight.searching import Found, search
from noroshi.app import Application
from noroshi.people.audit import What


@get("/search", may=SEES, notes=What.READ, sync_to_thread=True)
def find(
    q: Annotated[
        str,
        QueryParameter(
            min_length=1,
            max_length=200,
            description="An alert's or an indication's id, an address, a prefix, a port such as tcp/23, or a part of a name.",
        ),
    ],
    alerts: Given[SeenAlerts],
    organisations: Given[SeenOrganisations],
    centre: Given[Application],
) -> tuple[Found, ...]:
    """Find alerts, indications, organisations, addresses, prefixes and ports."""
    found = search(q, alerts, organisations, centre.indications)
    return tuple({(each.kind, each.id): each for each in found}.values())


ROUTES = (find,)
