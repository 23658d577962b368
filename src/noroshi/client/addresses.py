"""Addresses and prefixes: who answers for them, and what is known of them."""

from noroshi.client.resource import Resource
from noroshi.records.activity import ActivityRecord
from noroshi.records.addresses import AddressRecord


class Addresses(Resource):
    """Addresses, and prefixes such as 192.0.2.0/24."""

    async def get(self, address: str, at: str = "") -> AddressRecord:
        """Give all about an address or a prefix, and who answered for it at a moment, or answers now."""
        return await self._line.get(AddressRecord, "addresses", address, query={"at": at})

    async def activity(self, subject: str, days: int = 30) -> ActivityRecord:
        """Give what is known of an address or a prefix over so many days back, 366 at the most."""
        return await self._line.get(ActivityRecord, "activity", query={"subject": subject, "days": days})
