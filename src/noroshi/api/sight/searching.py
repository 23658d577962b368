"""One box that finds everything: alerts, indications, campaigns, organisations, addresses, prefixes, ports."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from ipaddress import ip_address, ip_network
from typing import Final
from urllib.parse import quote

from noroshi.alerts.wanted import Wanted
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.campaigns import SeenCampaigns
from noroshi.api.sight.indications import SeenIndications
from noroshi.api.sight.organisations import SeenOrganisations
from noroshi.errors import NotFoundError
from noroshi.indications.book import Wanted as Signs
from noroshi.indications.model import Indication
from noroshi.records.search import Found, Kind
from noroshi.sharing.partners import Partner

EACH: Final = 10
"""Things of one kind that are found, at most."""

_PORT: Final = re.compile(r"(?:(?P<name>tcp|udp)/)?(?P<port>\d{1,5})|icmp", re.IGNORECASE)
_ALERT: Final = re.compile(r"A-[0-9A-Z]{3,12}", re.IGNORECASE)
_CAMPAIGN: Final = re.compile(r"C-[0-9A-Z]{3,12}", re.IGNORECASE)
_INDICATION: Final = re.compile(r"I-[0-9A-Z]{3,12}", re.IGNORECASE)


def search(
    text: str,
    alerts: SeenAlerts,
    organisations: SeenOrganisations,
    indications: SeenIndications,
    partners: Sequence[Partner],
    campaigns: SeenCampaigns | None,
) -> Iterator[Found]:
    """Find what a text may mean, the surest first.

    Parameters
    ----------
    partners
        Those that the caller may know of.
    campaigns
        None for a caller who may know of none.
    """
    wanted = text.strip()
    if _ALERT.fullmatch(wanted):
        yield from _alert(wanted, alerts)
    if _INDICATION.fullmatch(wanted):
        yield from _named(wanted, indications)
    if campaigns and _CAMPAIGN.fullmatch(wanted):
        yield from _campaign(wanted, campaigns)
    yield from _address(wanted)
    if port := _PORT.fullmatch(wanted):
        number = int(port["port"] or 0)
        if number < 1 << 16:
            name = f"{(port['name'] or 'tcp').lower()}/{number}" if port["port"] else "icmp"
            yield Found(Kind.PORT, name, name, "", f"/traffic?port={quote(name, safe='')}")
            yield from map(_indication, indications.some(Signs(subject=name), None, EACH))
    yield from _organisations(wanted.casefold(), organisations)
    yield from _partners(wanted.casefold(), partners)
    for each in alerts.page(Wanted(text=wanted), None, EACH).items:
        detail = f"{each.kind}, {each.organisation}, {each.state}"
        yield Found(Kind.ALERT, each.id, f"{each.id}  {each.subject}", detail, f"/alerts/{each.id}")


def _alert(text: str, alerts: SeenAlerts) -> Iterator[Found]:
    try:
        alert = alerts.get(text)
    except NotFoundError:
        return
    detail = f"{alert.kind}, {alert.organisation}, {alert.state}"
    yield Found(Kind.ALERT, alert.id, f"{alert.id}  {alert.subject}", detail, f"/alerts/{alert.id}")


def _campaign(text: str, campaigns: SeenCampaigns) -> Iterator[Found]:
    with suppress(NotFoundError):
        found = campaigns.shown(text).campaign
        title = f"{found.id}  {found.pattern}"
        yield Found(Kind.CAMPAIGN, found.id, title, "", f"/campaigns/{found.id}")


def _named(text: str, indications: SeenIndications) -> Iterator[Found]:
    with suppress(NotFoundError):
        yield _indication(indications.get(text))


def _indication(indication: Indication) -> Found:
    title = f"{indication.id}  {indication.subject}"
    return Found(Kind.INDICATION, indication.id, title, indication.kind, f"/indications/{indication.id}")


def _address(text: str) -> Iterator[Found]:
    kind, read = (Kind.PREFIX, ip_network) if "/" in text else (Kind.ADDRESS, ip_address)
    try:
        found = str(read(text))
    except ValueError:
        return
    yield Found(kind, found, found, "", f"/addresses/{found}")


def _organisations(text: str, organisations: SeenOrganisations) -> Iterator[Found]:
    fitting = (each for each in organisations.known() if text in f"{each.id} {each.name}".casefold())
    for each, _ in zip(fitting, range(EACH), strict=False):
        yield Found(Kind.ORGANISATION, each.id, each.name, each.id, f"/organisations/{each.id}")


def _partners(text: str, partners: Sequence[Partner]) -> Iterator[Found]:
    fitting = (each for each in partners if text in f"{each.organisation} {each.name}".casefold())
    for each, _ in zip(fitting, range(EACH), strict=False):
        href = f"/partners/{quote(each.organisation, safe='')}"
        yield Found(Kind.PARTNER, each.organisation, each.name, each.organisation, href)
