"""Reports: a shift handed over, how the members fared, and how one did."""

from noroshi.client.line import Query
from noroshi.client.resource import Resource
from noroshi.people.model import Language
from noroshi.records.members import MemberReport
from noroshi.records.reports import ShiftReport, WeekReport


class Reports(Resource):
    """Reports, of so many hours or days back: 168 and 92 at the most."""

    async def shift(self, hours: int = 8) -> ShiftReport:
        """Say what a shift hands over: what is open, taken and snoozed, and what happened."""
        return await self._line.get(ShiftReport, "reports", "shift", query={"hours": hours})

    async def export_shift(self, hours: int = 8) -> bytes:
        """Give the same as a table in CSV: one line an alert."""
        return await self._line.file("reports", "shift.csv", query={"hours": hours})

    async def week(self, days: int = 7) -> WeekReport:
        """Say how the members fared."""
        return await self._line.get(WeekReport, "reports", "week", query={"days": days})

    async def export_week(self, days: int = 7) -> bytes:
        """Give the same as a table in CSV: one line an organisation."""
        return await self._line.file("reports", "week.csv", query={"days": days})

    async def member(
        self, organisation: str, days: int = 7, language: Language | None = None
    ) -> MemberReport:
        """Say what a member had, how soon they answered, what came back, and what to do next."""
        query: Query = {"days": days, "language": language}
        return await self._line.get(MemberReport, "reports", "members", organisation, query=query)

    async def member_text(self, organisation: str, days: int = 7, language: Language | None = None) -> str:
        """Give the same as plain text, as a message would have it."""
        query: Query = {"days": days, "language": language}
        return (await self._line.file("reports", "members", organisation, "text", query=query)).decode()
