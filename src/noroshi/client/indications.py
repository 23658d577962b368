"""Indications: first signs of something new, and whom they have reached."""

from collections.abc import AsyncIterator

from noroshi.client.line import Query
from noroshi.client.resource import Resource
from noroshi.records.alerts import AskingAlerts
from noroshi.records.indications import IndicationRecord, IndicationShown
from noroshi.records.pages import Page
from noroshi.records.releases import SignDecisionRecord


class Indications(Resource):
    """Indications; members see them too, for they name no address."""

    def list(
        self, *, kind: str = "", subject: str = "", ended: bool | None = None, limit: int = 100
    ) -> AsyncIterator[IndicationRecord]:
        """List indications, the latest seen first: of a kind, about a subject such as tcp/7547, over or not."""
        query: Query = {"kind": kind, "subject": subject, "ended": ended, "limit": limit}
        return self._line.pages(Page[IndicationRecord], "indications", query=query)

    async def get(self, indication: str) -> IndicationShown:
        """Give all about an indication: why, its curve, its fingerprints and campaigns, and what speaks against it."""
        return await self._line.get(IndicationShown, "indications", indication)

    async def alerts(self, indication: str) -> AskingAlerts:
        """Give alerts about machines that asked for the port while it rose."""
        return await self._line.get(AskingAlerts, "indications", indication, "alerts")

    async def decisions(self, indication: str, to: str = "") -> tuple[SignDecisionRecord, ...]:
        """Say whether an organisation may know of an indication, or every partner, and what exactly they are told."""
        return await self._line.get(
            tuple[SignDecisionRecord, ...], "indications", indication, "decisions", query={"to": to}
        )
