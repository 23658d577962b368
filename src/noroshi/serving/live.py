"""The watch of this process, as the API asks it: `noroshi.api.live.Live`."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from noroshi.alerts.book import AlertBook
from noroshi.alerts.model import AlertState
from noroshi.alerts.wanted import Wanted
from noroshi.api.live import Live
from noroshi.clock import Clock
from noroshi.engine.watching import Watching
from noroshi.errors import NotFoundError, StorageError
from noroshi.onlooking import Looking, Onlooker, Ring, Spot, View
from noroshi.records.traffic import TrafficRecord, traffic_record
from noroshi.records.watches import WatchRecord, watch_record

BETWEEN: Final = 0.1
"""Seconds between two frames."""

CUTS: Final = 10
"""Cuts between two looks for what has an open alert."""

EMPHASISED: Final = 1000
"""Alerts whose subjects are emphasised, the most severe first: more would not fit into frames either."""

_OPEN: Final = Wanted(states=(AlertState.OPEN, AlertState.ACKNOWLEDGED), ended=False)


class LiveWatch(Live):
    """A watch, and those who look at it.

    Parameters
    ----------
    watching
        The watch.
    alerts
        What has an open alert is asked of them, once a second while somebody looks and only after something has happened.
    clock
        Tells the time.
    """

    def __init__(self, watching: Watching, alerts: AlertBook, clock: Clock) -> None:
        self._watching, self._alerts, self._clock = watching, alerts, clock
        self._entry = -1  # the line of history up to which is known what has an open alert
        self._ended = threading.Event()

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Make frames for those who look while the block runs, in a thread of its own."""
        onlooker = self._watching.onlooker
        if onlooker is None:
            yield
            return
        thread = threading.Thread(target=self._go_round, args=(onlooker,), name="picture", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def watch(self) -> WatchRecord:
        """Say how the watch and its sensors do."""
        return watch_record(self._watching)

    def traffic(self, since: int, minutes: int) -> TrafficRecord:
        """Give what came to dark space in the latest minutes."""
        traffic = self._watching.run.watch.traffic
        return traffic_record(traffic(since, minutes)) if traffic else TrafficRecord(watching=True)

    def rings(self, view: View) -> Sequence[Ring]:
        """Give the rings of a view."""
        onlooker = self._watching.onlooker
        return onlooker.rings(view) if onlooker else ()

    def spots(self, view: View, subjects: Sequence[str]) -> Sequence[Spot | None]:
        """Say where on those rings subjects are."""
        onlooker = self._watching.onlooker
        return onlooker.spots(view, subjects) if onlooker else [None] * len(subjects)

    def look(self, view: View, wake: Callable[[], None]) -> Looking:
        """Let somebody look at the picture."""
        onlooker = self._watching.onlooker
        if onlooker is None:
            raise NotFoundError("this watch has no picture")
        return onlooker.look(view, wake)

    def _go_round(self, onlooker: Onlooker) -> None:
        cuts = 0
        while not self._ended.wait(BETWEEN):
            if not onlooker.cut():
                cuts = 0  # so that whoever comes next is shown at once what has an alert
            else:
                if cuts % CUTS == 0:
                    self.refresh(onlooker)
                cuts += 1

    def refresh(self, onlooker: Onlooker) -> None:
        """Tell the onlooker what has an open alert, if anything has happened to alerts since it was told."""
        with suppress(StorageError):  # what it was told last still stands, and a second from now we ask again
            entry = self._alerts.latest_entry()
            if entry != self._entry:
                page = self._alerts.page(_OPEN, self._clock.now(), EMPHASISED)
                onlooker.emphasise({alert.subject for alert in page.alerts})
                self._entry = entry
