"""Notices: what is owed to whom, what became of it, and the messages."""

from typing import Annotated, TypeAlias

from litestar import get, post
from litestar.params import PathParameter, QueryParameter

from noroshi.alerts.notices import NoticePlace, NoticeState, NoticesWanted
from noroshi.api.gate import SEES
from noroshi.api.given import Given
from noroshi.api.paging import After, Limit, place
from noroshi.api.sight.notices import SeenNotices
from noroshi.people.audit import What
from noroshi.people.rights import Right
from noroshi.records.notices import MessageRecord, NoticeRecord, NoticeShown
from noroshi.records.pages import Page

NoticeId: TypeAlias = Annotated[str, PathParameter(description="A notice's id.")]


@get("/notices", may=SEES, notes=What.READ, sync_to_thread=True)
def list_notices(
    notices: Given[SeenNotices],
    states: Annotated[
        list[NoticeState] | None,
        QueryParameter(name="state", description="In one of these states; none for all."),
    ] = None,
    alert: Annotated[str, QueryParameter(description="About this alert, by its id.")] = "",
    organisation: Annotated[str, QueryParameter(description="Owed to this organisation, by its id.")] = "",
    after: After = None,
    limit: Limit = 100,
) -> Page[NoticeRecord]:
    """List notices, the latest first."""
    wanted = NoticesWanted(tuple(states or ()), alert, organisation)
    return notices.page(wanted, place(after, NoticePlace), limit)


@get("/notices/{notice:str}", may=SEES, notes=What.READ, sync_to_thread=True)
def show_notice(notice: NoticeId, notices: Given[SeenNotices]) -> NoticeShown:
    """Give a notice, with the message that it is in as its reader gets it."""
    return notices.shown(notice)


@post(
    "/notices/{notice:str}/retry",
    may=frozenset({Right.RETRY}),
    notes=None,
    status_code=200,
    sync_to_thread=True,
)
def retry_notice(notice: NoticeId, notices: Given[SeenNotices]) -> MessageRecord:
    """Have the message that a notice is in tried again at once."""
    return notices.retry(notice)


ROUTES = (list_notices, show_notice, retry_notice)
