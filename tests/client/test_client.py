"""The client, against a centre that answers."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web

from noroshi.alerts.model import AlertState, Outcome
from noroshi.alerts.moves import Move
from noroshi.api.events.journal import TICK
from noroshi.client.client import Client
from noroshi.client.events import Happening
from noroshi.client.problem import ProblemError
from noroshi.records.events import AlertTold, Hello
from noroshi.records.filters import Filter
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
    wanted = Filter(state=(AlertState.OPEN, AlertState.RESOLVED))
    async with client(api) as centre:
        found = [alert async for alert in centre.alerts.list(wanted, limit=3)]

    assert sorted(ids) == sorted(each.id for each in found)
    assert {AlertState.OPEN} == {each.state for each in found}


async def test_moves(api: Answering) -> None:
    """An alert is moved by the version that was seen; who is late is told of a conflict."""
    [alert] = api.alerted()
    async with client(api) as centre:
        shown = await centre.alerts.get(alert)
        moved = await centre.alerts.acknowledge(alert, shown.alert.version, note="on it")
        with pytest.raises(ProblemError) as late:
            await centre.alerts.note(alert, shown.alert.version, "late")

    assert (AlertState.ACKNOWLEDGED, "mika", 2) == (moved.state, moved.assignee, moved.version)
    assert ("version-conflict", 412, "mika") == (late.value.kind, late.value.status, late.value.body["who"])


async def test_bulk(api: Answering) -> None:
    """The same is done with many alerts, be they named, or all that a filter means; each that is refused says why."""
    first, second = api.alerted(*(detection(subject=f"192.0.2.{last}") for last in (1, 2)))
    async with client(api) as centre:
        named = await centre.alerts.bulk(Move.ACKNOWLEDGE, [(first, 1), (second, 7)])
        meant = await centre.alerts.bulk(
            Move.RESOLVE, Filter(subject="192.0.2.0/24"), outcome=Outcome.CLEANED
        )

    assert ([(first, 2)], [second]) == (list(named.done), [each.id for each in named.refused])
    assert {(first, 3), (second, 2)} == set(meant.done)


async def test_file(api: Answering) -> None:
    """A file of block-lists is given once, and then only when it has changed."""
    async with client(api) as centre:
        first = await centre.block_lists.file("noroshi.txt")
        assert first is not None
        again = await centre.block_lists.file("noroshi.txt", first.etag)

    assert (True, None) == (first.etag.startswith('"'), again)


async def test_place(api: Answering) -> None:
    """Whatever an id has in it, it is an id, and leads nowhere else; a prefix is found with its slash."""
    async with client(api) as centre:
        prefix = await centre.addresses.get("192.0.2.0/24")
        statuses = []
        for strange in ("../organisations", "A-1?q=x", "A-1#x", "..", "%2e%2e"):
            with pytest.raises(ProblemError) as refused:
                await centre.alerts.get(strange)
            statuses.append(refused.value.status)

    assert "192.0.2.0/24" == prefix.subject
    assert {404, 405} == set(statuses)  # with a slash it is no id, but a move that nobody makes by GET


async def test_happenings(api: Answering) -> None:
    """What happens is followed; from where one left off, without a gap or a repeat."""
    epoch = api.centre.epoch()
    api.alerted(detection(subject="192.0.2.1"), detection(subject="192.0.2.2"))
    async with client(api) as centre:
        happenings = centre.events.follow(f"{epoch}.1.0")
        hello = await anext(happenings)
        first = await told(happenings)
        await asyncio.to_thread(api.alerted, detection(subject="192.0.2.3"))
        second = await told(happenings)

    assert Happening(f"{epoch}.1.0", Hello(TICK, resumed=True)) == hello
    assert [(f"{epoch}.2.0", "192.0.2.2"), (f"{epoch}.3.0", "192.0.2.3")] == [first, second]


async def told(happenings: AsyncIterator[Happening]) -> tuple[str | None, str]:
    """The next thing that happens to an alert: where it stands, and what the alert is about."""
    async for identity, what in happenings:
        if isinstance(what, AlertTold):
            return identity, what.alert.subject
    raise AssertionError


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
            sensors = await centre.watch.sensors()
            with pytest.raises(ProblemError) as refused:
                await centre.silences.list()
    finally:
        await runner.cleanup()

    assert (True, 3, 404) == (sensors.watching, len(asked), refused.value.status)


def test_light() -> None:
    """Loading the client loads neither Numba nor what keeps a centre's books, nor anything that answers."""
    script = "import sys, noroshi.client.client; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    heavy = {"numba", "sqlalchemy", "pyarrow", "litestar", "noroshi.storage", "noroshi.app", "noroshi.api"}

    assert set() == heavy & set(run.stdout.split())
