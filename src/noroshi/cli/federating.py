"""Exchanging with partners, beside a command."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from noroshi.app import Application

LONGEST: Final = 5.0
"""Seconds that the end waits for a turn; what is cut off is done again, and known."""


@contextmanager
def federating(centre: Application) -> Iterator[None]:
    """Exchange with partners while the block runs, in a thread."""
    stop = threading.Event()

    def federate() -> None:
        from noroshi.app.federating import Federation  # noqa: PLC0415  # 0.3 s that nobody need wait for

        Federation(centre).until(stop)

    thread = threading.Thread(target=federate, name="federation", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(LONGEST)
