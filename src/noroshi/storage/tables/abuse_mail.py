"""What was reported to abuse desks."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Row, Table, Text

from noroshi.sharing.blocklists.abuse_book import Reported
from noroshi.storage.tables.metadata import metadata

abuse_mail = Table(
    "abuse_mail",
    metadata,
    Column("report", Text, primary_key=True, comment="The report's id, with which its Message-ID begins."),
    Column("mailbox", Text, primary_key=True, comment="To whom it went."),
    Column("block_list", Text, nullable=False, comment="The block-list that it is about."),
    Column("finding", Text, nullable=False, comment="The finding that it is about."),
    Column("at", BigInteger, nullable=False, comment="ns UTC, when the mail server had taken it."),
    Column("by", Text, nullable=False, comment="Who had it sent."),
    Index(None, "block_list"),
)


def reported_row(reported: Reported) -> dict[str, object]:
    """Give what was reported as it is kept."""
    return {
        "report": reported.report,
        "mailbox": reported.mailbox,
        "block_list": reported.block_list,
        "finding": reported.finding,
        "at": reported.at,
        "by": reported.by,
    }


def reported_of(row: Row[Any]) -> Reported:
    """Give it back."""
    return Reported(row.report, row.mailbox, row.block_list, row.finding, row.at, row.by)
