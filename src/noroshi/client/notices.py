"""Notices: what is owed to whom, what became of it, and the messages."""

from collections.abc import AsyncIterator, Collection

from noroshi.alerts.notices import NoticeState
from noroshi.client.line import Query
from noroshi.client.resource import Resource
from noroshi.records.notices import MessageRecord, NoticeRecord, NoticeShown
from noroshi.records.pages import Page


class Notices(Resource):
    """Notices; a member sees those of their own organisation."""

    def list(
        self,
        *,
        state: Collection[NoticeState] = (),
        alert: str = "",
        organisation: str = "",
        limit: int = 100,
    ) -> AsyncIterator[NoticeRecord]:
        """List notices, the latest first: in one of some states, about an alert, owed to an organisation."""
        query: Query = {"state": state, "alert": alert, "organisation": organisation, "limit": limit}
        return self._line.pages(Page[NoticeRecord], "notices", query=query)

    async def get(self, notice: str) -> NoticeShown:
        """Give a notice, with the message that it is in as its reader gets it."""
        return await self._line.get(NoticeShown, "notices", notice)

    async def retry(self, notice: str) -> MessageRecord:
        """Have the message that a notice is in tried again at once."""
        return await self._line.do(MessageRecord, "POST", "notices", notice, "retry")
