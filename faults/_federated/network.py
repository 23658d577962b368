"""Network namespaces, each two of them joined by a pair of interfaces of their own: two can be parted while all others go on."""

import ctypes
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import combinations
from pathlib import Path
from typing import NamedTuple, NoReturn

PROGRAMS = ("unshare", "nsenter", "ip", "tc")
"""What it takes: util-linux and iproute2."""

NOT_RUN = 77
"""The exit code of a run that could not be: what GNU Automake's tests end with that were not run."""

_CLONE_NEWNET = 0x40000000
_UNSHARED = "NOROSHI_FAULTS_UNSHARED"


class Namespace(NamedTuple):
    """A network namespace, kept by a process that does nothing."""

    name: str
    keeper: subprocess.Popen[bytes]

    @property
    def file(self) -> Path:
        """What stands for it."""
        return Path(f"/proc/{self.keeper.pid}/ns/net")

    def program(self, *words: str) -> Sequence[str]:
        """Give the command line that runs a program in it."""
        return ("nsenter", f"--net={self.file}", "--", *words)

    def run(self, *words: str) -> None:
        """Run a program in it to its end."""
        subprocess.run(self.program(*words), check=True)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Let this thread be in it: sockets that are opened meanwhile belong to it."""
        with Path("/proc/thread-self/ns/net").open("rb") as home, self.file.open("rb") as there:
            _enter(there.fileno())
            try:
                yield
            finally:
                _enter(home.fileno())

    def listening(self, port: int) -> socket.socket:
        """Open a socket that listens in it, for all that can reach it."""
        with self.inside():
            return socket.create_server(("0.0.0.0", port))


class Link(NamedTuple):
    """A pair of interfaces, each named after the other end."""

    one: Namespace
    other: Namespace
    number: int

    @property
    def name(self) -> str:
        """Name it by its ends."""
        return f"{self.one.name}-{self.other.name}"

    def address(self, end: Namespace) -> str:
        """Give the address of an end."""
        return f"172.31.{self.number}.{1 if end is self.one else 2}"

    def make(self) -> None:
        """Make both interfaces, with addresses."""
        self.one.run(
            *("ip", "link", "add", "name", self.other.name, "type", "veth"),
            *("peer", "name", self.one.name, "netns", str(self.other.keeper.pid)),
        )
        for end, far in ((self.one, self.other), (self.other, self.one)):
            end.run("ip", "address", "add", f"{self.address(end)}/30", "dev", far.name)
            end.run("ip", "link", "set", "dev", far.name, "up")

    def cut(self) -> None:
        """Let nothing through."""
        self.one.run("ip", "link", "set", "dev", self.other.name, "down")

    def mend(self) -> None:
        """Let everything through again."""
        self.one.run("ip", "link", "set", "dev", self.other.name, "up")

    def slow(self, kilobits: int) -> None:
        """Let so many kilobits a second through each way; what waits for over 2 s is lost."""
        shape = ("tbf", "rate", f"{kilobits}kbit", "burst", "4kb", "latency", "2s")
        self._shape("add", *shape)

    def hasten(self) -> None:
        """Let as much through as before."""
        self._shape("del")

    def _shape(self, verb: str, *shape: str) -> None:
        for end, far in ((self.one, self.other), (self.other, self.one)):
            end.run("tc", "qdisc", verb, "dev", far.name, "root", *shape)


class Network:
    """Namespaces, all joined with all.

    Parameters
    ----------
    names
        Of the namespaces.
    around
        Ends it; with their keepers go the namespaces, and with those their interfaces.
    """

    def __init__(self, names: Sequence[str], around: ExitStack) -> None:
        self.namespaces = {name: _kept(name, around) for name in names}
        self.links = [
            Link(one, other, number)
            for number, (one, other) in enumerate(combinations(self.namespaces.values(), 2))
        ]
        for link in self.links:
            link.make()

    def link(self, one: str, other: str) -> Link:
        """Find the link between two."""
        return next(each for each in self.links if {each.one.name, each.other.name} == {one, other})

    def address(self, name: str, seen_from: str) -> str:
        """Give the address of one as another reaches it."""
        return self.link(name, seen_from).address(self.namespaces[name])


def allowed() -> None:
    """Go on only where namespaces can be made: as root, or in a user namespace, into which this script moves.

    Where neither can be, say why, and end.
    """
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    missing = [each for each in (*PROGRAMS, "tcpdump", "tshark") if shutil.which(each) is None]
    if missing:
        give_up(f"{', '.join(missing)} not installed (util-linux, iproute2, tcpdump, tshark)")
    if _can("unshare", "--net", "true"):
        return
    moved = ("unshare", "--user", "--map-current-user", "--keep-caps", "--net")
    if _UNSHARED in os.environ or not _can(*moved, "true"):
        give_up("network namespaces take root, or user namespaces, and neither is allowed here")
    os.environ[_UNSHARED] = "yes"
    os.execvp(moved[0], [*moved, sys.executable, *sys.orig_argv[1:]])


def give_up(reason: str) -> NoReturn:
    """Say why it cannot run here, and end."""
    print(f"NOT RUN: {reason}")
    sys.exit(NOT_RUN)


def _can(*words: str) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def _kept(name: str, around: ExitStack) -> Namespace:
    """Make a namespace that lasts as long as this process: its keeper reads from us, and ends when nobody writes."""
    keeper = subprocess.Popen(["unshare", "--net", "cat"], stdin=subprocess.PIPE)
    around.callback(keeper.wait)
    around.callback(keeper.kill)
    made = Namespace(name, keeper)
    while made.file.readlink() == Path("/proc/self/ns/net").readlink():
        time.sleep(0.01)
    made.run("ip", "link", "set", "dev", "lo", "up")
    return made


def _enter(file: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(file, _CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
