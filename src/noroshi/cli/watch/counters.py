"""What a watch has read, concluded and sent, in a few lines at its end."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from noroshi.cli.screen import Screen

ALWAYS: Final = {"packets", "frames", "sources", "detections", "opened", "composed", "sent"}
"""Counters that are shown though they are 0; the others, drops among them, only when there are any."""


class Watched(Struct, frozen=True, tag_field="event", tag="end"):
    """What a watch has read, concluded and sent: the last line."""

    source: Mapping[str, int]
    """What was read, and what was skipped, by reason."""
    memory: Mapping[str, int]
    """What was counted, and what was evicted, by name."""
    load: Mapping[str, int]
    """Steps to less detail, because more came than could be taken in, and back."""
    desk: Mapping[str, int]
    """What became of detections."""
    indications: Mapping[str, int]
    """What became of those that concern nobody in particular."""
    archive: Mapping[str, int]
    """Detections that were archived or dropped, and files; empty where the settings want no archive."""
    checkpoint: Mapping[str, int]
    """Checkpoints that were written, or could not be; empty where nothing outlives the watch."""
    delivery: Mapping[str, int]
    """What became of messages; empty with --no-delivery."""
    faults: Sequence[str]
    """Inputs that are broken, and were skipped because of --keep-going."""


def sum_up(watched: Watched, screen: Screen) -> None:
    """Write what was counted, for people; every drop with its reason."""
    screen.remark("")
    for title, counters in (
        ("read", watched.source),
        ("remembered", watched.memory),
        ("eased", watched.load),
        ("concluded", watched.desk),
        ("noted", watched.indications),
        ("archived", watched.archive),
        ("kept", watched.checkpoint),
        ("delivered", watched.delivery),
    ):
        shown = [f"{name} {count:,}" for name, count in counters.items() if count or name in ALWAYS]
        if shown:
            screen.remark(f"{title:<11} {', '.join(shown)}")
    for fault in watched.faults:
        screen.remark(f"skipped     {fault}")
