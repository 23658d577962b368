"""How the watch and its sensors do, and what comes to dark space."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from noroshi.api.given import Given
from noroshi.api.live import Live
from noroshi.api.moments import moment_of
from noroshi.people.rights import Right
from noroshi.records.traffic import TrafficRecord
from noroshi.records.watches import WatchRecord

MAY = frozenset({Right.SEE})

MINUTES = 1_440
"""Minutes of traffic at most: a day."""


@get("/sensors", may=MAY, notes=None, sync_to_thread=True)
def show_sensors(live: Given[Live | None]) -> WatchRecord:
    """Say how the watch and its sensors do; without a watch in this process, that there is none."""
    return live.watch() if live else WatchRecord(watching=False)


@get("/traffic", may=MAY, notes=None, sync_to_thread=True)
def show_traffic(
    live: Given[Live | None],
    since: Annotated[
        str, QueryParameter(description="From then on, in ISO 8601; empty for all there is.")
    ] = "",
    minutes: Annotated[int, QueryParameter(ge=1, le=MINUTES, description="The latest so many at most.")] = 60,
) -> TrafficRecord:
    """Give what came to dark space, minute by minute, while the watch in this process has been looking on."""
    begin = moment_of(since, "since") if since else 0
    return live.traffic(begin, minutes) if live else TrafficRecord(watching=False)


ROUTES = (show_sensors, show_traffic)
