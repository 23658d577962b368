"""Those who look at the picture: each is given the newest frame, and what it was too slow for is counted."""

from collections.abc import Callable
from contextlib import suppress
from threading import Lock

from noroshi.cyber.picture.frames import Frame
from noroshi.cyber.picture.masks import Mask
from noroshi.onlooking import Looking


class Reader(Looking):
    """One of them.

    Parameters
    ----------
    mask
        What hides true positions from it; None for nothing.
    wake
        Called when there is a frame to take.
    leave
        Called when it looks away.
    """

    def __init__(
        self, mask: Mask | None, wake: Callable[[], None], leave: Callable[["Reader"], None]
    ) -> None:
        self._mask, self._wake, self._leave = mask, wake, leave
        self._newest: Frame | None = None
        self._dropped = 0
        self._lock = Lock()

    def offer(self, frame: Frame) -> None:
        """Give it a frame in place of one that it has not taken."""
        with self._lock:
            self._dropped += self._newest is not None
            self._newest = frame
        with suppress(RuntimeError):  # its event loop has ended, and it will look away
            self._wake()

    def take(self) -> bytes | None:
        """Take the newest frame, written for this reader; None if there is none since the last one."""
        with self._lock:
            frame, self._newest = self._newest, None
            dropped = self._dropped
        return frame.packed(self._mask, dropped) if frame else None

    def close(self) -> None:
        """Look away."""
        self._leave(self)
