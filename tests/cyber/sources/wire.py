"""Two network namespaces with a pair of interfaces between them: what is sent on one arrives at the other."""

import ctypes
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from noroshi.cyber.sources.expression_filter import LIBRARIES

SENDING, SENSING = "veth0", "veth1"

_CLONE_NEWNET = 0x40000000
_numbers = count()


def _has_libpcap() -> bool:
    for name in LIBRARIES:
        with suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False


with_libpcap = pytest.mark.skipif(not _has_libpcap(), reason="libpcap is not installed")


class Wire(NamedTuple):
    """The pair: `SENDING` lies in one namespace, `SENSING` in the other."""

    sender: str
    sensor: str

    def send(self, frames: Sequence[bytes], processor: int | None = None) -> None:
        """Send frames, one after the other; from one of the machine's processors, if it matters."""
        with inside(self.sender), _on(processor), socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as out:
            out.bind((SENDING, 0))
            for frame in frames:
                out.send(frame)


@contextmanager
def _on(processor: int | None) -> Iterator[None]:
    """Run on a processor for as long as the block does."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, before if processor is None else {processor})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@pytest.fixture
def wire() -> Iterator[Wire]:
    """Two namespaces and a pair of interfaces."""
    with wired() as pair:
        yield pair


@contextmanager
def wired() -> Iterator[Wire]:
    """Make two namespaces and a pair of interfaces for as long as the block runs; skip where that is not allowed."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("network namespaces take root, and iproute2")
    name = f"noroshi-{os.getpid()}-{next(_numbers)}"
    pair = Wire(f"{name}-sender", f"{name}-sensor")
    try:
        for each in pair:
            if subprocess.run(["ip", "netns", "add", each], check=False, capture_output=True).returncode:
                pytest.skip("network namespaces are not allowed here")
            with inside(each):  # nobody speaks of himself
                quiet = Path("/proc/sys/net/ipv6/conf/default/disable_ipv6")
                if quiet.exists() and not os.access(quiet, os.W_OK):
                    pytest.skip("network namespaces cannot be set up here: /proc/sys is read-only")
                if quiet.exists():
                    quiet.write_text("1", "ascii")
        ip(pair.sender, "link", "add", SENDING, "type", "veth", "peer", "name", SENSING, "netns", pair.sensor)
        ip(pair.sender, "link", "set", SENDING, "up")
        ip(pair.sensor, "link", "set", SENSING, "up")
        ip(pair.sensor, "link", "set", "lo", "up")
        yield pair
    finally:
        for each in pair:
            subprocess.run(["ip", "netns", "delete", each], check=False, capture_output=True)


def ip(namespace: str, *words: str) -> None:
    """Run ip(8) in a namespace."""
    subprocess.run(["ip", "-n", namespace, *words], check=True)


@contextmanager
def inside(namespace: str) -> Iterator[None]:
    """Be in a namespace: sockets that are opened meanwhile belong to it."""
    libc = ctypes.CDLL(None, use_errno=True)
    with (
        Path("/proc/thread-self/ns/net").open("rb") as home,
        Path("/run/netns", namespace).open("rb") as there,
    ):
        assert libc.setns(there.fileno(), _CLONE_NEWNET) == 0, os.strerror(ctypes.get_errno())
        try:
            yield
        finally:
            assert libc.setns(home.fileno(), _CLONE_NEWNET) == 0
