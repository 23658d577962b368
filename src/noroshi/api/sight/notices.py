"""Notices, as a caller sees them."""

from collections.abc import Mapping

from msgspec.structs import replace

from noroshi.alerts.notices import Notice, NoticePlace, NoticesWanted
from noroshi.api.paging import cursor
from noroshi.api.sight.reach import Reach
from noroshi.config.delivering import composing_settings
from noroshi.delivery.message import Dispatch
from noroshi.delivery.waiting import Wait, Waiting, unsent
from noroshi.errors import NotFoundError
from noroshi.people.audit import What
from noroshi.records.notices import (
    MessageRecord,
    NoticeRecord,
    NoticeShown,
    message_record,
    message_shown,
    notice_record,
)
from noroshi.records.pages import Page


class SeenNotices:
    """Notices within a caller's reach.

    Parameters
    ----------
    reach
        How far the caller sees.
    """

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._centre = reach.centre

    def page(self, wanted: NoticesWanted, after: NoticePlace | None, limit: int) -> Page[NoticeRecord]:
        """Give a page of a list."""
        sight = self._reach.sight
        wanted = wanted._replace(organisation=sight.own or wanted.organisation, without=sight.hidden)
        found = self._centre.alerts.notice_page(wanted, limit + 1, after)
        there_is_more = len(found) > limit
        notices = found[:limit]
        place = NoticePlace(notices[-1].owed, notices[-1].id) if there_is_more else None
        dispatches, waits = self._waits() if notices else ({}, {})
        items = tuple(notice_record(self._told(each), dispatches, waits) for each in notices)
        return Page(items, cursor(place) if place else None)

    def shown(self, identity: str) -> NoticeShown:
        """Give a notice, and the message that it is in, if it is in one.

        Raises
        ------
        NotFoundError
            If there is none that the caller sees.
        """
        notice = self._get(identity)
        dispatch = self._centre.messages.message_with(notice.id)
        dispatches, waits = self._waits()
        record = notice_record(self._told(notice), dispatches, waits)
        return NoticeShown(record, message_shown(dispatch) if dispatch else None)

    def retry(self, identity: str) -> MessageRecord:
        """Have the message that a notice is in tried again.

        Raises
        ------
        NotFoundError
            If there is none that the caller sees, or it is in none.
        MoveRefusedError
            If that has been sent.
        """
        notice = self._get(identity)
        retried = self._centre.messages.retry(notice.id, self._centre.clock.now())
        self._reach.did(What.RETRY, notice.id)
        return message_record(retried)

    def _waits(self) -> tuple[Mapping[str, Dispatch], Mapping[str, Wait]]:
        """Give what waits to be sent, and for what, by the notice's id."""
        books = self._centre
        dispatches = unsent(books.messages)
        waiting = Waiting(books.messages, books.organisations, composing_settings(books.config))
        return dispatches, waiting.waits(dispatches, books.clock.now())

    def _get(self, identity: str) -> Notice:
        unknown = NotFoundError(f"no notice has the id {identity!r}")
        try:
            notice = self._centre.alerts.notice(identity)
        except NotFoundError:
            raise unknown from None
        alert = self._centre.alerts.of_ids([notice.alert]).get(notice.alert)
        if alert is None or not self._reach.sight.covers(alert):
            raise unknown
        return notice

    def _told(self, notice: Notice) -> Notice:
        """Leave out for a member what officers said about holding it back."""
        return replace(notice, because="", silence="") if self._reach.own else notice
