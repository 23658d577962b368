"""How often what was called cleaned comes back."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from noroshi.alerts.book import Happened
from noroshi.alerts.history import Deed
from noroshi.alerts.model import AlertState, Outcome
from noroshi.clock import DAY

WITHIN: Final = 30 * DAY
"""ns in which what was cleaned may come back. Chosen because a device that stays open is infected again within minutes to hours
(Çetin et al., NDSS 2019, in their laboratory), while over months an address passes to other machines, which says nothing of the
one that was cleaned; and because it fits three times into the quarter that histories are read for."""

_BEGINS: Final = frozenset({Deed.OPENED, Deed.CAME_BACK})


class Cleaning(NamedTuple):
    """A subject that was closed as cleaned, and whether it stayed so."""

    subject: str
    kind: str
    """The detection kind of the alert that was closed."""
    alert: str
    """Its id."""
    at: int
    """ns UTC, when it was called cleaned."""
    back: int | None
    """ns UTC, when an alert of the same sort was next opened about the subject, or came back; None if none has."""


class Recurrence(NamedTuple):
    """How many subjects stayed clean, of those that had the time not to."""

    cleaned: int
    """Subjects that were called cleaned at least `WITHIN` ago."""
    came_back: int
    """Of those, subjects that came back within that time."""

    @property
    def share(self) -> float | None:
        """From 0 to 1; None while there is nothing to take a share of."""
        return self.came_back / self.cleaned if self.cleaned else None


def cleanings(happened: Iterable[Happened]) -> list[Cleaning]:
    """Read one organisation's histories, in the order in which they were written, for what was called cleaned.

    A story of another sort is no return: who was infected and now is a victim was infected once. What a person took back or put back is
    no cleaning.
    """
    standing: dict[tuple[str, str], dict[str, Cleaning]] = {}
    over: list[Cleaning] = []
    for entry, _, subject, kind in happened:
        about = standing.setdefault((subject, kind.partition(".")[0]), {})
        if entry.deed is Deed.RESOLVED and entry.outcome is Outcome.CLEANED:
            about[entry.alert] = Cleaning(subject, kind, entry.alert, entry.at, None)
        elif entry.deed in _BEGINS:
            over.extend(each._replace(back=entry.at) for each in about.values())
            about.clear()
        elif entry.deed is Deed.RESOLVED or entry.state is not AlertState.RESOLVED:
            about.pop(entry.alert, None)
    over.extend(each for about in standing.values() for each in about.values())
    return sorted(over, key=lambda each: (each.at, each.alert))


def recurrence(cleaned: Iterable[Cleaning], now: int, within: int = WITHIN) -> Recurrence:
    """Count subjects that came back, among those that were cleaned so long ago (ns) that it is known whether they did."""
    known: dict[str, bool] = {}
    for each in cleaned:
        if each.at + within <= now:
            is_back = each.back is not None and each.back <= each.at + within
            known[each.subject] = known.get(each.subject, False) or is_back
    return Recurrence(len(known), sum(known.values()))
