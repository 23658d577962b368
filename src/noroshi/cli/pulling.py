"""Pulling from partners, beside a command."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from noroshi.app import Application

LONGEST: Final = 5.0
"""Seconds that the end waits for a pull; what is cut off is pulled again, and known."""


@contextmanager
def pulling(centre: Application) -> Iterator[None]:
    """Pull from partners while the block runs, in a thread."""
    stop = threading.Event()

    def pull() -> None:
        from noroshi.app.pulling import pull_until  # noqa: PLC0415  # 0.3 s that nobody need wait for

        pull_until(centre, stop)

    thread = threading.Thread(target=pull, name="pulling", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(LONGEST)
