"""Guides: what members are advised to do about alerts."""

from collections.abc import Collection

from noroshi.client.resource import Resource
from noroshi.records.guides import GuideRecord


class Guides(Resource):
    """Guides; one that is not written in a language is given in English."""

    async def get(self, kind: str, *, language: str = "", label: Collection[str] = ()) -> GuideRecord:
        """Give the guide about a detection kind and the labels that it matches, in a language or one's own."""
        return await self._line.get(GuideRecord, "guides", kind, query={"language": language, "label": label})
