"""Partners: with whom the centre exchanges, and how that goes."""

from noroshi.client.resource import Resource
from noroshi.records.partners import (
    FindingsShared,
    PartnerPulled,
    PartnerPushed,
    PartnerRecord,
    PartnerShown,
    PartnerTaken,
    PartnerWithdrawn,
)


class Partners(Resource):
    """Partners, each by its organisation's id. Only a person adds, withdraws or removes one."""

    async def list(self) -> tuple[PartnerRecord, ...]:
        """List partners, and how the exchange with each goes."""
        return await self._line.get(tuple[PartnerRecord, ...], "partners")

    async def get(self, partner: str) -> PartnerShown:
        """Give all about a partner: what it was told and why, what became of what it told, and what could not be read."""
        return await self._line.get(PartnerShown, "partners", partner)

    async def pull(self, partner: str) -> PartnerPulled:
        """Take over what is new at a partner, now."""
        return await self._line.do(PartnerPulled, "POST", "partners", partner, "pull")

    async def foresee_withdrawal(self, partner: str) -> PartnerWithdrawn:
        """Say what withdrawing a partner would take away; nothing is changed."""
        return await self._line.get(PartnerWithdrawn, "partners", partner, "withdrawal")

    async def share(self, partner: str, format_: str, since: str = "") -> FindingsShared:
        """Have written what a partner may know, in a format; of alerts since a moment, else of a week."""
        body = {"format": format_, "since": since}
        return await self._line.do(FindingsShared, "POST", "partners", partner, "share", body=body)

    async def push(self, partner: str) -> PartnerPushed:
        """Push to a partner's MISP what the partner may know; what takes long goes on after the answer, which then says so."""
        return await self._line.do(PartnerPushed, "POST", "partners", partner, "push")

    async def take(self, partner: str, format_: str, source: str, content: str) -> PartnerTaken:
        """Take what a partner hands over as its word.

        Parameters
        ----------
        source
            What it is called, as a file's name without folders.
        content
            All of its text.
        """
        body = {"format": format_, "source": source, "content": content}
        return await self._line.do(PartnerTaken, "POST", "partners", partner, "take", body=body)
