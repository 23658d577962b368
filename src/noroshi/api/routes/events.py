"""Server-sent events: what happens to alerts, indications and sensors."""

from collections.abc import AsyncIterator
from typing import Annotated

from litestar import get
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import Stream

from noroshi.api.crowd import Crowd
from noroshi.api.events.following import follow
from noroshi.api.events.journal import Journal
from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.api.still import Still
from noroshi.people.audit import What
from noroshi.people.caller import Caller

MEDIA = "text/event-stream"


@get(
    "/events",
    may=SEES,
    notes=What.READ,
    by_itself=True,
    uncompressed=True,
    sync_to_thread=False,
    media_type=MEDIA,
)
def follow_events(
    caller: Given[Caller],
    crowd: Given[Crowd],
    journal: Given[Journal],
    still: Given[Still],
    last_event_id: Annotated[
        str | None,
        HeaderParameter(name="Last-Event-ID", description="The id of the latest event that one has got."),
    ] = None,
    resume: Annotated[
        str | None,
        QueryParameter(name="last_event_id", description="The same, where no header can be sent."),
    ] = None,
) -> Stream:
    """Follow what happens: `alert`, `indication`, `sensor`, and every five seconds `tick`. What was missed since an event comes first."""
    since = resume if last_event_id is None else last_event_id
    crowd.check(caller.credential)

    async def pieces() -> AsyncIterator[bytes]:
        with crowd.place(caller.credential):
            async for piece in follow(journal, since, still.sight):
                yield piece

    return Stream(pieces(), media_type=MEDIA, headers={"X-Accel-Buffering": "no"})


ROUTES = (follow_events,)
