"""What systemd is told of the process: the protocol of sd_notify(3), one datagram a message.

Where nobody supervises, nothing is sent.
"""

import os
import socket
from collections.abc import Mapping
from typing import Final

SHARE: Final = 3
"""Signs of life within the time that the watchdog allows; systemd recommends two."""


class Supervisor:
    """The service manager that started the process, if one did.

    Parameters
    ----------
    environment
        Where it says how to reach it: NOTIFY_SOCKET, WATCHDOG_USEC.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        allowed = int(environment.get("WATCHDOG_USEC") or 0)
        self._every = allowed * 1_000 // SHARE
        self._alive_at = 0

    def ready(self) -> None:
        """Say that the process does its work now."""
        self._say("READY=1")

    def reloading(self, steady: int) -> None:
        """Say that it takes its settings anew; `ready` ends that. `steady` is CLOCK_MONOTONIC in ns."""
        self._say(f"RELOADING=1\nMONOTONIC_USEC={steady // 1_000}")

    def stopping(self) -> None:
        """Say that it ends in order."""
        self._say("STOPPING=1")

    def status(self, sentence: str) -> None:
        """Say in a sentence how it is, for `systemctl status`."""
        self._say(f"STATUS={sentence}")

    def alive(self, steady: int) -> None:
        """Give a sign of life, as often as the watchdog asks; `steady` is CLOCK_MONOTONIC in ns.

        It is the packets' own thread that gives it: a process whose other threads live on is no watch.
        """
        if self._every and steady >= self._alive_at + self._every:
            self._alive_at = steady
            self._say("WATCHDOG=1")

    def _say(self, text: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            try:
                line.sendto(text.encode(), self._address)
            except OSError:  # a supervisor that is gone, or too busy, must not stop the watch
                return
