"""What little falls on dark IPv6 addresses."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import address, echo, ephemeral, syn, travel
from noroshi.cyber.scenarios.payloads import SIZES, Payload
from noroshi.cyber.scenarios.senders import in_turn


class BackgroundIpv6(Actor, frozen=True, kw_only=True):
    """Pings, for the most part, and a SYN to port 443 for one packet in twelve.

    ICMPv6 is 91.6 % of what large dark IPv6 prefixes receive (arXiv 2508.07506).
    """

    ground: Ground

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:
        """Write probes."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
        is_syn = turn.numbers % np.uint64(12) == 0
        bits = turn.bits("fields")
        syn(packets, ephemeral(bits), 443, header=24, mss=1440, window=65535, sequence=bits >> np.uint64(32))
        echo(packets, ~is_syn, int(SIZES[Payload.ECHO]))
        payload[~is_syn] = Payload.ECHO
        travel(packets, 64)
