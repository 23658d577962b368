"""How fast an organisation answers: what its alerts' histories say of it, in numbers."""

from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import Outcome

_BEGINS = frozenset({Deed.OPENED, Deed.CAME_BACK})


class Promptness(NamedTuple):
    """What happened to some alerts within a span of time, and how long it took; None where it never happened."""

    opened: int
    """Alerts that were opened."""
    came_back: int
    """Times that a story started again."""
    acknowledged: int
    """Times that somebody took one."""
    resolved: int
    """Times that somebody closed one."""
    cleaned: int
    """Of those, with the outcome cleaned."""
    quiet: int
    """Times that the centre closed one, because nothing was seen of it: nobody has said that it was cleaned."""
    to_acknowledge: int | None
    """ns, the median from when it was opened, or came back, to when somebody took it."""
    to_clean: int | None
    """ns, the median from then to when it was called cleaned."""


def promptness(entries: Iterable[Entry]) -> Promptness:
    """Read histories, of any number of alerts, in the order in which they were written.

    What began before the first line counts as taken or cleaned, but not how long that took.
    """
    begun: dict[str, int] = {}
    untaken: set[str] = set()
    counts = dict.fromkeys(Deed, 0)
    cleaned = 0
    takes: list[int] = []
    cleans: list[int] = []
    for entry in entries:
        counts[entry.deed] += 1
        since = begun.get(entry.alert)
        if entry.deed in _BEGINS:
            begun[entry.alert] = entry.at
            untaken.add(entry.alert)
        elif entry.deed is Deed.ACKNOWLEDGED and since is not None and entry.alert in untaken:
            untaken.discard(entry.alert)
            takes.append(entry.at - since)
        elif entry.deed is Deed.RESOLVED and entry.outcome is Outcome.CLEANED:
            cleaned += 1
            if since is not None:
                cleans.append(entry.at - since)
    return Promptness(
        opened=counts[Deed.OPENED],
        came_back=counts[Deed.CAME_BACK],
        acknowledged=counts[Deed.ACKNOWLEDGED],
        resolved=counts[Deed.RESOLVED],
        cleaned=cleaned,
        quiet=counts[Deed.CLOSED],
        to_acknowledge=round(median(takes)) if takes else None,
        to_clean=round(median(cleans)) if cleans else None,
    )
