"""A block-list: entries that one person proposes, and that are served once a different person has released them.

What it may stop is decided when it is proposed, and again each time that it is read: it never grows, it only shrinks.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from noroshi.alerts.identities import short
from noroshi.clock import iso
from noroshi.errors import MoveRefusedError, UsageError
from noroshi.sharing.releases import same_person

LETTERS: Final = 5
"""Of a block-list's id; there are few."""

MOST: Final = 10_000
"""Entries of a block-list: as many as a person can answer for, and routers take of flow specifications."""


class BlockListState(StrEnum):
    """Where in its life a block-list stands."""

    PROPOSED = "proposed"
    """One person wants it; nothing is served."""
    RELEASED = "released"
    """A different person has released it; it is served until it ends."""
    WITHDRAWN = "withdrawn"
    """Somebody ended it early, or said no to it."""


class Line(Struct, frozen=True):
    """An entry, with what it rests on."""

    subject: str
    """An address, or a prefix."""
    until: int
    """ns UTC, exclusive: when it is taken off."""
    reason: str
    """The class of what it did."""
    finding: str
    """The id of the finding that it rests on."""
    alert: str = ""
    """The alert of which that finding tells; empty where a partner has told it."""
    partner: str = ""
    """The partner who has told it, by its organisation's id; empty for what this centre has seen."""


class Spare(Struct, frozen=True):
    """What was to be listed, and is not."""

    subject: str
    """An address, a prefix, or empty."""
    why: str
    """Why, such as spoofed or allowed."""
    name: str = ""
    """Because of what it is on the allow-list, and whose it is; empty if it is not."""


class BlockList(Struct, frozen=True):
    """Entries that a person proposes, and another releases."""

    id: str
    """Short, such as "B-3K9XT"."""
    about: tuple[str, ...]
    """What it was made of: ids of alerts, of indications, of partners."""
    reason: str
    """Why."""
    lines: tuple[Line, ...]
    spared: tuple[Spare, ...]
    """What was left out when it was proposed, for whoever releases it."""
    proposed_by: str
    """A person."""
    proposed: int
    """ns UTC."""
    until: int
    """ns UTC, exclusive: when its last entry ends."""
    state: BlockListState = BlockListState.PROPOSED
    released_by: str = ""
    """A different person."""
    released: int | None = None
    """ns UTC."""
    withdrawn_by: str = ""
    """Who ended it early."""
    withdrawn: int | None = None
    """ns UTC."""

    def stands(self, now: int) -> bool:
        """Tell whether it may still matter at a moment (ns UTC): nobody has ended it, nor has it expired."""
        return self.state is not BlockListState.WITHDRAWN and now < self.until

    def is_served(self, now: int) -> bool:
        """Tell whether readers get it at a moment (ns UTC)."""
        return self.state is BlockListState.RELEASED and self.stands(now)


def proposed(
    about: Sequence[str], reason: str, lines: Sequence[Line], spared: Sequence[Spare], who: str, now: int
) -> BlockList:
    """Propose a block-list.

    Raises
    ------
    UsageError
        If it has no reason, no entry, or more than 10,000.
    """
    because = " ".join(reason.split())
    if not because:
        raise UsageError("a block-list needs a reason", hint="Somebody else is to judge it.")
    if not lines:
        raise UsageError(
            "nothing of it may be listed", hint="A preview says of each why, such as that a member holds it."
        )
    if len(lines) > MOST:
        raise UsageError(f"a block-list has at most {MOST:,} entries", hint="Make it of less.")
    told = "\x1f".join((*about, who, str(now)))
    return BlockList(
        id=f"B-{short(told, LETTERS)}",
        about=tuple(about),
        reason=because,
        lines=tuple(lines),
        spared=tuple(spared),
        proposed_by=who,
        proposed=now,
        until=max(each.until for each in lines),
    )


def released(told: BlockList, entries: int, who: str, now: int) -> BlockList:
    """Release a block-list that somebody else has proposed.

    Parameters
    ----------
    entries
        How many of its entries may still be listed.

    Raises
    ------
    MoveRefusedError
        If the same person proposed it, it is not proposed any more, or nothing of it may be listed now.
    """
    if told.state is not BlockListState.PROPOSED:
        raise MoveRefusedError(f"block-list {told.id} is {told.state} already", hint="Propose another.")
    if not told.stands(now):
        raise MoveRefusedError(
            f"block-list {told.id} has expired, on {iso(told.until)}", hint="Propose another."
        )
    if same_person(who) == same_person(told.proposed_by):
        raise MoveRefusedError(
            f"block-list {told.id} needs another person than {told.proposed_by}, who proposed it",
            hint="Two different persons decide what is blocked.",
        )
    if not entries:
        raise MoveRefusedError(
            f"nothing of block-list {told.id} may be listed any more",
            hint="`noroshi blocklists show` says why.",
        )
    return replace(told, state=BlockListState.RELEASED, released_by=who, released=now)


def withdrawn(told: BlockList, who: str, now: int) -> BlockList:
    """End a block-list early, or say no to it; one person does, for nobody is hurt by it.

    Raises
    ------
    MoveRefusedError
        If it is over already.
    """
    if not told.stands(now):
        raise MoveRefusedError(f"block-list {told.id} is over already", hint="There is nothing to do.")
    return replace(told, state=BlockListState.WITHDRAWN, withdrawn_by=who, withdrawn=now)
