"""The register as a roster: taken away as one, and brought."""

from noroshi.client.resource import Resource
from noroshi.records.rosters import Imported


class Roster(Resource):
    """The roster of all organisations."""

    async def yaml(self) -> str:
        """Give all organisations as a roster in YAML, as people write it."""
        return (await self._line.file("roster.yaml")).decode()

    async def csv(self) -> str:
        """Give all organisations as a roster in CSV, as spreadsheets write it."""
        return (await self._line.file("roster.csv")).decode()

    async def take(self, source: str, roster: str) -> Imported:
        """Import organisations from a roster: all of it or, if it has a fault, nothing.

        Parameters
        ----------
        source
            Its name; the ending says the format: .yaml or .csv.
        roster
            All of its text.
        """
        return await self._line.do(Imported, "POST", "roster", body={"source": source, "roster": roster})

    async def preview(self, source: str, roster: str) -> Imported:
        """Say what importing a roster would change; nothing is changed."""
        body = {"source": source, "roster": roster}
        return await self._line.do(Imported, "POST", "roster", "preview", body=body)
