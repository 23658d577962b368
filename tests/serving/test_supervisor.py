"""What systemd hears, on a real datagram socket."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from noroshi.clock import SECOND
from noroshi.serving.supervisor import Supervisor


@pytest.fixture
def line(tmp_path: Path) -> Iterator[socket.socket]:
    """Give a socket that hears as systemd does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(5)
        yield heard


def test_says_what_systemd_understands(line: socket.socket) -> None:
    """Ready, reloading with the moment, a status and stopping, a datagram each."""
    supervisor = Supervisor({"NOTIFY_SOCKET": line.getsockname()})
    supervisor.ready()
    supervisor.reloading(5 * SECOND)
    supervisor.status("all is well")
    supervisor.stopping()

    assert [b"READY=1", b"RELOADING=1\nMONOTONIC_USEC=5000000", b"STATUS=all is well", b"STOPPING=1"] == [
        line.recv(100) for _ in range(4)
    ]


def test_an_abstract_socket() -> None:
    """A name that begins with @ is one of Linux's abstract sockets."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind("\0noroshi-test-notify")
        heard.settimeout(5)
        Supervisor({"NOTIFY_SOCKET": "@noroshi-test-notify"}).ready()

        assert b"READY=1" == heard.recv(100)


def test_signs_of_life_are_as_frequent_as_asked(line: socket.socket) -> None:
    """Three within the watchdog's time, however often the packets' thread comes round; none where nobody asks."""
    named = {"NOTIFY_SOCKET": line.getsockname()}
    asked, unasked = Supervisor({**named, "WATCHDOG_USEC": "30000000"}), Supervisor(named)
    for second in range(100, 130):
        asked.alive(second * SECOND)
        unasked.alive(second * SECOND)
    asked.stopping()

    assert [*[b"WATCHDOG=1"] * 3, b"STOPPING=1"] == [line.recv(100) for _ in range(4)]


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere/at/all"}])
def test_nobody_listens(environment: dict[str, str]) -> None:
    """Without a supervisor, or with one that is gone, nothing happens."""
    Supervisor(environment).ready()
