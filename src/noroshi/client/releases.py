"""Releases: what may leave to partners, as persons decide."""

from noroshi.client.resource import Resource
from noroshi.records.releases import ReleaseRecord, TallyRecord


class Releases(Resource):
    """Releases. Only a person asks for one, and only another person approves it."""

    async def list(self, *, over: bool = False) -> tuple[ReleaseRecord, ...]:
        """List releases that stand, the latest asked for first, or also those that are over."""
        return await self._line.get(tuple[ReleaseRecord, ...], "releases", query={"all": over})

    async def tallies(self) -> tuple[TallyRecord, ...]:
        """Count alerts and indications by partner, by what they may know, and by the rule."""
        return await self._line.get(tuple[TallyRecord, ...], "releases", "tallies")

    async def refuse(self, release: str) -> ReleaseRecord:
        """Say no to a release."""
        return await self._line.do(ReleaseRecord, "POST", "releases", release, "refuse")

    async def withdraw(self, release: str) -> ReleaseRecord:
        """End a release early."""
        return await self._line.do(ReleaseRecord, "POST", "releases", release, "withdraw")
