"""Block-lists as programs get them."""

from enum import StrEnum

from msgspec import Struct

from noroshi.clock import iso
from noroshi.sharing.blocking import Listing
from noroshi.sharing.blocklists.model import BlockList, BlockListState, Spare


class BlockListNow(StrEnum):
    """Where a block-list stands now."""

    PROPOSED = "proposed"
    """One person wants it; nothing is served."""
    RELEASED = "released"
    """A different person has released it; it is served."""
    WITHDRAWN = "withdrawn"
    """Somebody ended it early, or said no to it."""
    EXPIRED = "expired"
    """Its last entry has ended."""


class BlockedRecord(Struct, frozen=True):
    """What is to be stopped."""

    subject: str
    """An address, or a prefix."""
    until: str
    """When it is taken off, ISO 8601 in UTC."""
    reason: str
    """The class of what it did, such as malicious-code/infected-system."""


class EffectRecord(Struct, frozen=True):
    """What a block-list would do now, and what it leaves alone."""

    sentence: str
    """The same in words."""
    addresses: int
    """IPv4 addresses that it would stop."""
    entries: tuple[BlockedRecord, ...]
    """What it would stop, of both families."""
    until: str | None
    """When its last entry ends, ISO 8601 in UTC; null without one."""
    left_out: dict[str, int]
    """How many are not listed, by reason; what is on the allow-list is counted as allowed."""
    spared: tuple[Spare, ...]
    """Which those are: at most 1,000."""
    touched: dict[str, int]
    """How many of them are on the allow-list because of what, such as member example."""


class BlockListRecord(Struct, frozen=True):
    """A block-list, in short."""

    id: str
    """Its short id."""
    state: BlockListNow
    """proposed, released, withdrawn or expired."""
    about: tuple[str, ...]
    """What it was made of: ids of alerts, of indications, of partners."""
    reason: str
    """Why."""
    entries: int
    """How many entries were proposed."""
    proposed_by: str
    """Who proposed it."""
    proposed: str
    """When that was, ISO 8601 in UTC."""
    until: str
    """When its last entry ends, ISO 8601 in UTC."""
    released_by: str
    """Who released it; empty for nobody yet."""
    released: str | None
    """When that was, ISO 8601 in UTC; else null."""
    withdrawn_by: str
    """Who ended it early; empty for nobody."""
    withdrawn: str | None
    """When that was, ISO 8601 in UTC; else null."""


class BlockListShown(Struct, frozen=True):
    """All about one block-list."""

    block_list: BlockListRecord
    """The block-list, in short."""
    effect: EffectRecord
    """What it does now, or would do: entries that may not be listed any more are gone from it."""
    spared: tuple[Spare, ...]
    """What was left out when it was proposed."""


class ListFile(Struct, frozen=True):
    """A file that can be had under /blocklists/files."""

    name: str
    """Its name, such as noroshi.nft."""
    format: str
    """The format, such as nftables."""
    sentence: str
    """What it is."""


SPARED = 1_000
"""Subjects that are named; all are counted."""


def block_list_record(block_list: BlockList, now: int) -> BlockListRecord:
    """Put a block-list in short."""
    return BlockListRecord(
        id=block_list.id,
        state=block_list_now(block_list, now),
        about=block_list.about,
        reason=block_list.reason,
        entries=len(block_list.lines),
        proposed_by=block_list.proposed_by,
        proposed=iso(block_list.proposed),
        until=iso(block_list.until),
        released_by=block_list.released_by,
        released=_iso(block_list.released),
        withdrawn_by=block_list.withdrawn_by,
        withdrawn=_iso(block_list.withdrawn),
    )


def block_list_now(block_list: BlockList, now: int) -> BlockListNow:
    """Say where a block-list stands at a moment (ns UTC)."""
    if block_list.state is not BlockListState.WITHDRAWN and not block_list.stands(now):
        return BlockListNow.EXPIRED
    return BlockListNow(block_list.state.value)


def effect_record(listing: Listing) -> EffectRecord:
    """Put what a list would do in the form that programs read."""
    return EffectRecord(
        sentence=listing.effect,
        addresses=listing.addresses,
        entries=tuple(BlockedRecord(each.text, iso(each.until), each.reason) for each in listing.entries),
        until=iso(listing.until) if listing.entries else None,
        left_out={why.value: count for why, count in sorted(listing.left_out.items())},
        spared=tuple(Spare(each.subject, each.why.value, each.name) for each in listing.without[:SPARED]),
        touched=_touched(listing),
    )


def block_list_shown(block_list: BlockList, listing: Listing, now: int) -> BlockListShown:
    """Put together all about one block-list."""
    return BlockListShown(block_list_record(block_list, now), effect_record(listing), block_list.spared)


def _touched(listing: Listing) -> dict[str, int]:
    counted: dict[str, int] = {}
    for each in listing.without:
        if each.name:
            counted[each.name] = counted.get(each.name, 0) + 1
    return counted


def _iso(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)
