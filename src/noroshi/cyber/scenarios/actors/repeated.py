"""Somebody who tries a few addresses over and over."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.headers import DONT_FRAGMENT, address, ephemeral, identify, syn, travel
from noroshi.cyber.scenarios.senders import Hosts, in_turn


class Repeated(Actor, frozen=True, kw_only=True):
    """Sends Linux' SYNs to each of a few addresses in turn, so that every number of targets can be met."""

    targets: Hosts
    port: int

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # it carries nothing
        """Write connection attempts."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.targets.words(in_turn(turn.numbers, self.targets.size), turn.seed))
        bits = turn.bits("fields")
        syn(
            packets,
            ephemeral(bits),
            self.port,
            header=40,
            mss=1460,
            window=29200,
            sequence=bits >> np.uint64(32),
        )
        identify(packets, bits >> np.uint64(16))
        packets.fragment[:] = DONT_FRAGMENT
        travel(packets, 64)
