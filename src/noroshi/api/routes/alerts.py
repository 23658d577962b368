"""Alerts: which there are, and all about one."""

from typing import Annotated

from litestar import Response, get
from litestar.params import PathParameter, QueryParameter

from noroshi.alerts.model import AlertState
from noroshi.alerts.wanted import Wanted
from noroshi.api.gate import SEES
from noroshi.api.paging import Limit, Page
from noroshi.api.sight import Sight
from noroshi.organisations.model import Severity
from noroshi.records.alerts import AlertRecord, AlertShown


@get("/alerts", may=SEES, sync_to_thread=True)
def list_alerts(
    sight: Sight,
    states: Annotated[list[AlertState] | None, QueryParameter(name="state")] = None,
    organisation: str = "",
    kind: str = "",
    subject: str = "",
    severity: Severity = Severity.LOW,
    limit: Limit = 100,
) -> Page[AlertRecord]:
    """List alerts, the most severe first, then the latest seen."""
    wanted = Wanted(states or (), organisation, kind, subject, severity)
    return Page(tuple(sight.alerts(wanted, limit)), None)


@get("/alerts/{alert:str}", may=SEES, sync_to_thread=True)
def show_alert(
    alert: Annotated[str, PathParameter(description="Its id.")], sight: Sight
) -> Response[AlertShown]:
    """Give all about an alert."""
    shown, version = sight.shown(alert)
    return Response(shown, headers={"ETag": f'"{version}"'})


ROUTES = (list_alerts, show_alert)
