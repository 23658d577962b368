"""Worms on Windows that spread over file sharing."""

from typing import ClassVar

import numpy as np

from noroshi.clock import SECOND
from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import DONT_FRAGMENT, address, identify, syn, travel
from noroshi.cyber.scenarios.senders import in_turn


class Worm(Actor, frozen=True, kw_only=True):
    """Connects to TCP 445 everywhere, as Conficker and WannaCry did.

    The options that Windows sends, TTL 128, don't-fragment set, source ports from 49152 up, and
    each SYN repeated after 3 and 9 seconds.
    """

    attempts: ClassVar[tuple[int, ...]] = (0, 3 * SECOND, 9 * SECOND)

    ground: Ground
    port: int = 445

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # it carries nothing
        """Write connection attempts."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
        bits = turn.bits("fields")
        syn(
            packets,
            np.uint64(49152) + turn.numbers % np.uint64(16384),
            self.port,
            header=32,
            mss=1460,
            window=8192,
            sequence=bits >> np.uint64(32),
        )
        identify(packets, bits + np.uint64(turn.attempt))
        packets.fragment[:] = DONT_FRAGMENT
        travel(packets, 128)
