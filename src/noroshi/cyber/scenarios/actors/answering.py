"""Machines in a range that should be dark."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Flag, Packets, Protocol
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.headers import DONT_FRAGMENT, address, ephemeral, identify, tcp, travel
from noroshi.cyber.scenarios.payloads import SIZES, Payload
from noroshi.cyber.scenarios.senders import Hosts, in_turn

_ROUND = np.array([Flag.SYN | Flag.ACK, Flag.ACK, Flag.FIN | Flag.ACK, 0])
"""What a visitor gets in turn: a connection, a segment, the end of it, and an echo reply."""


class Answering(Actor, frozen=True, kw_only=True):
    """Accepts connections, serves them and returns pings, as any machine in use does.

    With `serves` false each packet is a SYN-ACK, as where nobody takes the connection up.
    """

    visitors: Hosts
    port: int
    serves: bool = True

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:
        """Write the machines' side of the conversations."""
        moment = in_turn(turn.numbers, len(_ROUND)) if self.serves else np.zeros(len(turn.numbers), np.int64)
        visit = turn.numbers // np.uint64(len(_ROUND) if self.serves else 1)
        source = self.senders.words(in_turn(visit, self.senders.size), turn.seed)
        address(packets, source, self.visitors.words(in_turn(visit, self.visitors.size), turn.seed))
        bits = turn.bits("fields")
        tcp(packets, self.port, ephemeral(turn.own(visit, "connection")), 0)
        packets.tcp_flags[:] = _ROUND[moment]
        packets.sequence[:] = bits >> np.uint64(32)
        packets.window[:] = 64240
        is_echo = moment == len(_ROUND) - 1
        payload[:] = np.where(is_echo, Payload.ECHO, Payload.NOTHING)
        nothing = ("source_port", "destination_port", "tcp_header", "sequence", "window")
        values = {"protocol": Protocol.ICMP, "length": 28 + SIZES[Payload.ECHO], **dict.fromkeys(nothing, 0)}
        for column, value in values.items():
            getattr(packets, column)[is_echo] = value
        packets.fragment[:] = DONT_FRAGMENT
        identify(packets, bits)
        travel(packets, 64)
