"""What a person named, opened; in a process of its own, because that gives rights up."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from noroshi.cyber.sources.opening import _only, open_source
from noroshi.cyber.sources.prefix_filter import EVERYTHING
from noroshi.domains import Sourcing
from noroshi.errors import UsageError
from noroshi.organisations.networks import network
from tests.cyber.sources.wire import SENSING, Wire, inside, wire, with_libpcap

__all__ = ["wire"]  # a fixture

ROOT: Final = Path(__file__).parents[3]

OPENING: Final = """
import json, socket, subprocess, sys
from noroshi.cyber.sources.opening import _only, open_source
from noroshi.cyber.sources.prefix_filter import EVERYTHING
from noroshi.domains import Sourcing
from noroshi.errors import NoroshiError

def may_open():
    try:
        socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0).close()
    except PermissionError:
        return False
    return True

{before}
before = may_open()
try:
    source = open_source(sys.argv[1:], Sourcing())
    fault, first = None, next(source.arrivals(()))
except NoroshiError as refused:
    fault, source = [refused.message, refused.hint], None
child = "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)"
started = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True)
status = open("/proc/self/status").read().split()
print(json.dumps({{
    "before": before, "after": may_open(), "child": "PermissionError" not in started.stderr, "fault": fault,
    "held": [int(status[status.index(each + ":") + 1], 16) >> 12 & 3 for each in ("CapEff", "CapPrm", "CapInh", "CapBnd")],
    "no_new": status[status.index("NoNewPrivs:") + 1],
}}))
"""


WITHOUT_SETPCAP: Final = """
import ctypes, struct
header, held = struct.pack("Ii", 0x20080522, 0), ctypes.create_string_buffer(24)
ctypes.CDLL(None).capget(header, held)
lower, upper = struct.unpack("6I", held)[:3], struct.unpack("6I", held)[3:]
ctypes.CDLL(None).capset(header, struct.pack("6I", *(each & ~(1 << 8) for each in lower), *upper))
"""


def opened(wire: Wire, *names: str, before: str = "") -> dict[str, Any]:
    """Open interfaces of the sensor in a process of its own; give what that may do before and after."""
    command = [sys.executable, "-c", OPENING.format(before=before), *names]
    with inside(wire.sensor):
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_rights(wire: Wire) -> None:
    """Once an interface is open, neither the process nor any that it starts can open another, even as root."""
    told = opened(wire, f"live:{SENSING}")

    assert (True, False, False, None) == (told["before"], told["after"], told["child"], told["fault"])
    assert ([0, 0, 0, 0], "1") == (told["held"], told["no_new"])


def test_without_setpcap(wire: Wire) -> None:
    """A service that has the one right only, and so cannot narrow the bounding set, gives it up just as well."""
    told = opened(wire, f"live:{SENSING}", before=WITHOUT_SETPCAP)

    assert (True, False, False, None) == (told["before"], told["after"], told["child"], told["fault"])
    assert ([0, 0, 0, 3], "1") == (told["held"], told["no_new"])


def test_no_rights(wire: Wire) -> None:
    """A process without the right is told what to do about it."""
    told = opened(
        wire, f"live:{SENSING}", before="from noroshi.cyber.sources import privileges; privileges.give_up()"
    )

    assert ["watching an interface takes the capability CAP_NET_RAW"] == told["fault"][:1]
    assert "AmbientCapabilities=CAP_NET_RAW" in told["fault"][1]


@pytest.mark.parametrize(
    ("reason", "names", "sourcing"),
    [
        ("cannot be watched together", ("live:eth0", "a.pcap"), Sourcing()),
        ("cannot be watched together", ("a.pcap", "flows:127.0.0.1:0"), Sourcing()),
        ("cannot be watched together", ("live:eth0", "flows:127.0.0.1:0"), Sourcing()),
        ("--filter is for interfaces", ("flows:127.0.0.1:0",), Sourcing(filter="tcp")),
        ("--once is for directories", ("flows:127.0.0.1:0",), Sourcing(follow=False)),
        ("a buffer has from 2 to 2047 MiB, not 2048", ("flows:127.0.0.1:0",), Sourcing(buffer=2048)),
        ("--filter is for interfaces", ("a.pcap",), Sourcing(filter="tcp")),
        ("--only-monitored is for interfaces", ("a.pcap",), Sourcing(only_monitored=True)),
        ("--hardware-time is for interfaces", ("-",), Sourcing(hardware_time=True)),
        ("--once is for directories", ("live:lo",), Sourcing(follow=False)),
        ("do not go together", ("live:lo",), Sourcing(filter="tcp", only_monitored=True)),
        ("no prefix is monitored or dark", ("live:lo",), Sourcing(only_monitored=True)),
        ("a buffer has from 2 to 2047 MiB, not 1", ("live:lo",), Sourcing(buffer=1)),
        ("a buffer has from 2 to 2047 MiB, not 4096", ("live:lo",), Sourcing(buffer=4096)),
        ("64 MiB are shared out among 1 to 32 rings, not 0", ("live:lo",), Sourcing(rings=0)),
        ("64 MiB are shared out among 1 to 32 rings, not 33", ("live:lo",), Sourcing(rings=33)),
        ("--rings is for interfaces", ("a.pcap",), Sourcing(rings=2)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused(reason: str, names: tuple[str, ...], sourcing: Sourcing) -> None:
    """Names and options that do not go together are refused, before anything is opened."""
    with pytest.raises(UsageError, match=reason):
        open_source(names, sourcing)


def test_no_libpcap(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libpcap is not installed, the package that brings it is named."""
    monkeypatch.setattr("noroshi.cyber.sources.expression_filter.LIBRARIES", ("libnowhere.so.0",))

    with inside(wire.sensor), pytest.raises(UsageError, match="libpcap, which is not installed") as refused:
        open_source([f"live:{SENSING}"], Sourcing(filter="tcp"))

    assert "libpcap0.8" in refused.value.hint


@with_libpcap
def test_wrong_expression(wire: Wire) -> None:
    """A filter that libpcap does not understand is refused with its reason."""
    with (
        inside(wire.sensor),
        pytest.raises(UsageError, match=r"the filter 'tcp and' cannot be used: .*syntax error"),
    ):
        open_source([f"live:{SENSING}"], Sourcing(filter="tcp and"))


def test_too_many_prefixes() -> None:
    """Where there are too many prefixes for a filter, all is read."""
    assert EVERYTHING == _only([network(f"10.{a}.{b}.0/24") for a in range(8) for b in range(0, 256, 2)], 1)
