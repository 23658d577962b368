"""Alerts taken away in one file: CSV, JSON, Parquet."""

from litestar import Response, get
from litestar.response import Stream

from noroshi.alerts.wanted import Wanted
from noroshi.api.given import Given
from noroshi.api.sight.exporting import Exporting, as_csv
from noroshi.people.audit import What
from noroshi.people.rights import Right

MAY = frozenset({Right.EXPORT})


def _headers(ending: str, exporting: Exporting) -> dict[str, str]:
    name = f"alerts-{exporting.at[:19].replace(':', '')}Z.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"', "X-Noroshi-Total": str(exporting.total)}


@get("/alerts.csv", may=MAY, notes=What.EXPORT, sync_to_thread=True, media_type="text/csv")
def export_csv(wanted: Given[Wanted], exporting: Given[Exporting]) -> Stream:
    """Take alerts away as CSV; no cell of it is a formula to a spreadsheet."""
    rows = exporting.begun(wanted)
    return Stream(as_csv(rows), media_type="text/csv", headers=_headers("csv", exporting))


@get("/alerts.json", may=MAY, notes=What.EXPORT, sync_to_thread=True)
def export_json(wanted: Given[Wanted], exporting: Given[Exporting]) -> Stream:
    """Take alerts away as JSON: what was asked for, when, how many there are, and all of them."""
    rows = exporting.begun(wanted)
    return Stream(exporting.as_json(rows), media_type="application/json", headers=_headers("json", exporting))


@get(
    "/alerts.parquet",
    may=MAY,
    notes=What.EXPORT,
    sync_to_thread=True,
    media_type="application/vnd.apache.parquet",
)
def export_parquet(wanted: Given[Wanted], exporting: Given[Exporting]) -> Response[bytes]:
    """Take alerts away as Parquet."""
    rows = exporting.begun(wanted)
    return Response(
        exporting.as_parquet(rows),
        media_type="application/vnd.apache.parquet",
        headers=_headers("parquet", exporting),
    )


ROUTES = (export_csv, export_json, export_parquet)
