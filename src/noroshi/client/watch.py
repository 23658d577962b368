"""The watch beside the API: its sensors, what comes to dark space, and the picture of it."""

from noroshi.client.resource import Resource
from noroshi.records.picture import PictureShown
from noroshi.records.traffic import TrafficRecord
from noroshi.records.watches import WatchRecord


class Watch(Resource):
    """The watch that runs in the process of the API, if one does."""

    async def sensors(self) -> WatchRecord:
        """Say how the watch and its sensors do, or that there is none."""
        return await self._line.get(WatchRecord, "sensors")

    async def traffic(self, since: str = "", minutes: int = 60) -> TrafficRecord:
        """Give what came to dark space, minute by minute, from a moment on; the latest so many at most, up to 1,440."""
        return await self._line.get(TrafficRecord, "traffic", query={"since": since, "minutes": minutes})

    async def picture(self) -> PictureShown:
        """Give the rings, and where alerts are on them."""
        return await self._line.get(PictureShown, "picture")
