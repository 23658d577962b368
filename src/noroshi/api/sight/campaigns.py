"""Campaigns, as the centre's own people see them. What others have is no member's to know, so members have no part in this."""

from typing import NamedTuple

from noroshi.api.paging import cursor
from noroshi.api.sight.reach import Reach
from noroshi.app.sentences import campaign_kinds
from noroshi.campaigns.model import get, known
from noroshi.indications.book import Wanted
from noroshi.records.campaigns import (
    INDICATIONS,
    CampaignRecord,
    CampaignShown,
    campaign_record,
    campaign_shown,
)
from noroshi.records.pages import Page


class Place(NamedTuple):
    """Where a page ends."""

    latest: int
    """ns UTC, when the latest alert of the last one began."""
    id: str
    """Its id."""


class SeenCampaigns:
    """Campaigns within a caller's reach.

    Parameters
    ----------
    reach
        How far the caller sees.
    """

    def __init__(self, reach: Reach) -> None:
        self._centre = reach.centre
        self._name = reach.register.name

    def page(self, after: Place | None, limit: int) -> Page[CampaignRecord]:
        """Give a page of the list, those with the latest alert first."""
        centre = self._centre
        found = known(centre.alerts, campaign_kinds(), centre.clock.now())
        left = [
            each for each in found if after is None or (-each.latest, each.id) > (-after.latest, after.id)
        ]
        end = cursor(Place(left[limit - 1].latest, left[limit - 1].id)) if len(left) > limit else None
        return Page(tuple(campaign_record(each, self._name) for each in left[:limit]), end, len(found))

    def shown(self, identity: str) -> CampaignShown:
        """Give all about one.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        centre = self._centre
        found = get(centre.alerts, campaign_kinds(), centre.clock.now(), identity)
        rising = centre.indications.page(Wanted(subject=found.port), INDICATIONS) if found.port else ()
        return campaign_shown(found, self._name, rising)
