"""What happened together, as it was read, and as each caller has it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from noroshi.alerts.history import Entry
from noroshi.alerts.model import Alert
from noroshi.api.events.places import Place, Places
from noroshi.api.events.telling import event
from noroshi.api.register import Register
from noroshi.api.sight.reach import Sight
from noroshi.indications.model import Indication
from noroshi.records.alerts import listed_alert
from noroshi.records.events import AlertTold
from noroshi.records.indications import indication_record


class Line(NamedTuple):
    """A line of history, with its alert as it is now."""

    id: int
    entry: Entry
    alert: Alert
    silence: str
    """The id of the silence that holds back what is owed about it; empty if none does."""


class Change(NamedTuple):
    """A change of an indication, with the indication as it is now."""

    id: int
    indication: Indication


@dataclass(slots=True)
class Batch:
    """Lines of history, and then changes of indications, that were read together."""

    after: Place
    """The place before them."""
    lines: Sequence[Line] = ()
    changes: Sequence[Change] = ()
    _written: dict[Sight, bytes] = field(default_factory=dict)

    @property
    def last(self) -> Place:
        """The place after them."""
        return Place(
            self.lines[-1].id if self.lines else self.after.history,
            self.changes[-1].id if self.changes else self.after.change,
        )

    def __len__(self) -> int:
        """Count what happened."""
        return len(self.lines) + len(self.changes)

    def written(self, sight: Sight, register: Register, places: Places) -> bytes:
        """Write what somebody sees of it, once for all who see the same."""
        if sight not in self._written:
            told = [
                _told(line, register, sight, places.name(Place(line.id, self.after.change)))
                for line in self.lines
                if sight.covers(line.alert)
            ]
            told += [
                event(
                    "indication",
                    indication_record(change.indication),
                    places.name(Place(self.last.history, change.id)),
                )
                for change in self.changes
                if sight.signs
            ]
            self._written[sight] = b"".join(told)
        return self._written[sight]

    def beyond(self, place: Place) -> "Batch":
        """Give what of it comes after a place."""
        if place == self.after:
            return self
        return Batch(
            place,
            [line for line in self.lines if line.id > place.history],
            [change for change in self.changes if change.id > place.change],
        )


def _told(line: Line, register: Register, sight: Sight, place: str) -> bytes:
    silence = "" if sight.own else line.silence
    told = listed_alert(line.alert, register.name(line.alert.organisation), silence)
    return event("alert", AlertTold(line.entry.deed, line.entry.who, told), place)
