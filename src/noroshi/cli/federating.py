"""Exchanging with partners, beside a command."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from noroshi.app import Application

LONGEST: Final = 5.0
"""Seconds that the end waits for a turn; what is cut off is done again, and known."""


@contextmanager
def federating(centre: Application) -> Iterator[None]:
    """Exchange with partners while the block runs: one thread pulls, one pushes to a MISP, and another tells and takes, so that no server holds it up."""
    stop = threading.Event()

    def federate() -> None:
        from noroshi.app.federating import Federation  # noqa: PLC0415  # as below

        Federation(centre).until(stop)

    def pull() -> None:
        from noroshi.app.pulling import pull_until  # noqa: PLC0415  # 0.3 s that nobody need wait for

        asyncio.run(pull_until(centre, stop))

    def push() -> None:
        from noroshi.app.pushing import push_until  # noqa: PLC0415  # as above

        asyncio.run(push_until(centre, stop))

    works = (federate, pull, push)
    threads = [threading.Thread(target=each, name=each.__name__, daemon=True) for each in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(LONGEST)
