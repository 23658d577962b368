"""The picture: rings, and what flies to them."""

import asyncio
from contextlib import closing, suppress
from typing import Annotated, Any

from litestar import WebSocket, get, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import PathParameter
from msgspec import structs

from noroshi.alerts.model import AlertState
from noroshi.alerts.wanted import Wanted
from noroshi.api.crowd import Crowd
from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.api.live import Live
from noroshi.api.sight.alerts import AT_WORK, SeenAlerts
from noroshi.api.sight.organisations import SeenOrganisations
from noroshi.api.sight.reach import Reach
from noroshi.api.still import Still
from noroshi.clock import iso
from noroshi.errors import AccessError
from noroshi.onlooking import Looking, View
from noroshi.people.audit import What
from noroshi.people.rights import Right
from noroshi.records.alerts import ListedAlert
from noroshi.records.picture import AlertSpot, PictureShown, RingShown

SHOWN = 1_000
"""Alerts on the picture, the most severe first."""

ASKED = 5.0
"""Seconds after which it is asked again whether somebody may still look."""

GONE = 4401
"""Why a WebSocket is closed: whoever looks is nobody any more. 4000 and above are ours (RFC 6455, 7.4.2)."""


TALKED = 1003
"""Why a WebSocket is closed whose reader says something: RFC 6455, 7.4.1, data of a sort that is not accepted."""


@get("/picture", may=SEES, notes=What.READ, by_itself=True, sync_to_thread=True)
def show_picture(live: Given[Live | None], reach: Given[Reach], alerts: Given[SeenAlerts]) -> PictureShown:
    """Give the rings, and where alerts are on them."""
    return _picture(live, _view(reach), reach, alerts)


@get("/organisations/{organisation:str}/space", may=SEES, notes=What.READ, sync_to_thread=True)
def show_space(
    organisation: Annotated[str, PathParameter(description="An organisation's id.")],
    live: Given[Live | None],
    reach: Given[Reach],
    alerts: Given[SeenAlerts],
    organisations: Given[SeenOrganisations],
) -> PictureShown:
    """Give one organisation's ring, and where its alerts are on it; none without a watch in this process."""
    found = organisations.shown(organisation).organisation.id
    return _picture(live, structs.replace(_view(reach), organisation=found), reach, alerts)


@websocket("/picture", may=SEES, notes=What.READ)
async def watch_picture(
    socket: WebSocket[Any, Any, Any],
    live: Given[Live | None],
    reach: Given[Reach],
    still: Given[Still],
    crowd: Given[Crowd],
) -> None:
    """Send frames as they come, the newest only; `docs/api.md` says what is in them."""
    crowd.check(reach.caller.credential)
    await socket.accept()
    if live is None:
        await socket.close(code=1013, reason="no watch runs in this process")
        return
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(news.set)

    with crowd.place(reach.caller.credential):
        looking = await asyncio.to_thread(live.look, _view(reach), wake)
        with closing(looking):
            sending = asyncio.create_task(_send(socket, looking, news, still))
            gone = asyncio.create_task(_gone(socket, crowd))
            await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
            sending.cancel()
            gone.cancel()


async def _send(
    socket: WebSocket[Any, Any, Any], looking: Looking, news: asyncio.Event, still: Still
) -> None:
    loop = asyncio.get_running_loop()
    asked = loop.time()
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), ASKED)
        news.clear()
        if loop.time() >= asked + ASKED:
            asked = loop.time()
            try:
                await asyncio.to_thread(still.sight)
            except AccessError:
                await socket.close(code=GONE, reason="sign in again")
                return
        frame = looking.take()
        if frame is not None:
            await socket.send_bytes(frame)


async def _gone(socket: WebSocket[Any, Any, Any], crowd: Crowd) -> None:
    """Wait until the reader goes; who says anything is shown out, for nobody here has anything to say."""
    message = await socket.receive()
    if message["type"] == "websocket.receive":
        crowd.count("talkers shown out")
        with suppress(WebSocketDisconnect):
            await socket.close(code=TALKED, reason="nothing is to be said here")


def _picture(live: Live | None, view: View, reach: Reach, alerts: SeenAlerts) -> PictureShown:
    rings = live.rings(view) if live else ()
    wanted = Wanted(AT_WORK, view.organisation)
    listed = alerts.page(wanted, None, SHOWN).items if rings else ()
    spots = live.spots(view, [each.subject for each in listed]) if live else ()
    placed: dict[int, list[AlertSpot]] = {}
    for alert, spot in zip(listed, spots, strict=True):
        if spot is not None:
            placed.setdefault(spot.ring, []).append(_spot(alert, spot.position))
    shown = tuple(
        RingShown(
            each.ring,
            each.organisation,
            each.name,
            each.addresses,
            each.arcs,
            tuple(placed.get(each.ring, ())),
        )
        for each in rings
    )
    return PictureShown(shown, view.masked, iso(reach.centre.clock.now()))


def _spot(alert: ListedAlert, position: int) -> AlertSpot:
    is_new = alert.state is AlertState.OPEN
    return AlertSpot(alert.id, alert.subject, position, alert.severity, alert.kind, is_new, alert.state)


def _view(reach: Reach) -> View:
    return View(reach.own, not reach.may(Right.SEE_DARK), reach.caller.credential)


ROUTES = (show_picture, show_space, watch_picture)
