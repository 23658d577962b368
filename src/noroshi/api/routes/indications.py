"""Indications: first signs of something new, which concern nobody in particular, and whom they have reached."""

from typing import Annotated, TypeAlias

from litestar import get
from litestar.params import PathParameter, QueryParameter

from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.api.paging import After, Limit, place
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.indications import SeenIndications
from noroshi.detections.detector import NEVER
from noroshi.indications.book import Place, Wanted
from noroshi.people.audit import What
from noroshi.records.alerts import AskingAlerts
from noroshi.records.indications import (
    IndicationRecord,
    IndicationShown,
    indication_shown,
)
from noroshi.records.pages import Page

IndicationId: TypeAlias = Annotated[str, PathParameter(description="An indication's id, such as I-7QX3M2KA.")]


@get("/indications", may=SEES, notes=What.READ, sync_to_thread=True)
def list_indications(
    indications: Given[SeenIndications],
    kind: Annotated[str, QueryParameter(description="Of this kind.")] = "",
    subject: Annotated[str, QueryParameter(description="About this subject, such as tcp/7547.")] = "",
    ended: Annotated[bool | None, QueryParameter(description="Whether they are over.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Page[IndicationRecord]:
    """List indications, the latest seen first. They name no address, so whoever may read what is green sees them all, members too."""
    return indications.page(Wanted(kind, subject, ended), place(after, Place), limit)


@get("/indications/{indication:str}", may=SEES, notes=What.READ, sync_to_thread=True)
def show_indication(indication: IndicationId, indications: Given[SeenIndications]) -> IndicationShown:
    """Give all about an indication: why, its curve, its fingerprints and campaigns, and what speaks against it."""
    return indication_shown(indications.get(indication))


@get("/indications/{indication:str}/alerts", may=SEES, notes=What.READ, sync_to_thread=True)
def list_asking(
    indication: IndicationId, indications: Given[SeenIndications], alerts: Given[SeenAlerts]
) -> AskingAlerts:
    """Give alerts, as far as the caller sees any, about machines that asked for the port while it rose."""
    found = indications.get(indication)
    return alerts.asking(found.subject, found.started, found.last if found.ended else NEVER)


ROUTES = (list_indications, show_indication, list_asking)
