"""Ctrl-C and a service's stop: the first ends a watch in order, the second at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from noroshi.cli.screen import Screen


@contextmanager
def stopped_by_signals(stop: threading.Event, screen: Screen) -> Iterator[None]:
    """Set `stop` at the first SIGINT or SIGTERM within the block; a second one is an interrupt."""

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        screen.remark("Stopping in order; once more ends it at once.")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
