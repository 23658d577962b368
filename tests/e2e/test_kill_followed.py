"""`noroshi serve`, killed while consoles look on."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from noroshi.app import Application
from noroshi.clock import HOUR, SystemClock
from noroshi.config.home import Home
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.people.rights import Role
from tests.api.test_events import Event, Stream
from tests.e2e.test_serve import Served, scan

HOSTS = range(1, 31)
BY = By("tests", Via.COMMAND)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Serve a centre; kill what is left of it."""
    centre = Served(tmp_path)
    yield centre
    centre.close()


def follow(address: str, token: str, **headers: str) -> Stream:
    """Follow what happens, with a program's token."""
    asker = httpx.Client(
        base_url=f"{address}/api/v1", timeout=60, headers={"Authorization": f"Bearer {token}"}
    )
    return Stream(asker, **headers)


def test_resumed(served: Served) -> None:
    """Killed in the midst of an outbreak and started again, it resumes the stream: nothing is lost, and nothing comes twice."""
    served.hear("READY=1")
    address = served.logged("answers with the console")["address"]
    with Application.open(Home(served.settings.parent), SystemClock()) as centre:
        person = centre.door.invitations.invite("mika", "Mika", Role.OFFICER, BY).person
        token = centre.door.tokens.add(person, "tests", person.rights, HOUR, BY)[1].reveal()
    stream = follow(address, token)
    stream.next("hello")
    headers = {"Authorization": f"Bearer {token}"}
    picture = f"{address.replace('http', 'ws')}/api/v1/picture"
    with connect(picture, additional_headers=headers) as looking:
        for host in HOSTS:
            (served.captures / f"{host:03}.pcap").write_bytes(scan(host, 5 * host))
        seen: list[Event] = [stream.next("alert") for _ in range(5)]
        served.kill()
        with pytest.raises(ConnectionClosed):
            deque(looking, maxlen=0)
    served.start()
    served.hear("READY=1")

    again = follow(
        served.logged("answers with the console")["address"], token, **{"Last-Event-ID": seen[-1].id}
    )
    resumed = again.next("hello").data["resumed"]
    while len({each.data["alert"]["subject"] for each in seen}) < len(HOSTS):
        seen.append(again.next("alert"))
    again.close()
    with Application.open(Home(served.settings.parent), SystemClock()) as centre:
        written = [number for number, _ in centre.alerts.since(0, len(seen))]

    assert resumed
    assert written == [int(each.id.split(".")[1]) for each in seen]
    assert {f"192.0.2.{host}" for host in HOSTS} == {each.data["alert"]["subject"] for each in seen}
