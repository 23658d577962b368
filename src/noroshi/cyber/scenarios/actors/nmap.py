"""Nmap's SYN scan."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import address, identify, syn, travel
from noroshi.cyber.scenarios.senders import in_turn


class Nmap(Actor, frozen=True, kw_only=True):
    """Scans with ``nmap -sS``: window 1024, an MSS of 1460 as the only option, TTL 37 to 59.

    Its sequence numbers are (t << 16 | t) xor a mask that is chosen once a scan, so their halves
    xor to one value throughout (Nmap, tcpip.cc and scan_engine_raw.cc).
    """

    ground: Ground
    ports: tuple[int, ...]

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # it carries nothing
        """Write probes."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
        scan = turn.own(source[1], "scan")
        bits = turn.bits("fields")
        half = bits & np.uint64(0xFFFF)
        syn(
            packets,
            np.uint64(33000) + scan % np.uint64(30000),
            np.array(self.ports)[turn.below(len(self.ports), "port")],
            header=24,
            mss=1460,
            window=1024,
            sequence=(half << np.uint64(16) | half) ^ scan >> np.uint64(32),
        )
        identify(packets, bits >> np.uint64(16))
        travel(packets, 37 + turn.below(23, "ttl"))
