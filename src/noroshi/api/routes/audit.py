"""The audit: who did what."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from noroshi.api.given import Given
from noroshi.api.paging import After, Limit, cursor, place
from noroshi.people.audit import AuditWanted, Outcome, What
from noroshi.people.door import Door
from noroshi.people.rights import Right
from noroshi.records.pages import Page
from noroshi.records.people import AuditRecord, audit_record


@get("/audit", may=frozenset({Right.SEE_AUDIT}), notes=What.READ_AUDIT, sync_to_thread=True)
def list_audit(
    door: Given[Door],
    who: Annotated[str, QueryParameter(description="By this person, by their id.")] = "",
    what: Annotated[What | None, QueryParameter(description="Of this kind.")] = None,
    about: Annotated[str, QueryParameter(description="Done to this.")] = "",
    outcome: Annotated[Outcome | None, QueryParameter(description="Ended like this.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Page[AuditRecord]:
    """List what was done, the latest first; one can only add to it."""
    rows = door.audit.page(AuditWanted(who, what, about, outcome), place(after, int), limit + 1)
    there_is_more = len(rows) > limit
    items = tuple(map(audit_record, rows[:limit]))
    return Page(items, cursor(items[-1].id) if there_is_more else None)


ROUTES = (list_audit,)
