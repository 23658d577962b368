"""ZMap, before and since version 4.1.0."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import address, ephemeral, identify, syn, travel
from noroshi.cyber.scenarios.senders import in_turn

FIXED_ID = 54321


class Zmap(Actor, frozen=True, kw_only=True):
    """Scans with ZMap; research projects and their survey scanners mostly do.

    Window 65535, don't-fragment clear. Before 4.1.0 (March 2024): identification 54321, no TCP
    option, TTL 255. Since then: a random identification, the options that Windows sends, TTL 64
    (ZMap, packet.c and its CHANGELOG).
    """

    ground: Ground
    ports: tuple[int, ...]
    is_old: bool = False

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # it carries nothing
        """Write probes."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
        bits = turn.bits("fields")
        syn(
            packets,
            ephemeral(bits),
            np.array(self.ports)[turn.below(len(self.ports), "port")],
            header=20 if self.is_old else 32,
            mss=0 if self.is_old else 1460,
            window=65535,
            sequence=bits >> np.uint64(32),
        )
        if self.is_old:
            packets.ip_id[:] = FIXED_ID
        else:
            identify(packets, turn.bits("identification"))
        travel(packets, 255 if self.is_old else 64)
