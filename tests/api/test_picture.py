"""The picture over HTTP and a WebSocket, of a watch that is played here."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from noroshi.api.live import Live
from noroshi.onlooking import Looking, Ring, Spot, View
from noroshi.people.rights import Role
from noroshi.records.traffic import TrafficRecord
from noroshi.records.watches import WatchRecord
from tests.api.answering import BY, Answering, answering
from tests.api.test_events import Stream
from tests.delivery.stories import detection


class Played(Live):
    """A watch that shows whoever looks one frame."""

    def __init__(self) -> None:
        self.views: list[View] = []
        self.away = threading.Event()

    def watch(self) -> WatchRecord:
        return WatchRecord(watching=True)

    def traffic(self, since: int, minutes: int) -> TrafficRecord:
        return TrafficRecord(watching=minutes > since)

    def rings(self, view: View) -> Sequence[Ring]:
        self.views.append(view)
        rings = (Ring(0, "example", "Example University", 256), Ring(1, "library", "Lending Library", 256))
        return [ring for ring in rings if view.organisation in {"", ring.organisation}]

    def spots(self, view: View, subjects: Sequence[str]) -> Sequence[Spot | None]:
        self.views.append(view)
        return [Spot(0, 17) if each.startswith("192.0.2.") else None for each in subjects]

    def look(self, view: View, wake: Callable[[], None]) -> Looking:
        self.views.append(view)
        played = self

        class Frames(Looking):
            def __init__(self) -> None:
                self.frames = [b"frame"]

            def take(self) -> bytes | None:
                return self.frames.pop() if self.frames else None

            def close(self) -> None:
                played.away.set()

        wake()
        return Frames()


@pytest.fixture
def live() -> Played:
    """A watch that is played."""
    return Played()


@pytest.fixture
def api(tmp_path: Path, live: Played) -> Iterator[Answering]:
    """A centre that answers, beside that watch."""
    with answering(tmp_path, live) as made:
        yield made


def opened(api: Answering, name: str = "mika", **headers: str) -> ClientConnection:
    """Open the picture for an officer."""
    token = api.token(api.person(name))
    address = f"{api.url.replace('http', 'ws')}/picture"
    return connect(address, additional_headers={"Authorization": f"Bearer {token}", **headers})


def test_rings(api: Answering) -> None:
    """Alerts stand on the rings; positions are masked for whoever may not know where dark space lies."""
    [alert] = api.alerted(detection(subject="192.0.2.17"))

    shown = api.client().get("/picture").json()
    lead = api.client("lena", Role.LEAD).get("/picture").json()
    space = api.client().get("/organisations/example/space").json()

    assert [True, False] == [shown["masked"], lead["masked"]]
    assert [[(alert, 17)], []] == [
        [(each["id"], each["position"]) for each in ring["alerts"]] for ring in shown["rings"]
    ]
    assert ["example"] == [ring["organisation"] for ring in space["rings"]]


def test_member(api: Answering, live: Played) -> None:
    """A member gets a view of their own ring, and no other's."""
    member = api.client("ema", Role.MEMBER, "example")

    shown = member.get("/picture").json()
    others = member.get("/organisations/library/space").status_code

    assert (["example"], 404) == ([ring["organisation"] for ring in shown["rings"]], others)
    assert {("example", True)} == {(view.organisation, view.masked) for view in live.views}


def test_frames(api: Answering, live: Played) -> None:
    """Frames come over the WebSocket, and the watch is told when the reader goes."""
    with opened(api) as socket:
        frame = socket.recv(timeout=10)

    assert b"frame" == frame
    assert live.away.wait(10)


def test_refused(api: Answering) -> None:
    """Nobody opens it without having signed in, nor does another site's page."""
    address = f"{api.url.replace('http', 'ws')}/picture"
    with pytest.raises(InvalidStatus) as nobody, connect(address):
        pass
    with pytest.raises(InvalidStatus) as foreign, opened(api, Origin="https://evil.example"):
        pass

    assert [403, 403] == [each.value.response.status_code for each in (nobody, foreign)]


def test_deactivated(api: Answering) -> None:
    """Who is deactivated is shown nothing more."""
    with opened(api, "sato") as socket:
        socket.recv(timeout=10)
        api.centre.door.roll.change("sato", BY, active=False)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=30)

    assert closed.value.rcvd is not None
    assert 4401 == closed.value.rcvd.code


def test_sensors(api: Answering) -> None:
    """How the watch does, and what comes to dark space, are the watch's to say."""
    asker = api.client()

    assert (True, True) == (
        asker.get("/sensors").json()["watching"],
        asker.get("/traffic", params={"minutes": 5}).json()["watching"],
    )


def test_fault_of_the_watch(tmp_path: Path) -> None:
    """A watch that cannot say how it does takes nobody's events away."""

    class Faulty(Played):
        def watch(self) -> WatchRecord:
            raise RuntimeError("dictionary changed size during iteration")

    with answering(tmp_path, Faulty()) as api:
        stream = Stream(api.client())
        stream.next("hello")
        [alert] = api.alerted()
        told = stream.next("alert")
        stream.close()

    assert alert == told.data["alert"]["id"]
