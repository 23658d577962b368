"""What is handed to partners, and what they hand over: as text in the request and the answer, never as files of this machine."""

from typing import Final

from litestar import post
from litestar.params import JSONBody
from msgspec import Struct

from noroshi.api.given import Given
from noroshi.api.moments import moment_of
from noroshi.api.pushing import Pushing
from noroshi.api.routes.partners import HANDLES, PartnerId
from noroshi.api.sources import source_of
from noroshi.app import Application
from noroshi.app.blocking import BlockLists
from noroshi.app.handing import hand
from noroshi.app.telling import SPAN, tell
from noroshi.people.audit import By
from noroshi.records.partners import FindingsShared, PartnerPushed, PartnerTaken, findings_shared

MOST: Final = 2_000
"""Alerts of one answer: they take some 2 s, and are 13 MB as STIX, the longest format. `noroshi share` has no limit."""

LARGEST: Final = 8_000_000
"""Bytes of what is handed over at a time: as CSV, which has most findings a byte, that takes some 15 s."""


class ShareAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody wants to be written for a partner."""

    format: str
    """The format: stix, json, csv, intelmq, misp, shadowserver-darknet, shadowserver-ddos, xarf, or that of a block-list."""
    since: str = ""
    """Of alerts last seen at this moment, ISO 8601, or later; empty for a week ago. A block-list's entries have ends of their own."""


class HandedOver(Struct, frozen=True, forbid_unknown_fields=True):
    """What a partner hands over."""

    format: str
    """The format: misp (an event), xarf, stix, json, csv, shadowserver-darknet or shadowserver-ddos."""
    source: str
    """What it is called, as a file's name without folders; the audit has it."""
    content: str
    """All of its text."""


@post(
    "/partners/{partner:str}/share",
    may=HANDLES,
    notes=None,
    status_code=200,
    sync_to_thread=True,
    uncompressed=True,  # else everybody waits for a second or so
)
def share(
    partner: PartnerId,
    data: JSONBody[ShareAsked],
    centre: Given[Application],
    lists: Given[BlockLists],
    by: Given[By],
) -> FindingsShared:
    """Write what a partner may know, in a format that their tools read.

    It is decided, redacted and written down as for partners that ask over TAXII. Of more than 2,000 alerts nothing is written.
    """
    span = max(0, centre.clock.now() - moment_of(data.since, "since")) if data.since else SPAN
    told = tell(centre, lists, data.format, partner, span, by, most=MOST)
    return findings_shared(data.format, partner, told.findings, told.output)


@post("/partners/{partner:str}/push", may=HANDLES, notes=None, status_code=200, sync_to_thread=True)
def push_partner(partner: PartnerId, pushing: Given[Pushing], by: Given[By]) -> PartnerPushed:
    """Push to the partner's MISP, if the settings name it, what the partner may know.

    After 20 s the answer says that it goes on; the audit has what it did. While one goes on there is no other.
    """
    pushed = pushing.push(partner, by)
    return PartnerPushed(partner, *pushed) if pushed else PartnerPushed(partner, 0, 0, 0, goes_on=True)


@post(
    "/partners/{partner:str}/take",
    may=HANDLES,
    notes=None,
    status_code=200,
    request_max_body_size=LARGEST,
    sync_to_thread=True,
)
def take_from_partner(
    partner: PartnerId, data: JSONBody[HandedOver], centre: Given[Application], by: Given[By]
) -> PartnerTaken:
    """Take what a partner hands over as its word; the same taken again changes nothing."""
    source = source_of(data.source)
    return PartnerTaken(
        partner, *hand(centre, partner, data.format, [data.content.encode()], source.name, by)
    )


ROUTES = (share, push_partner, take_from_partner)
