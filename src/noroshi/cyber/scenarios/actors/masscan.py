"""Masscan, before and since November 2023."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import address, identify, syn, travel
from noroshi.cyber.scenarios.senders import in_turn


class Masscan(Actor, frozen=True, kw_only=True):
    """Scans with masscan: identification = destination xor port xor sequence number, 16 bits of it.

    TTL 255, don't-fragment clear, one source port a run. Until November 2023 window 1024 and no
    option; since then window 1025 and an MSS of 1460 (masscan, templ-pkt.c).
    """

    ground: Ground
    ports: tuple[int, ...]
    is_old: bool = False

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # it carries nothing
        """Write probes."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
        port = np.array(self.ports, np.uint64)[turn.below(len(self.ports), "port")]
        sequence = turn.bits("sequence") >> np.uint64(32)
        syn(
            packets,
            np.uint64(40000) + turn.own(source[1], "run") % np.uint64(16384),
            port,
            header=20 if self.is_old else 24,
            mss=0 if self.is_old else 1460,
            window=1024 if self.is_old else 1025,
            sequence=sequence,
        )
        identify(packets, packets.destination_lo ^ port ^ sequence)
        travel(packets, 255)
