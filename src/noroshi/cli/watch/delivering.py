"""Delivery beside the packets: a thread of its own, from the first packet until all is sent.

Another one tidies once a day, because both last as long as a watch that tells, and the packets' own thread must not wait.
"""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from noroshi.app import Application
from noroshi.app.tidying import tidy_daily
from noroshi.cli.screen import Screen

LONGEST: Final = 5.0
"""Seconds that the end of a watch waits for tidying: a hundred portions. A database that does not answer must not hold
it up; a portion that is cut off is undone, and goes the next time."""

if TYPE_CHECKING:
    from noroshi.delivery.outbox import Outbox


class Delivery:
    """A thread that delivers.

    Parameters
    ----------
    application
        The centre.
    broken
        Set if delivery cannot go on: nobody would be told, so the watch must not go on either.
    """

    def __init__(self, application: Application, broken: threading.Event) -> None:
        self._application = application
        self._broken = broken
        self._stop = threading.Event()
        self._outbox: Outbox | None = None
        self._fault: Exception | None = None
        # A daemon, so that a second Ctrl-C ends the process at once: whatever is not sent is written down.
        self._thread = threading.Thread(target=self._deliver, name="delivery", daemon=True)
        self._tidying = threading.Thread(target=self._tidy, name="tidying", daemon=True)

    @contextmanager
    def beside(self, screen: Screen) -> Iterator[None]:
        """Deliver while the block runs; at its end send what is left, within the time that the settings give.

        Raises
        ------
        SettingsError
            If a secret is not where the settings say.
        StorageError
            If the database failed while the rest was sent; what is left waits for the next watch.
        """
        self._thread.start()
        self._tidying.start()
        try:
            yield
        finally:
            self._finish(screen)

    def counters(self) -> Mapping[str, int]:
        """Give what became of messages so far, by name."""
        return self._outbox.counters() if self._outbox else {}

    def _finish(self, screen: Screen) -> None:
        self._stop.set()
        self._thread.join(0.5)
        if self._thread.is_alive():
            drain = self._application.config.delivery.drain
            screen.remark(
                f"Sending what is left, for {drain:.0f} s at most; Ctrl-C leaves it for the next watch."
            )
            self._thread.join()
        self._tidying.join(LONGEST)
        if self._fault is not None:
            raise self._fault

    def _tidy(self) -> None:
        application = self._application
        tidy_daily(application.home, lambda: application.config, application.clock, self._stop)

    def _deliver(self) -> None:
        from noroshi.app.delivering import outbox_of  # noqa: PLC0415  # 0.4 s that packets need not wait for

        try:
            self._outbox = outbox_of(self._application)
            drain = self._application.config.delivery.drain
            asyncio.run(self._outbox.deliver_until(self._stop, drain=drain))
        except Exception as fault:  # noqa: BLE001  # it is raised again in the thread that can show it
            self._fault = fault
            self._broken.set()
