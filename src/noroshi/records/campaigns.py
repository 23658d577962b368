"""Campaigns as programs get them."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from msgspec import Struct

from noroshi.campaigns.model import Campaign
from noroshi.clock import DAY, HOUR, SECOND, iso
from noroshi.indications.model import Indication
from noroshi.records.indications import IndicationRecord, indication_record

INDICATIONS: Final = 20
"""The latest indications of a campaign's port that are looked at."""

DETAILED: Final = 3 * DAY
"""ns up to which a campaign's spread is counted by the hour, later by the day: at most 72 or 90 bars, which a screen still shows
apart (tried it)."""


class CampaignRecord(Struct, frozen=True):
    """A campaign, in short."""

    id: str
    """Its short id."""
    pattern: str
    """What its alerts have in common: the kind up to the dot, labels, and the port that had most."""
    port: str
    """That port, such as tcp/23; empty where the pattern has none."""
    started: str
    """When the first alert began, ISO 8601 in UTC."""
    latest: str
    """When the latest began, ISO 8601 in UTC."""
    alerts: int
    """How many there are."""
    organisations: int
    """How many organisations have one."""
    first: str
    """The id of the organisation that was first."""
    first_name: str
    """Its name; empty if it is no longer registered."""


class StruckRecord(Struct, frozen=True):
    """An organisation that a campaign has reached."""

    organisation: str
    """Its id."""
    organisation_name: str
    """Its name; empty if it is no longer registered."""
    first: str
    """When its first alert began, ISO 8601 in UTC."""
    alert: str
    """The id of that alert."""
    alerts: int
    """How many it has."""


class SpreadRecord(Struct, frozen=True):
    """How many alerts began in a span of time."""

    at: str
    """When it began, ISO 8601 in UTC."""
    alerts: int
    """How many."""


class CampaignShown(Struct, frozen=True):
    """All about one campaign."""

    campaign: CampaignRecord
    """The campaign, in short."""
    members: tuple[StruckRecord, ...]
    """In the order in which they were reached."""
    seconds: int
    """How long each span of the spread is: an hour or a day."""
    spread: tuple[SpreadRecord, ...]
    """How it spread, from the first alert to the latest, without gaps."""
    indications: tuple[IndicationRecord, ...]
    """Indications of its port that went on while it spread."""


def campaign_record(campaign: Campaign, name: Callable[[str], str]) -> CampaignRecord:
    """Put a campaign in short.

    Parameters
    ----------
    name
        Names organisations, by id.
    """
    first = campaign.members[0].organisation
    return CampaignRecord(
        id=campaign.id,
        pattern=campaign.pattern,
        port=campaign.port,
        started=iso(campaign.started),
        latest=iso(campaign.latest),
        alerts=len(campaign.onsets),
        organisations=len(campaign.members),
        first=first,
        first_name=name(first),
    )


def campaign_shown(
    campaign: Campaign, name: Callable[[str], str], indications: Iterable[Indication]
) -> CampaignShown:
    """Put together all about one campaign."""
    span = HOUR if campaign.latest - campaign.started <= DETAILED else DAY
    counts = Counter(each // span for each in campaign.onsets)
    return CampaignShown(
        campaign_record(campaign, name),
        tuple(
            StruckRecord(each.organisation, name(each.organisation), iso(each.first), each.alert, each.alerts)
            for each in campaign.members
        ),
        span // SECOND,
        tuple(SpreadRecord(iso(at * span), counts[at]) for at in range(min(counts), max(counts) + 1)),
        tuple(
            indication_record(each)
            for each in indications
            if (each.last >= campaign.started or not each.ended) and each.started <= campaign.latest
        ),
    )
