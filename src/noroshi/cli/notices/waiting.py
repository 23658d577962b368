"""What notices wait for, and until when at the earliest.

Told by the rules of `noroshi.delivery.composing`, but for the rate of each contact, which only the
process that delivers knows.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from noroshi.clock import SECOND
from noroshi.config.sections import BetweenSection, DeliverySection, WaitSection
from noroshi.delivery.gathering import Group, gather
from noroshi.delivery.hours import next_opening, next_summary
from noroshi.delivery.message import SUMMARY, Dispatch, MessageState
from noroshi.errors import NotFoundError
from noroshi.organisations.model import Contact, Severity
from noroshi.storage.books import Books

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


def unsent(books: Books) -> Mapping[str, Dispatch]:
    """Give the messages that wait or are dead, by the ids of their notices."""
    dispatches = books.messages.messages((MessageState.WAITING, MessageState.DEAD), MESSAGES)
    return {notice: dispatch for dispatch in dispatches for notice in dispatch.message.notices}


def waits(
    books: Books, dispatches: Mapping[str, Dispatch], section: DeliverySection, now: int
) -> Mapping[str, Wait]:
    """Say of each notice that waits what for, by its id."""
    found = {
        notice: Wait(dispatch.due, f"attempt {dispatch.attempts + 1}", dispatch.error)
        for notice, dispatch in dispatches.items()
        if dispatch.state is MessageState.WAITING
    }
    gathered = gather(books.messages.owed(OWED))
    found |= {notice.id: Wait(now, "another one tells more; to be muted") for notice in gathered.superseded}
    for group, notices in gathered.groups.items():
        contact = _contact(books, group)
        if contact is not None:
            oldest = min(now, *(notice.owed for notice in notices))
            wait = _gathering(books, group, contact, oldest, section, now)
            found |= dict.fromkeys((notice.id for notice in notices), _opening(group, contact, wait, now))
    return found


def _gathering(
    books: Books, group: Group, contact: Contact, oldest: int, section: DeliverySection, now: int
) -> Wait:
    if group.kind == SUMMARY:
        return Wait(next_summary(contact, section.summary_hour, oldest), "daily summary")
    gathered = oldest + _nanoseconds(section.wait, group.severity)
    last = books.messages.last_composed(group, now)
    again = 0 if last is None else last + _nanoseconds(section.between, group.severity)
    return Wait(gathered, "gathering") if gathered >= again else Wait(again, "pause between messages")


def _opening(group: Group, contact: Contact, wait: Wait, now: int) -> Wait:
    earliest = max(wait.until, now)
    opening = earliest if group.severity is Severity.CRITICAL else next_opening(contact, earliest)
    return Wait(opening, "the contact's hours") if opening > earliest else wait


def _contact(books: Books, group: Group) -> Contact | None:
    try:
        contacts = books.organisations.get(group.organisation).contacts
    except NotFoundError:
        return None
    wanted = (group.channel, group.address)
    return next((contact for contact in contacts if (contact.channel, contact.address) == wanted), None)


def _nanoseconds(seconds: WaitSection | BetweenSection, severity: Severity) -> int:
    return round(float(getattr(seconds, severity.value)) * SECOND)
