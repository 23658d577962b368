"""Packets whose sources are forged."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import address, ephemeral, identify, syn
from noroshi.cyber.scenarios.senders import in_turn


class Spoofed(Actor, frozen=True, kw_only=True):
    """Sends SYNs in the name of others, who take turns; the machine behind is one and the same.

    Its tool gives each packet a random TTL, so what arrives is spread from 20 to 229. With
    `from_service` the forged source port is a service's: such SYNs go to servers that
    answer, so that the answers flood the forged source (SYN/ACK reflection).
    """

    ground: Ground
    port: int
    from_service: int | None = None

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # it carries nothing
        """Write forged SYNs."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
        bits = turn.bits("fields")
        source_port = ephemeral(bits) if self.from_service is None else self.from_service
        syn(packets, source_port, self.port, window=bits & np.uint64(0xFFFF), sequence=bits >> np.uint64(32))
        identify(packets, bits >> np.uint64(16))
        packets.ttl[:] = 20 + turn.below(210, "ttl")
