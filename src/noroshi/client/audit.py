"""The audit: who did what."""

from collections.abc import AsyncIterator

from noroshi.client.line import Query
from noroshi.client.resource import Resource
from noroshi.people.audit import Outcome, What
from noroshi.records.pages import Page
from noroshi.records.people import AuditRecord


class Audit(Resource):
    """The audit; nobody changes what is in it."""

    def list(
        self,
        *,
        who: str = "",
        what: What | None = None,
        about: str = "",
        outcome: Outcome | None = None,
        limit: int = 100,
    ) -> AsyncIterator[AuditRecord]:
        """List what was done, the latest first: by a person, of a kind, to something, ended somehow."""
        query: Query = {"who": who, "what": what, "about": about, "outcome": outcome, "limit": limit}
        return self._line.pages(Page[AuditRecord], "audit", query=query)
