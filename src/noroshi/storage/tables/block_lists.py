"""Block-lists: what persons want to be stopped, and what became of it."""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Index, Row, Table, Text

from noroshi.sharing.blocklists.model import BlockList, BlockListState, Line, Spare
from noroshi.storage.tables.metadata import metadata

block_lists = Table(
    "block_lists",
    metadata,
    Column("id", Text, primary_key=True, comment="Short, for people."),
    Column("about", Text, nullable=False, comment="What it was made of: ids, as JSON."),
    Column("reason", Text, nullable=False, comment="Why."),
    Column("lines", Text, nullable=False, comment="Its entries with what they rest on, as JSON."),
    Column("spared", Text, nullable=False, comment="What was left out, and why, as JSON."),
    Column("proposed_by", Text, nullable=False, comment="Who proposed it."),
    Column("proposed", BigInteger, nullable=False, comment="ns UTC, when that was."),
    Column("until", BigInteger, nullable=False, comment="ns UTC, when its last entry ends."),
    Column("state", Text, nullable=False, comment="Where in its life it stands."),
    Column("released_by", Text, nullable=False, comment="Who released it; empty for nobody."),
    Column("released", BigInteger, nullable=True, comment="ns UTC, when that was."),
    Column("withdrawn_by", Text, nullable=False, comment="Who ended it early; empty for nobody."),
    Column("withdrawn", BigInteger, nullable=True, comment="ns UTC, when that was."),
    Index(None, "state", "until"),
)

_about = msgspec.json.Decoder(tuple[str, ...])
_lines = msgspec.json.Decoder(tuple[Line, ...])
_spared = msgspec.json.Decoder(tuple[Spare, ...])


def block_list_row(block_list: BlockList) -> dict[str, object]:
    """Give a block-list as it is kept."""
    return {
        "id": block_list.id,
        "about": msgspec.json.encode(block_list.about).decode(),
        "reason": block_list.reason,
        "lines": msgspec.json.encode(block_list.lines).decode(),
        "spared": msgspec.json.encode(block_list.spared).decode(),
        "proposed_by": block_list.proposed_by,
        "proposed": block_list.proposed,
        "until": block_list.until,
    } | state_row(block_list)


def state_row(block_list: BlockList) -> dict[str, object]:
    """Give what changes of a block-list."""
    return {
        "state": block_list.state.value,
        "released_by": block_list.released_by,
        "released": block_list.released,
        "withdrawn_by": block_list.withdrawn_by,
        "withdrawn": block_list.withdrawn,
    }


def block_list_of(row: Row[Any]) -> BlockList:
    """Give a block-list back."""
    return BlockList(
        id=row.id,
        about=_about.decode(row.about),
        reason=row.reason,
        lines=_lines.decode(row.lines),
        spared=_spared.decode(row.spared),
        proposed_by=row.proposed_by,
        proposed=row.proposed,
        until=row.until,
        state=BlockListState(row.state),
        released_by=row.released_by,
        released=row.released,
        withdrawn_by=row.withdrawn_by,
        withdrawn=row.withdrawn,
    )
