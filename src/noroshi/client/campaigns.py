"""Campaigns: what several organisations have at the same time."""

from collections.abc import AsyncIterator

from noroshi.client.resource import Resource
from noroshi.records.campaigns import CampaignRecord, CampaignShown
from noroshi.records.pages import Page


class Campaigns(Resource):
    """Campaigns; only the centre's own people see them."""

    def list(self, *, limit: int = 100) -> AsyncIterator[CampaignRecord]:
        """List campaigns, those with the latest alert first."""
        return self._line.pages(Page[CampaignRecord], "campaigns", query={"limit": limit})

    async def get(self, campaign: str) -> CampaignShown:
        """Give all about a campaign: whom it has reached, who was first, how it spread, and whether its port rises."""
        return await self._line.get(CampaignShown, "campaigns", campaign)
