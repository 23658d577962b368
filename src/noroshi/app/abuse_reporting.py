"""Abuse mail that the centre sends because a person says so, about a block-list that two persons have decided on.

The audit has each time, and each that is refused.
"""

import asyncio
import math
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from noroshi.app.blocking import BlockLists
from noroshi.app.centre import Application
from noroshi.config.delivering import delivery_settings
from noroshi.delivery.channels.mail_server import MailServer
from noroshi.delivery.settings import DeliverySettings
from noroshi.errors import StorageError, UsageError
from noroshi.organisations.model import ChannelKind
from noroshi.organisations.rdap import AbuseContacts
from noroshi.people.answerable import Answerable
from noroshi.people.audit import By, Outcome, What
from noroshi.sharing.blocklists.abuse_book import Reported
from noroshi.sharing.blocklists.abuse_mail import Report, Unreported
from noroshi.sharing.blocklists.reporting import Due, Went, due, send


class Foreseen(NamedTuple):
    """What would be sent."""

    due: Due
    left_out: Mapping[Unreported, int]


class Sent(NamedTuple):
    """What was sent."""

    went: Went
    left_out: Mapping[Unreported, int]


class AbuseReporting:
    """One person, who has abuse mail sent.

    Parameters
    ----------
    centre
        Whose mail server it goes through.
    lists
        Its block-lists.
    by
        The person.
    """

    def __init__(self, centre: Application, lists: BlockLists, by: By) -> None:
        self._centre = centre
        self._lists = lists
        self._book = centre.sharing.abuse
        self._by = by
        self._person = Answerable(centre.people.audit, by, centre.clock)

    def foresee(self, block_list: str, contacts: AbuseContacts) -> Foreseen:
        """Say what would be sent now; nothing is.

        Raises
        ------
        NotFoundError, MoveRefusedError, UsageError, SettingsError
            As for `BlockLists.abuse_mail`; or a secret is not where the settings say.
        """
        return self._foreseen(block_list, contacts, delivery_settings(self._centre.config))

    def send(self, block_list: str, contacts: AbuseContacts, within: float = math.inf) -> Sent:
        """Send what has not gone yet; what the mail server does not take is in the answer.

        Parameters
        ----------
        within
            Seconds, after which no other is begun.

        Raises
        ------
        AccessError
            If a program asks.
        MoveRefusedError
            If the block-list is not released, or somebody else sends abuse mail at the moment.
        NotFoundError, UsageError, SettingsError
            As for `foresee`.
        StorageError
            If the database fails; what was not sent by then is not.
        """
        about = block_list.upper()
        self._person.be_a_person(What.REPORT_ABUSE, about)
        try:
            settings = delivery_settings(self._centre.config)
            server = MailServer(settings.email)
            with self._person.trying(What.REPORT_ABUSE, about), self._book.alone():
                foreseen = self._foreseen(about, contacts, settings)
                sending = send(foreseen.due, server, lambda report: self._took(about, report), within)
                went = asyncio.run(sending)
        except (UsageError, StorageError) as fault:
            with suppress(StorageError):  # where the database fails for good, the error that began it is told
                self._write(about, fault.message, Outcome.FAILED)
            raise
        self._write(about, _note(went), Outcome.FAILED if went.failed else Outcome.DONE)
        return Sent(went, foreseen.left_out)

    def _foreseen(self, block_list: str, contacts: AbuseContacts, settings: DeliverySettings) -> Foreseen:
        mail = self._lists.abuse_mail(block_list, contacts, settings.email.sender)
        reported = self._book.reported(block_list.upper(), [each.id for each in mail.reports])
        most = settings.rates[ChannelKind.EMAIL].burst
        return Foreseen(due(mail.reports, reported, block_list.upper(), most), mail.left_out)

    def _took(self, block_list: str, report: Report) -> None:
        now = self._centre.clock.now()
        self._book.add(Reported(report.id, report.mailbox, block_list, report.finding, now, self._by.who))

    def _write(self, block_list: str, note: str, outcome: Outcome) -> None:
        entry = self._by.did(self._centre.clock.now(), What.REPORT_ABUSE, block_list, note, outcome)
        self._centre.people.audit.write([entry])


def _note(went: Went) -> str:
    """Say in a few words what became of it."""
    later = sum(went.later.values())
    return f"{went.sent} sent, {went.earlier} sent earlier, {len(went.failed)} failed, {later} left for later"
