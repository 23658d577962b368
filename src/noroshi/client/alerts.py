"""Alerts: which there are, all about one, and what people do with them."""

from collections.abc import AsyncIterator
from typing import Final, Literal

from msgspec import to_builtins

from noroshi.client.line import Query
from noroshi.client.moves import Moves
from noroshi.records.alerts import AlertPage, ListedAlert, SimilarAlerts
from noroshi.records.filters import Filter
from noroshi.records.notices import TextShown
from noroshi.records.pages import Page
from noroshi.records.releases import DecisionRecord, MarkRecord

USUAL: Final = Filter()
"""Those that an officer's list has: none that is snoozed, or merged into another."""


class Alerts(Moves):
    """Alerts; a `Filter` says which are meant."""

    def list(self, wanted: Filter = USUAL, *, limit: int = 100) -> AsyncIterator[ListedAlert]:
        """List alerts, the most severe first, then the latest seen."""
        return self._line.pages(Page[ListedAlert], "alerts", query={**_query(wanted), "limit": limit})

    async def get(self, alert: str) -> AlertPage:
        """Give all about an alert."""
        return await self._line.get(AlertPage, "alerts", alert)

    async def similar(self, alert: str) -> SimilarAlerts:
        """Give alerts that somebody works on and that look the same: of the same kind, with the same labels or port."""
        return await self._line.get(SimilarAlerts, "alerts", alert, "similar")

    async def text(self, alert: str, language: Literal["en", "ja", ""] = "") -> TextShown:
        """Give what a notice would tell the member of an alert, in a language or the organisation's own."""
        return await self._line.get(TextShown, "alerts", alert, "text", query={"language": language})

    async def samples(self, alert: str) -> bytes:
        """Take the first bytes of an alert's sample packets away as pcap; it needs to see dark space, too."""
        return await self._line.file("alerts", alert, "samples.pcap")

    async def mark(self, alert: str) -> MarkRecord:
        """Give what an alert is marked with; only a person marks one."""
        return await self._line.get(MarkRecord, "alerts", alert, "mark")

    async def decisions(self, alert: str, to: str = "") -> tuple[DecisionRecord, ...]:
        """Say what of an alert an organisation may know, or every partner, and what exactly they are told."""
        return await self._line.get(
            tuple[DecisionRecord, ...], "alerts", alert, "decisions", query={"to": to}
        )

    async def export_csv(self, wanted: Filter = USUAL) -> bytes:
        """Take alerts away as CSV; no cell of it is a formula to a spreadsheet."""
        return await self._line.file("alerts.csv", query=_query(wanted))

    async def export_json(self, wanted: Filter = USUAL) -> bytes:
        """Take alerts away as JSON: what was asked for, when, how many there are, and all of them."""
        return await self._line.file("alerts.json", query=_query(wanted))

    async def export_parquet(self, wanted: Filter = USUAL) -> bytes:
        """Take alerts away as Parquet."""
        return await self._line.file("alerts.parquet", query=_query(wanted))


def _query(wanted: Filter) -> Query:
    found: Query = to_builtins(wanted)
    return found
