"""The policy: the one place that decides what may leave, to whom, and how much of it.

The rules, in the order in which they decide:

1. What has no place in the Reference Security Incident Taxonomy is not shared: that a sensor is silent concerns the
   centre alone.
2. An organisation that is not in the register at the moment is told nothing.
3. What turned out to be wrong is withdrawn, from whoever was told of it, as much as they were told; whatever it is
   marked with by then. Nobody else learns of it.
4. Nothing marked above a reader's clearance leaves. Who holds the subject gets the rest in full: it is theirs. Nobody
   else gets what a partner has told: that partner tells whom it wants to.
5. Under an embargo, and outside the group that a thing is for, not even that it is there is told.
   The partner who told a thing is answered how it stands, be it wrong, and gets nothing else of it: where 1, 2, 4 and 5 let it.
6. What is marked green by itself needs one person's release; amber and stricter two different persons'. Whoever has
   marked it milder than it is by itself has done so as one of these, so that a milder marking is no way round the second.
7. What may not leave, but is amber at the most, is counted.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from noroshi.clock import iso
from noroshi.organisations.model import Marking, Organisation, is_valid
from noroshi.sharing.finding import Level
from noroshi.sharing.groups import groups_of
from noroshi.sharing.marks import COUNTED, Thing
from noroshi.sharing.releases import Release, same_person

PERSONS: Final[Mapping[Marking, int]] = {
    Marking.CLEAR: 0,
    Marking.GREEN: 1,
    Marking.AMBER: 2,
    Marking.AMBER_STRICT: 2,
    Marking.RED: 2,
}
"""How many different persons it takes to let something out."""


class Rule(StrEnum):
    """Which rule decided."""

    KIND = "kind"
    """Nothing of its kind is shared."""
    SECOND_HAND = "second-hand"
    """A partner has told it."""
    TELLER = "teller"
    """The reader has told it, and is answered."""
    UNREGISTERED = "unregistered"
    """The reader is not in the register at the moment."""
    WITHDRAWN = "withdrawn"
    """It was wrong, and the reader was told of it."""
    WRONG = "wrong"
    """It was wrong, and the reader never heard of it."""
    CLEARANCE = "clearance"
    """It is marked above the reader's clearance."""
    OWN = "own"
    """The reader holds what it is about."""
    EMBARGO = "embargo"
    """It is kept back until a moment."""
    GROUP = "group"
    """It is for a group that the reader is not in."""
    OPEN = "open"
    """Its marking needs no release."""
    RELEASED = "released"
    """Enough persons have released it."""
    SECOND_PERSON = "second-person"
    """A release is there, but it takes another person."""
    UNRELEASED = "unreleased"
    """No release covers it."""


class Decision(NamedTuple):
    """What may leave, and why; the reason is for the centre's own people, for it may name what the reader must not know."""

    level: Level | None
    """How much; None if nothing at all, not even that it is there."""
    rule: Rule
    reason: str
    """One sentence."""
    since: int = 0
    """ns UTC, when a person decided so last; 0 where nobody had to."""

    @property
    def is_told(self) -> bool:
        """Whether the thing itself is told of; what is only counted is not."""
        return self.level not in {None, Level.COUNTS}

    @property
    def is_answered(self) -> bool:
        """Whether how the thing stands is told, and nothing else of it."""
        return self.rule is Rule.TELLER


def decide(
    thing: Thing, reader: Organisation, releases: Iterable[Release], told: Level | None, now: int
) -> Decision:
    """Decide what of a thing may leave to a reader; see the module for the rules.

    Parameters
    ----------
    releases
        All that may count; those for others and about other things are passed over.
    told
        The fullest level at which the reader was told of it before; None if they never were.
    now
        ns UTC.
    """
    never = _never(thing, reader, told, now)
    if never:
        return never
    mark = thing.mark
    is_cleared = reader.clearance.admits(mark.marking)
    if is_cleared and thing.organisation == reader.id:
        return Decision(Level.FULL, Rule.OWN, f"{reader.id} holds what it is about.", mark.at)
    if thing.source and thing.teller != reader.id:
        return Decision(None, Rule.SECOND_HAND, f"{thing.source} has told it, and tells others itself.")
    if mark.embargo is not None and now < mark.embargo:
        return Decision(None, Rule.EMBARGO, f"It is under embargo until {iso(mark.embargo)}.", mark.at)
    if mark.group and mark.group not in groups_of(reader):
        reason = f"It is for the group {mark.group} alone, and {reader.id} is not in it."
        return Decision(None, Rule.GROUP, reason, mark.at)
    if is_cleared and thing.source:
        return Decision(None, Rule.TELLER, f"{reader.id} has told it, and is answered how it stands here.")
    if is_cleared:
        decision = _by_release(thing, reader, releases, now)
    else:
        reason = f"It is marked {mark.marking}, and {reader.id} is cleared for {reader.clearance}."
        decision = Decision(None, Rule.CLEARANCE, reason, mark.at)
    if decision.level is None and COUNTED.admits(mark.marking) and not thing.source:
        return decision._replace(level=Level.COUNTS)
    return decision


def _never(thing: Thing, reader: Organisation, told: Level | None, now: int) -> Decision | None:
    """Decide where no marking and no release has a say; None if they have."""
    if not thing.is_shareable:
        return Decision(None, Rule.KIND, f"Nothing of the kind {thing.kind} is shared.")
    if not is_valid(reader, now):
        return Decision(None, Rule.UNREGISTERED, f"{reader.id} is not in the register at the moment.")
    if not thing.is_wrong:
        return None
    if told in {None, Level.COUNTS}:
        if thing.source and thing.teller == reader.id:
            return None
        return Decision(None, Rule.WRONG, f"It was wrong, and {reader.id} was never told of it.")
    return Decision(told, Rule.WITHDRAWN, f"It was wrong, and {reader.id} had been told of it.")


def _by_release(thing: Thing, reader: Organisation, releases: Iterable[Release], now: int) -> Decision:
    """Decide by which persons want it out."""
    mark = thing.mark
    needed = PERSONS[max(thing.natural, mark.marking, key=lambda marking: marking.rank)]
    milder = {same_person(mark.by)} if thing.is_milder else set()
    if len(milder) >= needed:
        return Decision(
            Level.FULL, Rule.OPEN, f"It is marked {mark.marking}, which needs no release.", mark.at
        )
    fitting = sorted(
        (each for each in releases if each.stands(now) and each.covers(thing, reader)),
        key=lambda each: (each.level.rank, each.id),
    )
    for release in fitting:
        persons = milder | release.persons
        if len(persons) >= needed:
            return _released(release, thing)
    if fitting:
        lacking = fitting[0]
        reason = f"Release {lacking.id} needs another person than {lacking.asked_by}."
        return Decision(None, Rule.SECOND_PERSON, reason, max(lacking.asked, mark.at))
    return Decision(None, Rule.UNRELEASED, "No release covers it.", mark.at)


def _released(release: Release, thing: Thing) -> Decision:
    who = " and ".join(filter(None, (release.asked_by, release.decided_by)))
    since = max(release.asked, release.decided or 0, thing.mark.at)
    reason = f"Release {release.id} lets it out, {release.level}, as decided by {who}."
    return Decision(release.level, Rule.RELEASED, reason, since)
