"""A UDP port that flows are sent to, and what the system dropped there because nobody read in time."""

import socket
import struct
from contextlib import suppress
from typing import Final, NamedTuple

import structlog

from noroshi.errors import SourceError, UsageError

FLOWS: Final = "flows:"
"""What stands before an address and a port."""

LONGEST: Final = 65_535
"""Bytes of a datagram."""

_MEMINFO: Final = 55
"""SO_MEMINFO (Linux 4.12, asm-generic/socket.h): what a socket holds and has dropped. SO_RXQ_OVFL tells the same with a datagram,
but nothing of what was dropped after the last one."""

_MEMORY: Final = struct.Struct("9I")
"""Nine numbers, of which the last counts drops (linux/sock_diag.h)."""

_log = structlog.get_logger(__name__)


class Datagram(NamedTuple):
    """One that was received."""

    data: bytes
    sender: str
    """An IP address."""


class Port:
    """An address and a port, listened to from now on.

    Parameters
    ----------
    name
        ADDRESS:PORT, with an IPv6 address in brackets; port 0 lets the system choose.
    buffer
        Bytes of memory for datagrams that wait, as far as the system allows.

    Raises
    ------
    UsageError
        If that is no address and port, or it cannot be listened to.
    """

    def __init__(self, name: str, buffer: int) -> None:
        address, port = _parts(name)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._dropped = 0
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        try:
            self._socket.setblocking(False)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            self._socket.bind((address, port))
        except OSError as fault:
            self._socket.close()
            raise UsageError(
                f"{FLOWS}{name} cannot be listened to: {fault.strerror or fault}",
                hint="`ss -lun` shows who listens where; ports below 1024 are root's.",
            ) from fault
        self.name = name
        self.port: int = self._socket.getsockname()[1]
        """The port, also where the system chose it."""
        self._say_room(buffer)

    def fileno(self) -> int:
        """Give the file descriptor, for those who wait for it."""
        return self._socket.fileno()

    def close(self) -> None:
        """Listen no longer; what was dropped is still known."""
        self.dropped()
        self._socket.close()

    def dropped(self) -> int:
        """Count the datagrams that the system has dropped."""
        with suppress(OSError):  # closed, perhaps by another thread
            told = self._socket.getsockopt(socket.SOL_SOCKET, _MEMINFO, _MEMORY.size)
            before = self._dropped  # read once: another thread may ask, too
            step = (_MEMORY.unpack(told)[-1] - before) & 0xFFFF_FFFF  # the system counts with 32 bits
            self._dropped = before + step
        return self._dropped

    def receive(self) -> Datagram | None:
        """Take the next datagram, if there is one.

        Raises
        ------
        SourceError
            If the system does not let it be received.
        """
        try:
            data, sender = self._socket.recvfrom(LONGEST)
        except BlockingIOError:
            return None
        except OSError as fault:
            raise SourceError(f"{FLOWS}{self.name} cannot be read: {fault.strerror}") from fault
        return Datagram(data, sender[0].partition("%")[0])

    def _say_room(self, wanted: int) -> None:
        """Say if the system gives less room than was asked for; it doubles the number, for its own records."""
        given = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) // 2
        if given < wanted:
            _log.warning(
                "the system gives less room for datagrams than asked for: sysctl net.core.rmem_max",
                source=FLOWS + self.name,
                wanted=wanted,
                given=given,
            )


def _parts(name: str) -> tuple[str, int]:
    address, colon, port = name.rpartition(":")
    bare = address.removeprefix("[").removesuffix("]")
    is_bracketed = address == f"[{bare}]"
    if colon and port.isdecimal() and int(port) <= 0xFFFF and is_bracketed == (":" in bare):
        for family in (socket.AF_INET, socket.AF_INET6):
            try:
                socket.inet_pton(family, bare)
            except (OSError, ValueError):
                continue
            return bare, int(port)
    raise UsageError(
        f"{FLOWS}{name} is not ADDRESS:PORT", hint="Write flows:127.0.0.1:2055, or flows:[::1]:2055."
    )
