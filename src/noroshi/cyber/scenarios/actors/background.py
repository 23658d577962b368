"""What falls on every dark address, day and night."""

import numpy as np

from noroshi.columns.schema import U8
from noroshi.cyber.packets import Flag, Packets, Protocol
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn, below, share
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import address, ephemeral, identify, travel
from noroshi.cyber.scenarios.payloads import SIZES, Payload
from noroshi.cyber.scenarios.senders import heavy_tailed

_TCP, _UDP, _ICMP = Protocol.TCP, Protocol.UDP, Protocol.ICMP

_HABITS = np.array(
    [
        # share, protocol, destination port, flags, header, mss, window, TTL, payload
        (22, _TCP, 23, Flag.SYN, 40, 1460, 29200, 64, Payload.NOTHING),
        (10, _TCP, 23, Flag.SYN, 20, 0, 0, 64, Payload.NOTHING),  # Mirai; its sequence number is set below
        (8, _TCP, 22, Flag.SYN, 40, 1460, 64240, 64, Payload.NOTHING),
        (7, _TCP, 445, Flag.SYN, 32, 1460, 8192, 128, Payload.NOTHING),
        (6, _TCP, 3389, Flag.SYN, 32, 1460, 64240, 128, Payload.NOTHING),
        (8, _TCP, 8080, Flag.SYN, 24, 1460, 1025, 255, Payload.NOTHING),
        (7, _TCP, 80, Flag.SYN, 20, 0, 65535, 64, Payload.NOTHING),
        (5, _TCP, 443, Flag.SYN, 32, 1460, 65535, 64, Payload.NOTHING),
        (3, _TCP, 5555, Flag.SYN, 40, 1460, 29200, 64, Payload.NOTHING),
        (3, _UDP, 53, 0, 0, 0, 0, 64, Payload.DNS),
        (3, _UDP, 5683, 0, 0, 0, 0, 255, Payload.COAP),
        (3, _UDP, 123, 0, 0, 0, 0, 255, Payload.NTP),
        (4, _UDP, 11211, 0, 0, 0, 0, 128, Payload.MEMCACHED),
        (5, _ICMP, 0, 0, 0, 0, 0, 128, Payload.ECHO),
        (4, _TCP, 0, Flag.SYN | Flag.ACK, 24, 1460, 65535, 64, Payload.NOTHING),
        (2, _TCP, 0, Flag.RST | Flag.ACK, 20, 0, 0, 64, Payload.NOTHING),
    ],
    np.int64,
).T
"""What strangers do, a column each; every sender keeps to one. Shares in percent, as tried: Telnet leads,
and some 6 % answers to attacks that nobody here is part of."""

_MIRAI = 1
_HABIT_OF_PERCENT = np.repeat(np.arange(_HABITS.shape[1]), _HABITS[0])


class Background(Actor, frozen=True, kw_only=True):
    """Radiation from strangers: scans, probes for amplifiers, pings and the backscatter of far attacks.

    Who sends how much is heavy-tailed, and each of the senders sends at least one packet.
    """

    ground: Ground

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:
        """Write radiation."""
        size = self.senders.size
        which = heavy_tailed(turn.numbers, size, self.pace.packets, share(turn.bits("sender")))
        source = self.senders.words(which, turn.seed)
        address(packets, source, self.ground.aim(turn))
        own = turn.own(source[1], "habit")
        habit = _HABIT_OF_PERCENT[below(100, own)]
        _, protocol, port, flags, header, mss, window, ttl, carried = (row[habit] for row in _HABITS)
        bits = turn.bits("fields")
        is_mirai = habit == _MIRAI
        asked_from = np.where(
            is_mirai, np.uint64(1024) + (own >> np.uint64(16)) % np.uint64(64512), ephemeral(bits)
        )
        is_answer = (flags != Flag.SYN) & (protocol == _TCP)
        is_echo = protocol == _ICMP
        packets.protocol[:] = protocol
        packets.source_port[:] = np.where(is_echo, 8, np.where(is_answer, 80, asked_from))
        packets.destination_port[:] = np.where(is_answer, asked_from, port)
        packets.tcp_flags[:] = flags
        packets.tcp_header[:] = header
        packets.mss[:] = mss
        packets.window[:] = np.where(is_mirai, own & np.uint64(0xFFFF), window)
        packets.sequence[:] = np.where(is_mirai, packets.destination_lo, bits >> np.uint64(32)) & np.uint64(
            0xFFFF_FFFF
        )
        payload[:] = carried
        packets.length[:] = 20 + np.where(protocol == _TCP, header, 8) + SIZES[carried]
        identify(packets, bits >> np.uint64(16))
        travel(packets, ttl)
