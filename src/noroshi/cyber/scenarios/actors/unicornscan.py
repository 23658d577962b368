"""Unicornscan's SYN scan."""

import numpy as np

from noroshi.columns.schema import U8, U64
from noroshi.cyber.packets import Packets
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import address, ephemeral, identify, syn, travel
from noroshi.cyber.scenarios.senders import in_turn


class Unicornscan(Actor, frozen=True, kw_only=True):
    """Scans with unicornscan on a little-endian machine: TTL 255, window 4128, an MSS.

    Sequence number = key of the session xor the destination's bytes reversed xor
    (destination port << 16) + source port (unicornscan, tcphash.h).
    """

    ground: Ground
    ports: tuple[int, ...]

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # it carries nothing
        """Write probes."""
        source = self.senders.words(in_turn(turn.numbers, self.senders.size), turn.seed)
        address(packets, source, self.ground.aim(turn))
        bits = turn.bits("fields")
        source_port = ephemeral(bits)
        port = np.array(self.ports, np.uint64)[turn.below(len(self.ports), "port")]
        key = turn.own(source[1], "session")
        sequence = key ^ _reversed(packets.destination_lo) ^ (port << np.uint64(16)) + source_port
        syn(packets, source_port, port, header=24, mss=1460, window=4128, sequence=sequence)
        identify(packets, bits >> np.uint64(32))
        travel(packets, 255)


def _reversed(address: U64) -> U64:
    """Give IPv4 addresses as a little-endian machine reads them."""
    return address.astype(np.uint32).byteswap().astype(np.uint64)
