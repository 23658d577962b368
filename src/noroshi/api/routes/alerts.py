"""Alerts: which there are, and all about one."""

from typing import Annotated, Final, Literal, TypeAlias

from litestar import Response, get
from litestar.params import PathParameter, QueryParameter

from noroshi.alerts.wanted import Cursor, Wanted
from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.api.paging import After, Limit, place
from noroshi.api.sight.alerts import SeenAlerts
from noroshi.api.sight.reach import Reach
from noroshi.api.sight.texts import text_for_member
from noroshi.people.audit import What
from noroshi.people.rights import Right
from noroshi.records.alerts import AlertPage, ListedAlert, SimilarAlerts
from noroshi.records.notices import TextShown
from noroshi.records.pages import Page

PCAP: Final = "application/vnd.tcpdump.pcap"
"""What such a file is called (IANA)."""

AlertId: TypeAlias = Annotated[str, PathParameter(description="An alert's id, such as A-7QX3M2K.")]


@get("/alerts", may=SEES, notes=What.READ, sync_to_thread=True)
def list_alerts(
    alerts: Given[SeenAlerts],
    wanted: Given[Wanted],
    after: After = None,
    limit: Limit = 100,
) -> Page[ListedAlert]:
    """List alerts, the most severe first, then the latest seen."""
    return alerts.page(wanted, place(after, Cursor), limit)


@get("/alerts/{alert:str}", may=SEES, notes=What.READ, sync_to_thread=True)
def show_alert(alert: AlertId, alerts: Given[SeenAlerts]) -> Response[AlertPage]:
    """Give all about an alert; its version is the ETag, for whoever wants to change it."""
    shown, version = alerts.shown(alert)
    return Response(shown, headers={"ETag": f'"{version}"'})


@get("/alerts/{alert:str}/similar", may=SEES, notes=What.READ, sync_to_thread=True)
def list_similar(alert: AlertId, alerts: Given[SeenAlerts]) -> SimilarAlerts:
    """Give alerts that somebody works on and that look the same: of the same kind, with the same labels or port."""
    return alerts.similar(alert)


@get("/alerts/{alert:str}/text", may=SEES, notes=What.READ, sync_to_thread=True)
def show_text(
    alert: AlertId,
    alerts: Given[SeenAlerts],
    reach: Given[Reach],
    language: Annotated[
        Literal["en", "ja", ""], QueryParameter(description="Empty for the organisation's.")
    ] = "",
) -> TextShown:
    """Give what a notice would tell the member of an alert."""
    return text_for_member(reach, alerts.get(alert), language)


@get(
    "/alerts/{alert:str}/samples.pcap",
    may=frozenset({Right.SAMPLES}),
    notes=What.READ_SAMPLES,
    sync_to_thread=True,
    media_type=PCAP,
)
def take_samples(alert: AlertId, alerts: Given[SeenAlerts]) -> Response[bytes]:
    """Take the first bytes of an alert's sample packets away as pcap; for whoever may know where dark space lies, too."""
    found = f'attachment; filename="{alerts.get(alert).id}.pcap"'
    return Response(alerts.capture(alert), media_type=PCAP, headers={"Content-Disposition": found})


ROUTES = (list_alerts, show_alert, list_similar, show_text, take_samples)
