"""Ordinary traffic to machines in use, which a darknet watch must leave alone."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Flag, Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import DONT_FRAGMENT, address, ephemeral, identify, tcp, travel
from noroshi.cyber.scenarios.senders import in_turn

_FLAGS = np.array([Flag.SYN, Flag.ACK, Flag.PSH | Flag.ACK, Flag.ACK, Flag.FIN | Flag.ACK])


class Visitors(Actor, frozen=True, kw_only=True):
    """Browse the web sites of members: they begin, talk and end."""

    ground: Ground

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # headers are enough
        """Write segments of conversations."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
        bits = turn.bits("fields")
        tcp(packets, ephemeral(turn.own(source[1], "connection")), 443, 0)
        packets.tcp_flags[:] = _FLAGS[turn.below(len(_FLAGS), "moment of the conversation")]
        packets.sequence[:] = bits >> np.uint64(32)
        packets.window[:] = 502
        packets.fragment[:] = DONT_FRAGMENT
        identify(packets, bits)
        travel(packets, 64)
