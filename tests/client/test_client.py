"""The client, against a centre that answers."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from noroshi.alerts.model import AlertState
from noroshi.alerts.moves import Move
from noroshi.client.client import Client
from noroshi.client.problem import ProblemError
from noroshi.clock import HOUR, iso
from tests.api.answering import Answering, answering
from tests.delivery.stories import detection


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Answering]:
    """A centre that answers."""
    with answering(tmp_path) as made:
        yield made


def client(api: Answering) -> Client:
    """A client for an officer."""
    return Client(api.server.address, api.token(api.person("mika")))


async def test_pages(api: Answering) -> None:
    """A list is given whole, however many pages it has, as records."""
    ids = api.alerted(*(detection(subject=f"192.0.2.{last}") for last in range(1, 8)))
    async with client(api) as centre:
        found = [alert async for alert in centre.alerts(limit="3", state=["open", "resolved"])]

    assert sorted(ids) == sorted(each.id for each in found)
    assert {AlertState.OPEN} == {each.state for each in found}


async def test_moves(api: Answering) -> None:
    """An alert is moved by the version that was seen; who is late is told of a conflict."""
    [alert] = api.alerted()
    async with client(api) as centre:
        shown = await centre.alert(alert)
        moved = await centre.move(alert, Move.ACKNOWLEDGE, shown.alert.version, note="on it")
        with pytest.raises(ProblemError) as late:
            await centre.move(alert, Move.NOTE, shown.alert.version, note="late")

    assert (AlertState.ACKNOWLEDGED, "mika", 2) == (moved.state, moved.assignee, moved.version)
    assert ("version-conflict", 412, "mika") == (late.value.kind, late.value.status, late.value.body["who"])


async def test_rest(api: Answering) -> None:
    """Notices, organisations, addresses, silences and sensors come as records."""
    [alert] = api.alerted()
    async with client(api) as centre:
        notices = [each async for each in centre.notices(alert=alert)]
        shown = await centre.notice(notices[0].id)
        organisations = await centre.organisations()
        organisation = await centre.organisation("example")
        address = await centre.address("192.0.2.17")
        soon = iso(api.centre.clock.now() + HOUR)
        silence = await centre.silence("a test", soon, kind="dos")
        sensors = await centre.sensors()
        silences = await centre.silences()

    assert notices[0] == shown.notice
    assert ["example", "library"] == [each.id for each in organisations]
    assert "example" == organisation.organisation.id
    assert [alert] == [each.id for each in address.alerts]
    assert ([silence], False) == (list(silences), sensors.watching)


async def test_happenings(api: Answering) -> None:
    """What happens is followed; from where one left off, without a gap or a repeat."""
    epoch = api.centre.epoch()
    api.alerted(detection(subject="192.0.2.1"), detection(subject="192.0.2.2"))
    async with client(api) as centre:
        happenings = centre.happenings(since=f"{epoch}.1.0")
        first = await anext(happenings)
        await asyncio.to_thread(api.alerted, detection(subject="192.0.2.3"))
        second = await anext(happenings)

    assert [(f"{epoch}.2.0", "192.0.2.2"), (f"{epoch}.3.0", "192.0.2.3")] == [
        (each.id, each.alert.subject) for each in (first, second)
    ]


async def test_patience() -> None:
    """A centre that is busy is asked again when it says; one that refuses is not."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        if len(asked) < 3:
            return web.Response(status=503, headers={"Retry-After": "0"})
        return web.json_response({"watching": True})

    site = web.Application()
    site.router.add_get("/api/v1/sensors", answer)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with Client(f"http://127.0.0.1:{runner.addresses[0][1]}", "t") as centre:
            sensors = await centre.sensors()
            with pytest.raises(ProblemError) as refused:
                await centre.silences()
    finally:
        await runner.cleanup()

    assert (True, 3, 404) == (sensors.watching, len(asked), refused.value.status)
