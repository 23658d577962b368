"""Organisations: which there are, and what they answer for."""

from noroshi.client.resource import Resource
from noroshi.records.organisations import OrganisationRecord, OrganisationShown
from noroshi.records.picture import PictureShown
from noroshi.records.reports import PromptnessRecord
from noroshi.records.space import SpaceRecord


class Organisations(Resource):
    """Organisations; a member sees their own."""

    async def list(self) -> tuple[OrganisationRecord, ...]:
        """List organisations, by id."""
        return await self._line.get(tuple[OrganisationRecord, ...], "organisations")

    async def get(self, organisation: str) -> OrganisationShown:
        """Give all about an organisation, and where each row came from."""
        return await self._line.get(OrganisationShown, "organisations", organisation)

    async def map(self, organisation: str) -> SpaceRecord:
        """Lay out the IPv4 space that an organisation answers for, as on a Hilbert curve."""
        return await self._line.get(SpaceRecord, "organisations", organisation, "map")

    async def space(self, organisation: str) -> PictureShown:
        """Give one organisation's ring, and where its alerts are on it; none without a watch beside the API."""
        return await self._line.get(PictureShown, "organisations", organisation, "space")

    async def promptness(self, organisation: str) -> PromptnessRecord:
        """Say how soon an organisation's alerts were taken and cleaned in the last 90 days, and how many came back."""
        return await self._line.get(PromptnessRecord, "organisations", organisation, "promptness")
