"""SQL Slammer."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import address, identify, travel, udp
from noroshi.cyber.scenarios.payloads import SIZES, Payload
from noroshi.cyber.scenarios.senders import in_turn

_PORTS = np.uint64(800)
"""Source ports, from 1024 up: as Windows gave them after its start, and below 1900, from which a datagram
would pass for the answer of a reflector (`noroshi.cyber.kernels.classify.is_answer`)."""


class Slammer(Actor, frozen=True, kw_only=True):
    """Sends one 404-byte datagram to UDP 1434 of each address, from one source port, and awaits no answer."""

    ground: Ground

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:
        """Write datagrams."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
        process = turn.own(source[1], "process")
        udp(packets, np.uint64(1024) + process % _PORTS, 1434, SIZES[Payload.SLAMMER])
        payload[:] = Payload.SLAMMER
        identify(packets, turn.bits("identification"))
        travel(packets, 128)
