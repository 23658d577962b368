"""A clock that moves when you say so."""

from noroshi.clock import moment


class HandClock:
    """A `noroshi.clock.Clock` driven by hand, so that no test ever waits.

    Parameters
    ----------
    start
        Where it stands at first: ns UTC, or ISO 8601 text.

    Examples
    --------
    >>> from noroshi.clock import HOUR, iso
    >>> clock = HandClock("2026-01-01")
    >>> clock.advance(36 * HOUR)
    >>> iso(clock.now())
    '2026-01-02T12:00:00.000Z'
    """

    def __init__(self, start: int | str = "2026-01-01T00:00:00Z") -> None:
        self._now = moment(start) if isinstance(start, str) else start

    def now(self) -> int:
        """Nanoseconds since the epoch, UTC."""
        return self._now

    def advance(self, span: int) -> None:
        """Move on by `span` nanoseconds.

        Raises
        ------
        ValueError
            If the span is negative: time never runs back here.
        """
        if span < 0:
            raise ValueError(f"a clock cannot run back by {-span} ns")
        self._now += span

    def set(self, moment: int) -> None:
        """Set it to a moment (ns UTC), as a person or NTP sets a machine's; it may go back."""
        self._now = moment
