"""A campaign, and what makes one of alerts."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct

from noroshi.alerts.book import AlertBook
from noroshi.alerts.identities import short
from noroshi.alerts.patterns import Onset, family, port_of
from noroshi.clock import DAY
from noroshi.errors import NotFoundError

PAUSE: Final = 7 * DAY
"""ns between two alerts of one pattern at which the second is another outbreak: a week, so that what is set on by people who work
by the week is one. Judgement, not measured."""

FEWEST: Final = 2
"""Organisations of a campaign, at the least: what only one has is its own alert, and is told there."""

PAST: Final = 90 * DAY
"""ns that are looked back on, by when alerts began: a quarter. With 100,000 alerts in it all campaigns are found in
0.3 s (benchmarks/desk.py)."""

LETTERS: Final = 8
"""Of a campaign's id, as of an indication's."""


class Struck(Struct, frozen=True):
    """An organisation that a campaign has reached."""

    organisation: str
    """Its id."""
    first: int
    """ns UTC, when its first alert began."""
    alert: str
    """The id of that alert."""
    alerts: int
    """How many it has."""


class Campaign(Struct, frozen=True):
    """Alerts of one pattern of at least `FEWEST` organisations, none of which began more than `PAUSE` after the one before.

    Of a pattern there is one, the latest: where it comes back after a pause it keeps its id, as an alert does.
    """

    id: str
    """Short, such as "C-7QX3M2KA"; it follows from the pattern alone."""
    pattern: str
    """Such as "infection: mirai, tcp/23"."""
    started: int
    """ns UTC, when the first alert began."""
    latest: int
    """ns UTC, when the latest began."""
    members: Sequence[Struck]
    """In the order in which they were reached."""
    onsets: Sequence[int]
    """ns UTC, when each alert began, in order."""

    @property
    def port(self) -> str:
        """The port that had most; empty where the pattern has none."""
        return port_of(self.pattern)


def campaign_id(pattern: str) -> str:
    """Give the id of the campaign of a pattern."""
    return f"C-{short(pattern, LETTERS)}"


def known(book: AlertBook, kinds: Collection[str], now: int) -> Sequence[Campaign]:
    """Give the campaigns that there are, those with the latest alert first.

    Parameters
    ----------
    kinds
        The detection kinds of which alerts may be somebody's campaign.
    now
        ns UTC.
    """
    families = set(map(family, kinds))
    onsets = (each for each in book.onsets(now - PAST) if each.pattern.partition(":")[0] in families)
    return sorted(campaigns(onsets), key=lambda each: (-each.latest, each.id))


def get(book: AlertBook, kinds: Collection[str], now: int, identity: str) -> Campaign:
    """Give one by its id, whatever the case of its letters.

    Raises
    ------
    NotFoundError
        If there is none, or none of late.
    """
    found = next((each for each in known(book, kinds, now) if each.id == identity.upper()), None)
    if found is None:
        raise NotFoundError(
            f"no campaign has the id {identity!r}", hint="`noroshi campaigns list` shows which there are."
        )
    return found


def campaigns(onsets: Iterable[Onset]) -> Iterator[Campaign]:
    """Make campaigns of alerts.

    Parameters
    ----------
    onsets
        In the order of their patterns, and of one pattern in that of their beginning.
    """
    for pattern, alike in groupby(onsets, key=lambda each: each.pattern):
        spread = [each for each in _outbreaks(alike) if len({one.organisation for one in each}) >= FEWEST]
        if spread:
            yield _campaign(pattern, spread[-1])


def _outbreaks(onsets: Iterable[Onset]) -> Iterator[Sequence[Onset]]:
    """Part alerts of one pattern where nothing new came for long."""
    outbreak: list[Onset] = []
    for onset in onsets:
        if outbreak and onset.started - outbreak[-1].started > PAUSE:
            yield outbreak
            outbreak = []
        outbreak.append(onset)
    if outbreak:
        yield outbreak


def _campaign(pattern: str, outbreak: Sequence[Onset]) -> Campaign:
    members: dict[str, list[Onset]] = {}
    for each in outbreak:
        members.setdefault(each.organisation, []).append(each)
    return Campaign(
        id=campaign_id(pattern),
        pattern=pattern,
        started=outbreak[0].started,
        latest=outbreak[-1].started,
        members=[
            Struck(organisation, theirs[0].started, theirs[0].alert, len(theirs))
            for organisation, theirs in members.items()
        ],
        onsets=[each.started for each in outbreak],
    )
