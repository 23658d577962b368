"""One box that finds everything."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.campaigns import SeenCampaigns
from noroshi.api.sight.indications import SeenIndications
from noroshi.api.sight.organisations import SeenOrganisations
from noroshi.api.sight.searching import search
from noroshi.app import Application
from noroshi.people.audit import What
from noroshi.people.caller import Caller
from noroshi.people.rights import Right
from noroshi.records.search import Found


@get("/search", may=SEES, notes=What.READ, sync_to_thread=True)
def find(
    q: Annotated[
        str,
        QueryParameter(
            min_length=1,
            max_length=200,
            description="The id of an alert, an indication or a campaign, an address, a prefix, a port such as tcp/23, or a part of a name.",
        ),
    ],
    alerts: Given[SeenAlerts],
    organisations: Given[SeenOrganisations],
    caller: Given[Caller],
    centre: Given[Application],
    indications: Given[SeenIndications],
    campaigns: Given[SeenCampaigns],
) -> tuple[Found, ...]:
    """Find alerts, indications, campaigns, organisations, partners, addresses, prefixes and ports."""
    sees_all = caller.may(Right.SEE)
    partners = centre.sharing.partners.all() if sees_all else ()
    found = search(q, alerts, organisations, indications, partners, campaigns if sees_all else None)
    return tuple({(each.kind, each.id): each for each in found}.values())


ROUTES = (find,)
