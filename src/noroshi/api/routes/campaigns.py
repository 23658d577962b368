"""Campaigns: what several organisations have at the same time."""

from typing import Annotated

from litestar import get
from litestar.params import PathParameter

from noroshi.api.given import Given
from noroshi.api.paging import After, Limit, place
from noroshi.api.sight.campaigns import Place, SeenCampaigns
from noroshi.people.audit import What
from noroshi.people.rights import Right
from noroshi.records.campaigns import CampaignRecord, CampaignShown
from noroshi.records.pages import Page

SEES_ALL = frozenset({Right.SEE})
"""Whoever sees every organisation: a campaign says who else has it."""


@get("/campaigns", may=SEES_ALL, notes=What.READ, sync_to_thread=True)
def list_campaigns(
    campaigns: Given[SeenCampaigns], after: After = None, limit: Limit = 100
) -> Page[CampaignRecord]:
    """List campaigns, those with the latest alert first."""
    return campaigns.page(place(after, Place), limit)


@get("/campaigns/{campaign:str}", may=SEES_ALL, notes=What.READ, sync_to_thread=True)
def show_campaign(
    campaign: Annotated[str, PathParameter(description="A campaign's id, such as C-7QX3M2KA.")],
    campaigns: Given[SeenCampaigns],
) -> CampaignShown:
    """Give all about a campaign: whom it has reached, who was first, how it spread, and whether its port rises."""
    return campaigns.shown(campaign)


ROUTES = (list_campaigns, show_campaign)
