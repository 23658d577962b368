"""A machine that talks to an address where nobody is."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.headers import address, identify, travel, udp
from noroshi.cyber.scenarios.payloads import SIZES, Payload
from noroshi.cyber.scenarios.senders import Hosts, in_turn

PORTS = {Payload.SYSLOG: 514, Payload.DNS: 53, Payload.SNMP: 161, Payload.NTP: 123}
"""Where each payload goes."""


class Misconfigured(Actor, frozen=True, kw_only=True):
    """Sends its logs, questions or readings to a server that moved away, for as long as it is on."""

    server: Hosts
    """The address that it was told, dark by now."""
    payloads: tuple[Payload, ...]
    """What it sends there, in turn."""

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:
        """Write datagrams."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.server.words(np.zeros(len(turn.numbers), np.int64), turn.seed))
        payload[:] = np.array(self.payloads)[in_turn(turn.numbers, len(self.payloads))]
        port = np.array([PORTS.get(one, 0) for one in Payload])[payload]
        source_port = np.uint64(49152) + turn.own(source[1] + payload, "socket") % np.uint64(16384)
        udp(packets, source_port, port, SIZES[payload])
        identify(packets, turn.bits("identification"))
        travel(packets, 64)
