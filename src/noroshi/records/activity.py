"""What is known of a subject over time, as programs get it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import Alert
from noroshi.clock import iso
from noroshi.detections.model import Tally

LISTED = 20
"""Things of a tally that are listed."""


class ConcludedRecord(Struct, frozen=True):
    """A detection of the archive, in short."""

    at: str
    """When it was concluded, by the data's time, ISO 8601 in UTC."""
    kind: str
    """Its kind."""
    phase: str
    """new, continuing or ended."""
    severity: str
    """low, medium, high or critical."""
    subject: str
    """What it is about."""
    first: str
    """The episode's first observation, ISO 8601 in UTC."""
    last: str
    """Its latest, ISO 8601 in UTC."""
    observations: int
    """Of the episode so far."""
    rate: float
    """Observations per second."""


class NoteRecord(Struct, frozen=True):
    """What a person wrote about an alert."""

    at: str
    """When, ISO 8601 in UTC."""
    who: str
    """Their id."""
    alert: str
    """The alert's id."""
    deed: Deed
    """What they did with it."""
    note: str
    """What they wrote."""


class ActivityRecord(Struct, frozen=True):
    """What is known of a subject over time."""

    subject: str
    """An address, or a prefix."""
    first: str | None
    """The first observation that an alert or the archive knows, ISO 8601 in UTC; null if there is none."""
    last: str | None
    """The latest."""
    tallies: tuple[Tally, ...]
    """How often each port and the like was seen in the latest episode of each of its alerts."""
    detections: tuple[ConcludedRecord, ...]
    """What was concluded, the latest first."""
    since: str
    """From when on the archive was looked through, ISO 8601 in UTC."""
    notes: tuple[NoteRecord, ...]
    """What people wrote, the latest first."""


def tallied(alerts: Iterable[Alert]) -> tuple[Tally, ...]:
    """Add up what was seen how often in the latest episode of each of some alerts."""
    counts: dict[str, Counter[str]] = {}
    complete: dict[str, bool] = {}
    for alert in alerts:
        for tally in alert.detection.evidence.tallies:
            counts.setdefault(tally.name, Counter()).update(dict(tally.counts))
            complete[tally.name] = complete.get(tally.name, True) and tally.complete
    return tuple(
        Tally(name, tuple(found.most_common(LISTED)), complete[name] and len(found) <= LISTED)
        for name, found in counts.items()
    )


def noted(entries: Iterable[Entry]) -> tuple[NoteRecord, ...]:
    """Give what people wrote, the latest first."""
    written = (entry for entry in entries if entry.note and entry.who != WATCH)
    latest: Sequence[Entry] = sorted(written, key=lambda entry: entry.at, reverse=True)
    return tuple(NoteRecord(iso(each.at), each.who, each.alert, each.deed, each.note) for each in latest)
