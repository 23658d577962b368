"""Whoever follows or looks on, and will not read, says what nobody asked for, or comes a hundredfold."""

import json
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Final

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

import noroshi.api.server
from noroshi.api.crowd import EACH, Crowd
from noroshi.api.problems import Refusal
from noroshi.onlooking import Looking, View
from tests.api.answering import Answering, answering
from tests.api.test_events import Stream
from tests.api.test_picture import Played
from tests.delivery.stories import detection

FRAME: Final = b"f" * 65_536
BUFFERED: Final = 24
"""Frames, 1.6 MB, that the system and the server may hold between the two ends at most. Six were seen, and 62 where Linux may let the
sending socket grow as it likes."""


class Endless(Played):
    """A watch that always has one more frame."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[int] = []

    def look(self, view: View, wake: Callable[[], None]) -> Looking:
        """Count what each reader takes, in the order in which they came."""
        taken, place = self.taken, len(self.taken)
        taken.append(0)

        class Frames(Looking):
            def take(self) -> bytes | None:
                taken[place] += 1
                wake()
                return FRAME

            def close(self) -> None:
                """Nothing is held."""

        self.views.append(view)
        wake()
        return Frames()


@pytest.fixture
def live() -> Endless:
    """A watch without an end."""
    return Endless()


@pytest.fixture
def api(tmp_path: Path, live: Endless) -> Iterator[Answering]:
    """A centre that answers, beside that watch."""
    with answering(tmp_path, live) as made:
        yield made


def opened(api: Answering, token: str) -> ClientConnection:
    """Open the picture."""
    address = f"{api.url.replace('http', 'ws')}/picture"
    return connect(address, additional_headers={"Authorization": f"Bearer {token}"}, max_queue=1)


def test_slow_picture(api: Answering, live: Endless) -> None:
    """A reader of the picture that never reads is sent no more than lies between the two ends; others get theirs all the time."""
    token = api.token(api.person("mika"))
    asked = (
        f"GET /api/v1/picture HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    with socket.create_connection((api.server.host, api.server.port)) as slow, opened(api, token) as other:
        slow.sendall(asked.encode())
        assert slow.recv(12) == b"HTTP/1.1 101"
        while len(live.taken) < 2 or not min(live.taken):  # a busy machine lets the slow one look later
            other.recv(timeout=30)
        for _ in range(2 * BUFFERED):
            assert other.recv(timeout=30) == FRAME
        first = min(live.taken)
        for _ in range(BUFFERED):
            other.recv(timeout=30)

    assert first == min(live.taken) < BUFFERED


@pytest.mark.parametrize(("said", "code"), [("hello", 1003), (b"\0\xff" * 20, 1003), ("x" * 2_000_000, 1009)])
def test_talker(said: str | bytes, code: int, api: Answering) -> None:
    """Who says anything to the picture is shown out, and what is longer than a kilobyte is not even taken in; others look on."""
    token = api.token(api.person("mika"))
    with opened(api, token) as other, opened(api, token) as talker:
        talker.send(said)
        with pytest.raises(ConnectionClosed) as closed:
            deque(talker, maxlen=0)
        assert other.recv(timeout=30) == FRAME

    assert closed.value.rcvd is not None
    assert code == closed.value.rcvd.code


def test_hundreds(api: Answering) -> None:
    """One token follows with so many streams and no more; another's is let in, and so is its own when one has ended."""
    asker = api.client()
    streams = [Stream(asker) for _ in range(EACH)]
    for each in streams:
        each.next("hello")
    refused = asker.get("/events")
    other = Stream(api.client("sato"))
    greeted = other.next("hello")
    for each in [*streams, other]:
        each.close()

    assert (429, "/problems/too-many-streams") == (refused.status_code, refused.json()["type"])
    assert not greeted.data["resumed"]


def test_counted() -> None:
    """What is refused is counted, and a place that was left is free again."""
    crowd = Crowd()
    places = [crowd.place("B-1") for _ in range(EACH)]
    for place in places:
        place.__enter__()
    with pytest.raises(Refusal):
        crowd.check("B-1")
    crowd.check("B-2")
    places[0].__exit__(None, None, None)
    crowd.check("B-1")

    assert {"streams refused": 1, "talkers shown out": 0} == crowd.counters()


def test_slow_follower(api: Answering) -> None:
    """A follower that does not read holds up nobody; when it reads at last, it has everything, once and in order."""
    token = api.token(api.person("mika"))
    slow = socket.create_connection((api.server.host, api.server.port))
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    slow.sendall(f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    assert slow.recv(12) == b"HTTP/1.1 200"
    other = Stream(api.client("sato"))
    other.next("hello")
    subjects = [f"192.0.2.{host}" for host in range(1, 127)]
    for subject in subjects:
        api.alerted(detection(subject=subject))
    told = [other.next("alert").data["alert"]["subject"] for _ in subjects]
    other.close()
    slow.settimeout(30)
    read = b""
    while read.count(b"event: alert") < len(subjects):
        read += slow.recv(65_536)
    while not read.endswith(b"\n\n\r\n"):
        read += slow.recv(65_536)
    slow.close()
    late = [json.loads(line[6:]) for line in read.split(b"\n") if line.startswith(b'data: {"deed"')]

    assert subjects == told == [each["alert"]["subject"] for each in late]


def test_stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A follower that takes nothing for long is shown out by the system, and leaves its place to another."""
    monkeypatch.setattr(noroshi.api.server, "STUCK", 1)
    with answering(tmp_path) as api:
        token = api.token(api.person("mika"))
        asked = f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        stuck = []
        for _ in range(EACH):
            each = socket.socket()
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            each.connect((api.server.host, api.server.port))
            each.sendall(asked)
            assert each.recv(12) == b"HTTP/1.1 200"
            stuck.append(each)
        asker = api._client(headers={"Authorization": f"Bearer {token}"})
        before = asker.get("/events").status_code
        for host in range(1, 127):
            api.alerted(detection(subject=f"192.0.2.{host}"))
        with ExitStack() as others:
            for _ in range(EACH):  # until all are gone: one that is read from now lives on
                assert any(follows(asker, others) for _ in range(600))
            ends = [ended(each) for each in stuck]

    assert before == HTTPStatus.TOO_MANY_REQUESTS
    assert [True] * EACH == ends


def follows(asker: httpx.Client, others: ExitStack) -> bool:
    """Follow until the others end, and say whether there is room; if not, wait a little."""
    answer = asker.send(asker.build_request("GET", "/events"), stream=True)
    others.callback(answer.close)
    if not answer.is_success:
        answer.close()
        time.sleep(0.1)
    return answer.is_success


def ended(follower: socket.socket) -> bool:
    """Read all that lies between the two ends; say whether the other one has gone."""
    follower.settimeout(30)
    with follower, suppress(ConnectionResetError):
        return any(not follower.recv(65_536) for _ in range(1_000))
    return True
