"""Abuse mail that the centre sends: each report once, and not many to one abuse desk at a time.

About one block-list, a mailbox is written to once about each finding, however the finding changes; the same report goes to it once, whatever
block-lists it is on. Each is written down after the server has taken it. A kill between, or an answer of the server's that is lost, sends it again, under
the same Message-ID unless the finding has changed meanwhile: a desk that gets one report twice is better off than one that does not get it.
"""

import asyncio
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from noroshi.errors import DeliveryError
from noroshi.sharing.blocklists.abuse_book import Reported
from noroshi.sharing.blocklists.abuse_mail import Report

PATIENCE: Final = 3
"""Failures in a row that may be different later, after which the rest is left: a server that does not answer takes half a minute each time
(our judgement)."""


class Later(StrEnum):
    """Why a report is left for another time."""

    MAILBOX_LIMIT = "mailbox-limit"
    """As many as a contact gets at once go to its mailbox already."""
    SERVER_FAILS = "server-fails"
    """The mail server failed three times in a row."""
    TIME_UP = "time-up"
    """Sending the others has taken the time that there was."""


class MailServer(Protocol):
    """What takes mail."""

    async def take(self, mailbox: str, mail: bytes) -> None:
        """Take a mail.

        Raises
        ------
        DeliveryError
            If it does not; `retry` says whether another attempt may succeed.
        """
        ...


class Due(NamedTuple):
    """What is to be sent now, and what not."""

    reports: tuple[Report, ...]
    earlier: int
    """How many have gone before."""
    later: Mapping[Later, int]
    """How many are left for another time, by reason."""

    @property
    def mailboxes(self) -> int:
        """Count the mailboxes that it goes to."""
        return len({each.mailbox for each in self.reports})


class Failed(NamedTuple):
    """A report that the mail server did not take."""

    report: Report
    why: str
    again: bool
    """Whether another attempt may succeed."""


class Went(NamedTuple):
    """What became of what was to be sent."""

    sent: int
    earlier: int
    failed: tuple[Failed, ...]
    later: Mapping[Later, int]


def due(reports: Iterable[Report], reported: Iterable[Reported], block_list: str, most: int) -> Due:
    """Say what is to be sent about a block-list.

    Parameters
    ----------
    reported
        What has gone about it, and of the reports what has gone at all.
    most
        Reports for one mailbox at a time.
    """
    gone, told = set(), set()
    for each in reported:
        gone.add((each.report, each.mailbox))
        if each.block_list == block_list:
            told.add((each.finding, each.mailbox))
    now: list[Report] = []
    taken: Counter[str] = Counter()
    earlier = left = 0
    for report in reports:
        if (report.id, report.mailbox) in gone or (report.finding, report.mailbox) in told:
            earlier += 1
        elif taken[report.mailbox] >= most:
            left += 1
        else:
            taken[report.mailbox] += 1
            now.append(report)
    return Due(tuple(now), earlier, {Later.MAILBOX_LIMIT: left} if left else {})


async def send(
    what: Due, server: MailServer, took: Callable[[Report], None], within: float = math.inf
) -> Went:
    """Send what is due, one after the other.

    Parameters
    ----------
    took
        Writes down that the server has taken one.
    within
        Seconds, after which no other is begun.

    Raises
    ------
    StorageError
        If that fails; the rest is not sent.
    """
    sent, failed, in_a_row = 0, list[Failed](), 0
    now = asyncio.get_running_loop().time
    end = now() + within
    for report in what.reports:
        if in_a_row == PATIENCE or now() >= end:
            break
        try:
            await server.take(report.mailbox, report.content)
        except DeliveryError as fault:
            failed.append(Failed(report, fault.message, fault.retry))
            in_a_row = in_a_row + 1 if fault.retry else 0
        else:
            took(report)
            sent, in_a_row = sent + 1, 0
    left = len(what.reports) - sent - len(failed)
    why = Later.SERVER_FAILS if in_a_row == PATIENCE else Later.TIME_UP
    later = {**what.later, why: left} if left else what.later
    return Went(sent, what.earlier, tuple(failed), later)
