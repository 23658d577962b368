"""What notices wait for, and until when at the earliest.

Told by the rules of `noroshi.delivery.composing`, but for the rate of each contact, which only the
process that delivers knows.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from noroshi.alerts.notices import Notice
from noroshi.delivery.book import OutboxBook
from noroshi.delivery.gathering import Group, gather
from noroshi.delivery.hours import next_opening, next_summary
from noroshi.delivery.message import SUMMARY, Dispatch, MessageState
from noroshi.delivery.protection.clear import lacks_certificate
from noroshi.delivery.settings import DeliverySettings
from noroshi.errors import NotFoundError
from noroshi.organisations.book import OrganisationBook
from noroshi.organisations.model import Contact, Marking, Severity

MESSAGES: Final = 200
"""Messages that are looked at, the latest first: each may hold 200 alerts, 600 kB."""
OWED: Final = 10_000
"""Owed notices that are looked at, the most severe first."""


class Wait(NamedTuple):
    """What a notice waits for."""

    until: int
    """ns UTC, at the earliest."""
    reason: str
    error: str = ""
    """Why the latest attempt failed, if there was one."""


def unsent(book: OutboxBook) -> Mapping[str, Dispatch]:
    """Give the messages that wait or are dead, by the ids of their notices."""
    dispatches = book.messages((MessageState.WAITING, MessageState.DEAD), MESSAGES)
    return {notice: dispatch for dispatch in dispatches for notice in dispatch.message.notices}


class Waiting:
    """Says what notices wait for.

    Parameters
    ----------
    book
        Where notices wait.
    organisations
        The register, which is asked for contacts as they stand now.
    settings
        Paces and the summary hour.
    """

    def __init__(self, book: OutboxBook, organisations: OrganisationBook, settings: DeliverySettings) -> None:
        self._book = book
        self._organisations = organisations
        self._settings = settings

    def waits(self, dispatches: Mapping[str, Dispatch], now: int) -> Mapping[str, Wait]:
        """Say of each notice that waits what for, by its id.

        Parameters
        ----------
        dispatches
            What `unsent` gives.
        now
            ns UTC.
        """
        found = {
            notice: Wait(dispatch.due, f"attempt {dispatch.attempts + 1}", dispatch.error)
            for notice, dispatch in dispatches.items()
            if dispatch.state is MessageState.WAITING
        }
        gathered = gather(self._book.owed(OWED))
        found |= {
            notice.id: Wait(now, "another one tells more; to be muted") for notice in gathered.superseded
        }
        for group, notices in gathered.groups.items():
            contact = self._contact(group)
            if contact is not None:
                oldest = min(now, *(notice.owed for notice in notices))
                wait = self._gathering(group, contact, oldest, now)
                found |= dict.fromkeys((notice.id for notice in notices), _opening(group, contact, wait, now))
                found |= self._held(contact, notices, now)
        return found

    def _held(self, contact: Contact, notices: Sequence[Notice], now: int) -> Mapping[str, Wait]:
        """Say which notices may only be told encrypted, while the contact has no certificate."""
        if not lacks_certificate(contact, Marking.RED, self._settings.email):
            return {}
        markings = self._book.markings({notice.alert for notice in notices})
        return {
            notice.id: Wait(now, f"a certificate in the roster, as it is {markings[notice.alert]}")
            for notice in notices
            if lacks_certificate(contact, markings[notice.alert], self._settings.email)
        }

    def _gathering(self, group: Group, contact: Contact, oldest: int, now: int) -> Wait:
        if group.kind == SUMMARY:
            return Wait(next_summary(contact, self._settings.summary_hour, oldest), "daily summary")
        pace = self._settings.paces[group.severity]
        gathered = oldest + pace.wait
        last = self._book.last_composed(group, now)
        again = 0 if last is None else last + pace.interval
        return Wait(gathered, "gathering") if gathered >= again else Wait(again, "pause between messages")

    def _contact(self, group: Group) -> Contact | None:
        try:
            contacts = self._organisations.get(group.organisation).contacts
        except NotFoundError:
            return None
        wanted = (group.channel, group.address)
        return next((contact for contact in contacts if (contact.channel, contact.address) == wanted), None)


def _opening(group: Group, contact: Contact, wait: Wait, now: int) -> Wait:
    earliest = max(wait.until, now)
    opening = earliest if group.severity is Severity.CRITICAL else next_opening(contact, earliest)
    return Wait(opening, "the contact's hours") if opening > earliest else wait
