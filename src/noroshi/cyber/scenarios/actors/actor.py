"""What every actor is: senders, a pace, and a way to write packets."""

from typing import ClassVar

from msgspec import Struct

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.pace import Pace
from noroshi.cyber.scenarios.plant import Plant
from noroshi.cyber.scenarios.senders import Senders


class Actor(Struct, frozen=True, kw_only=True):
    """Somebody who sends packets of one behaviour."""

    attempts: ClassVar[tuple[int, ...]] = (0,)
    """ns after which each packet is sent: once at its time, and again if it goes unanswered."""

    name: str
    """Its own within the scenario; its random numbers hang on it."""
    senders: Senders
    pace: Pace
    plants: tuple[Plant, ...] = ()
    """What should come of its packets, of those of its subjects that members answer for."""

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:
        """Write the packets of a turn into rows that are all zero but for the time.

        packets : columns[n], updated in place; payload : uint8[n], updated in place, numbers
        in `noroshi.cyber.scenarios.payloads`
        """
        raise NotImplementedError

    @property
    def packets(self) -> int:
        """How many packets it sends, repetitions counted."""
        return self.pace.packets * len(self.attempts)

    @property
    def everybody(self) -> tuple[Senders, ...]:
        """All that its packets come from; strangers of different actors never overlap."""
        return (self.senders,)

    @property
    def end(self) -> int:
        """When it is over, ns UTC, exclusive."""
        return self.pace.start + self.pace.duration + self.attempts[-1] + 1
