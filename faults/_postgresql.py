"""A PostgreSQL server of its own, that can be killed."""

import os
import random
import signal
import time
from contextlib import ExitStack
from pathlib import Path

from tests.storage.server import Server, programs

READY = 60
"""Seconds that it may take to be there again: those who served others must be gone, and what they did is redone."""


def is_installed() -> bool:
    """Say whether there is one here."""
    return programs() is not None


class Postgresql:
    """A server with one empty database.

    Parameters
    ----------
    around
        Ends it.
    """

    def __init__(self, around: ExitStack) -> None:
        place = programs()
        assert place is not None
        self._server = around.enter_context(Server(place))
        self.url = self._server.blank()
        """Of the database."""

    def crash(self, chance: random.Random) -> None:
        """Kill it, in the midst of anything, and start it again a while later."""
        written = Path(self._server.folder, "data", "postmaster.pid").read_text("ascii")
        os.kill(int(written.split()[0]), chance.choice((signal.SIGKILL, signal.SIGQUIT)))
        self._server.stop()
        time.sleep(chance.uniform(0, 4))
        until = time.monotonic() + READY
        while not self._server.start(5):
            self._server.stop()
            if time.monotonic() > until:
                raise TimeoutError((self._server.folder / "log").read_text("utf-8"))
