"""What the API asks of the watch that runs in its process, if one does."""

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from noroshi.onlooking import Looking, Ring, Spot, View
from noroshi.records.traffic import TrafficRecord
from noroshi.records.watches import WatchRecord


@runtime_checkable  # Litestar asks whether a handler gets one
class Live(Protocol):
    """A watch, as the API sees it: `noroshi serve` gives one, and `noroshi console`, which has no watch, none.

    Any thread may call, and no call waits for the watch.
    """

    def watch(self) -> WatchRecord:
        """Say how the watch and its sensors do."""
        ...

    def traffic(self, since: int, minutes: int) -> TrafficRecord:
        """Give what came to dark space in the latest minutes, so many at the most, that began at `since` (ns UTC) or later."""
        ...

    def rings(self, view: View) -> Sequence[Ring]:
        """Give the rings of a view; none where the domain has no picture.

        Raises
        ------
        NotFoundError
            If the view is of an organisation that is not in the register.
        """
        ...

    def spots(self, view: View, subjects: Sequence[str]) -> Sequence[Spot | None]:
        """Say where on those rings subjects are, in that order; None for one that is on none.

        Raises
        ------
        NotFoundError
            As for `rings`.
        """
        ...

    def look(self, view: View, wake: Callable[[], None]) -> Looking:
        """Let somebody look at the picture: frames as bytes, ten a second at the most, the newest only.

        Parameters
        ----------
        wake
            Called by a thread of the watch's when there is a frame to take, so in an event loop
            ``lambda: loop.call_soon_threadsafe(event.set)``. It must not wait for anything.

        Raises
        ------
        NotFoundError
            As for `rings`, and where the domain has no picture.
        """
        ...
