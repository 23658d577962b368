"""What happens, as it happens."""

from collections.abc import AsyncIterator, Mapping
from typing import Final, NamedTuple, TypeAlias

import msgspec

from noroshi.client.resource import Resource
from noroshi.records.events import AlertTold, Hello, Tick
from noroshi.records.indications import IndicationRecord
from noroshi.records.watches import SensorRecord

Told: TypeAlias = Hello | AlertTold | IndicationRecord | SensorRecord | Tick

KINDS: Final[Mapping[str, type[Told]]] = {
    "hello": Hello,
    "alert": AlertTold,
    "indication": IndicationRecord,
    "sensor": SensorRecord,
    "tick": Tick,
}
"""What an event tells, by its name; others, of a newer centre, are passed over."""


class Happening(NamedTuple):
    """Something that happened."""

    id: str | None
    """Where to go on after it; None for a tick and a sensor, which have no place."""
    told: Told
    """What it was."""


class Events(Resource):
    """The stream of events."""

    async def follow(self, after: str | None = None) -> AsyncIterator[Happening]:
        """Follow what happens, for ever; from a happening on, by its id, or from now on.

        Each time that the stream begins there is a `Hello`. Where that has not `resumed`, the centre does not know the place any more:
        whoever shows something asks for it anew.
        """
        async for event in self._line.follow(after):
            if event.name in KINDS:
                yield Happening(event.id, msgspec.json.decode(event.data, type=KINDS[event.name]))
