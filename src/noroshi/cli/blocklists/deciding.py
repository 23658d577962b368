"""Who decides about block-lists at the command line, and what one looks like there."""

from typing import TYPE_CHECKING

from noroshi.cli.colours import NAME, WARNING
from noroshi.cli.here import who
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured, Screen
from noroshi.cli.times import apart
from noroshi.clock import SystemClock, clock_text
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.records.block_lists import block_list_now, block_list_record
from noroshi.sharing.blocking import Listing
from noroshi.sharing.blocklists.blocking import Blocking
from noroshi.sharing.blocklists.model import BlockList

if TYPE_CHECKING:
    from noroshi.app import Application

NAMED = 20
"""Subjects that are named on a screen; all are counted."""


def blocking(centre: "Application") -> Blocking:
    """Give what the person at the command line may decide; nobody says there that they are somebody else.

    Raises
    ------
    UsageError
        If nobody knows who it is.
    """
    from noroshi.app.blocking import BlockLists  # noqa: PLC0415  # half a second that a help page does not need

    return BlockLists(centre).by(centre.people.audit, By(who(""), Via.COMMAND))


def show(screen: Screen, block_list: BlockList) -> None:
    """Show how a block-list stands now."""
    now = SystemClock().now()
    screen.record(block_list_record(block_list, now))
    entries = "1 entry" if len(block_list.lines) == 1 else f"{len(block_list.lines):,} entries"
    screen.line(
        Coloured(block_list.id, NAME),
        f"  {block_list_now(block_list, now)}: {entries} about {', '.join(block_list.about)},",
        f" until {clock_text(block_list.until)} UTC ({apart(block_list.until, now)})",
    )


def show_effect(screen: Screen, listing: Listing) -> None:
    """Show what a list would do, and what it leaves alone and why."""
    screen.line(listing.effect)
    for entry in listing.entries[:NAMED]:
        screen.line(f"{entry.text}  until {clock_text(entry.until)} UTC, {entry.reason}", indent=2)
    if len(listing.entries) > NAMED:
        screen.line(f"and {len(listing.entries) - NAMED:,} more", indent=2)
    for left in listing.without[:NAMED]:
        because = f"{left.why}, {left.name}" if left.name else left.why.value
        screen.line(
            Coloured("not ", WARNING), f"{left.subject or 'a subject that is not told'}: {because}", indent=2
        )
    if len(listing.without) > NAMED:
        screen.line(f"and {counted(len(listing.without) - NAMED, 'other')}", indent=2)
