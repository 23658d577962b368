"""Abuse mail as programs get it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from noroshi.organisations.rdap import Unusable
from noroshi.records.files import FileRecord, file_records
from noroshi.sharing.blocklists.abuse_mail import Mail, Unreported
from noroshi.sharing.blocklists.reporting import Due, Failed, Went

Reason = TypeVar("Reason", bound=StrEnum)


class AbuseMailRecord(Struct, frozen=True):
    """Abuse mail that was written, and not sent."""

    left_out: dict[str, int]
    """About how many findings nobody is written to, by reason."""
    unusable: dict[str, int]
    """How many RDAP answers gave no contact, by reason."""
    files: tuple[FileRecord, ...]
    """A message each."""


class AbuseMailDue(Struct, frozen=True):
    """Abuse mail that would be sent."""

    messages: int
    """How many would go now."""
    mailboxes: int
    """To how many abuse desks."""
    earlier: int
    """How many have gone before, and are not sent again."""
    later: dict[str, int]
    """How many would be left for another time, by reason: mailbox-limit."""
    left_out: dict[str, int]
    """About how many findings nobody is written to, by reason."""
    unusable: dict[str, int]
    """How many RDAP answers gave no contact, by reason."""


class FailedRecord(Struct, frozen=True):
    """A message that the mail server did not take."""

    report: str
    """The report's id, with which its Message-ID begins."""
    mailbox: str
    """The abuse desk that it was for."""
    why: str
    """What the server said, or why it was not reached."""
    again: bool
    """Whether another attempt may succeed; if not, it was refused for good."""


class AbuseMailSent(Struct, frozen=True):
    """Abuse mail that was sent."""

    block_list: str
    """The block-list's id."""
    sent: int
    """How many messages the mail server has taken."""
    earlier: int
    """How many had gone before, and were not sent again."""
    failed: tuple[FailedRecord, ...]
    """Those that it has not taken; whoever sends again tries them again."""
    later: dict[str, int]
    """How many are left for another time, by reason: mailbox-limit, server-fails, time-up."""
    left_out: dict[str, int]
    """About how many findings nobody is written to, by reason."""
    unusable: dict[str, int]
    """How many RDAP answers gave no contact, by reason."""


def abuse_mail_record(mail: Mail, unusable: Mapping[Unusable, int]) -> AbuseMailRecord:
    """Give mail as programs are given it."""
    return AbuseMailRecord(
        left_out=_by_reason(mail.left_out), unusable=_by_reason(unusable), files=file_records(mail.files)
    )


def abuse_mail_due(
    due: Due, left_out: Mapping[Unreported, int], unusable: Mapping[Unusable, int]
) -> AbuseMailDue:
    """Give what would be sent as programs are given it."""
    return AbuseMailDue(
        messages=len(due.reports),
        mailboxes=due.mailboxes,
        earlier=due.earlier,
        later=_by_reason(due.later),
        left_out=_by_reason(left_out),
        unusable=_by_reason(unusable),
    )


def abuse_mail_sent(
    block_list: str, went: Went, left_out: Mapping[Unreported, int], unusable: Mapping[Unusable, int]
) -> AbuseMailSent:
    """Give what was sent as programs are given it."""
    return AbuseMailSent(
        block_list=block_list.upper(),
        sent=went.sent,
        earlier=went.earlier,
        failed=tuple(map(_failed, went.failed)),
        later=_by_reason(went.later),
        left_out=_by_reason(left_out),
        unusable=_by_reason(unusable),
    )


def _failed(failed: Failed) -> FailedRecord:
    return FailedRecord(failed.report.id, failed.report.mailbox, failed.why, failed.again)


def _by_reason(counts: Mapping[Reason, int]) -> dict[str, int]:
    return {why.value: count for why, count in sorted(counts.items())}
