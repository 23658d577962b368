"""How far a watch has come: one line at the bottom of a terminal, and nothing anywhere else."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final

from rich.live import Live
from rich.text import Text

from noroshi.cli.screen import Screen
from noroshi.delivery.washing import washed
from noroshi.engine.watching import Watching

UNITS: Final = ("B", "kB", "MB", "GB", "TB")


@contextmanager
def showing_progress(watching: Watching, screen: Screen) -> Iterator[None]:
    """Keep the line up to date while the block runs, if somebody looks at a terminal."""
    console = next(
        (each for each in (screen.console, screen.notes) if each.is_terminal and not each.quiet), None
    )
    line = ProgressLine(watching)
    shown = Live(console=console, get_renderable=line.text, refresh_per_second=4, transient=True)
    with shown if console else nullcontext():
        yield


class ProgressLine:
    """Says what is being read, how fast, and how long it will take."""

    def __init__(self, watching: Watching) -> None:
        self._watching = watching
        self._began: tuple[float, int, int] | None = None  # when, and what had been read and taken in by then

    def text(self) -> Text:
        """Give the line as it is now."""
        name, read, total = self._watching.source.progress()
        taken, now = self._watching.observations, time.monotonic()
        if name and not taken:
            return Text("getting ready; the first time takes half a minute", "dim")
        began, read_before, taken_before = self._began = self._began or (now, read, taken)
        spent = max(now - began, 1e-9)
        parts = [
            washed(Path(name).name or "waiting"),
            f"{size(read)} of {size(total)}" if total else size(read),
            f"{(taken - taken_before) / spent:,.0f} observations/s",
        ]
        if total and read_before < read < total:
            parts.append(f"{duration(spent * (total - read) / (read - read_before))} left")
        return Text("  ".join(parts), "dim", no_wrap=True, overflow="ellipsis")


def size(count: int) -> str:
    """Write a number of bytes.

    Examples
    --------
    >>> size(999), size(2_100_000_000)
    ('999 B', '2.1 GB')
    """
    value, unit = float(count), 0
    while value >= 1000 and unit + 1 < len(UNITS):
        value, unit = value / 1000, unit + 1
    return f"{value:.0f} {UNITS[unit]}" if unit == 0 else f"{value:.1f} {UNITS[unit]}"


def duration(seconds: float) -> str:
    """Write a number of seconds.

    Examples
    --------
    >>> duration(8), duration(4000)
    ('0:08', '1:06:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
