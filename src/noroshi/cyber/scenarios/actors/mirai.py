"""Mirai and its kin."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import address, identify, syn, travel
from noroshi.cyber.scenarios.senders import in_turn


class Mirai(Actor, frozen=True, kw_only=True):
    """Scans for Telnet with a raw socket, its sequence number being the destination's address.

    Mirai's scanner.c as published in 2016: 40 bytes, TTL 64, no TCP option, a random
    identification for each packet, window and source port chosen once a process, port 23 and for every tenth
    packet 2323. Its variants keep the sequence number and scan other ports.
    """

    ground: Ground
    port: int | None = None
    """What a variant scans for; None for Mirai's own two ports."""

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # it carries nothing
        """Write probes."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
        process = turn.own(source[1], "process")
        tenth = turn.numbers % np.uint64(10) == 0
        syn(
            packets,
            np.uint64(1024) + process % np.uint64(64512),
            np.where(tenth, 2323, 23) if self.port is None else self.port,
            window=process >> np.uint64(48),
            sequence=packets.destination_lo,
        )
        identify(packets, turn.bits("identification"))
        travel(packets, 64)
