"""Telnet bots without a fingerprint."""

from typing import ClassVar

import numpy as np

from noroshi.clock import SECOND
from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import DONT_FRAGMENT, address, ephemeral, identify, syn, travel
from noroshi.cyber.scenarios.senders import in_turn


class Gafgyt(Actor, frozen=True, kw_only=True):
    """Scans for Telnet through connect(), so its SYNs are those of any Linux.

    All of Linux' options, don't-fragment set, a new source port for each connection, and each
    SYN repeated after 1, 3 and 7 seconds (RFC 6298's initial timeout of one second, doubled; such
    bots give up before a fourth time). Without a fingerprint it is no less infected.
    """

    attempts: ClassVar[tuple[int, ...]] = (0, SECOND, 3 * SECOND, 7 * SECOND)

    ground: Ground
    port: int = 23

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # it carries nothing
        """Write connection attempts."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
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
        identify(packets, (bits >> np.uint64(16)) + np.uint64(turn.attempt))
        packets.fragment[:] = DONT_FRAGMENT
        travel(packets, 64)
