"""What a watch has read, concluded and sent, in a few lines at its end."""

from collections.abc import Mapping
from typing import Final

from noroshi.cli.screen import Screen
from noroshi.delivery.washing import washed
from noroshi.engine.watching import Watching

ALWAYS: Final = {"packets", "frames", "sources", "detections", "opened", "composed", "sent"}
"""Counters that are shown though they are 0; the others, drops among them, only when there are any."""


def sum_up(watching: Watching, delivery: Mapping[str, int], screen: Screen) -> None:
    """Write what was counted; every drop with its reason."""
    source = watching.source
    screen.remark("")
    for title, counters in (
        ("read", source.counters()),
        ("remembered", watching.run.counters()),
        ("concluded", watching.desk.counters()),
        ("delivered", delivery),
    ):
        shown = [f"{name} {count:,}" for name, count in counters.items() if count or name in ALWAYS]
        if shown:
            screen.remark(f"{title:<11} {', '.join(shown)}")
    for fault in source.faults():
        screen.remark(f"skipped     {washed(str(fault))}")
