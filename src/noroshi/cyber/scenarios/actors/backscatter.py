"""Answers of an attacked server to questions that it was never asked."""

import numpy as np

from noroshi.columns.schema import U8, Bool
from noroshi.cyber.packets import Flag, Packets, Protocol, Quoted
from noroshi.cyber.scenarios.actors.actor import Actor
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground
from noroshi.cyber.scenarios.headers import address, ephemeral, identify, tcp, travel
from noroshi.cyber.scenarios.senders import Hosts, Senders, Strangers, in_turn

_ERROR_BYTES = 56
_UNREACHABLE, _TIME_EXCEEDED = 3, 11
_PORT_UNREACHABLE, _PROHIBITED = 3, 13


class Backscatter(Actor, frozen=True, kw_only=True):
    """Is flooded with packets whose forged sources are evenly random, some of them dark.

    A flood of SYNs draws SYN-ACKs from the open port, RSTs when the backlog is full, and
    ICMP errors from routers on the way, which quote the SYN: 12, 5 and 3 in twenty, as tried. A
    flood of UDP draws "port unreachable" from the victim itself. Either way the victim is the
    quoted packet's destination, and the quoted source our dark address (Moore, Voelker and
    Savage, USENIX Security 2001).
    """

    senders: Hosts
    """The victim, one address."""
    routers: Strangers
    """Who sends the errors."""
    ground: Ground
    port: int
    """What is attacked."""
    over_udp: bool = False

    @property
    def everybody(self) -> tuple[Senders, ...]:
        """The victim and, unless the flood is UDP, the routers."""
        return (self.senders,) if self.over_udp else (self.senders, self.routers)

    def fill(self, turn: Turn, packets: Packets, payload: U8) -> None:  # noqa: ARG002  # it carries nothing
        """Write answers."""
        victim = self.senders.words(np.zeros(len(turn.numbers), np.int64), turn.seed)
        address(packets, victim, self.ground.aim(turn))
        bits = turn.bits("fields")
        asked_from = ephemeral(bits)
        place = in_turn(turn.numbers * np.uint64(7), 20)  # in a round of twenty answers, well mixed
        tcp(packets, self.port, asked_from, 0)
        packets.tcp_flags[:] = np.where(place < 12, Flag.SYN | Flag.ACK, Flag.RST | Flag.ACK)
        packets.sequence[:] = bits >> np.uint64(32)
        packets.window[:] = np.where(place < 12, 65535, 0)
        is_error = place >= (0 if self.over_udp else 17)
        self._quote(packets, is_error, asked_from)
        if not self.over_udp:
            errors_before = turn.numbers // np.uint64(20) * np.uint64(3)
            router = in_turn(errors_before + place.astype(np.uint64), self.routers.size)
            packets.source_lo[:] = np.where(
                is_error, self.routers.words(router, turn.seed)[1], packets.source_lo
            )
        identify(packets, bits >> np.uint64(16))
        travel(packets, 64)

    def _quote(self, packets: Packets, is_error: Bool, asked_from: np.ndarray) -> None:
        """Make some answers ICMP errors about the packet that they answer."""
        even = packets.sequence % 2 == 0
        icmp_type = _UNREACHABLE if self.over_udp else np.where(even, _UNREACHABLE, _TIME_EXCEEDED)
        code = _PORT_UNREACHABLE if self.over_udp else np.where(even, _PROHIBITED, 0)
        quoted = {
            "protocol": Protocol.ICMP,
            "source_port": icmp_type,
            "destination_port": code,
            "tcp_flags": 0,
            "tcp_header": 0,
            "window": 0,
            "length": _ERROR_BYTES,
            "quoted": Quoted.OURS,
            "quoted_protocol": Protocol.UDP if self.over_udp else Protocol.TCP,
            "quoted_hi": packets.source_hi,
            "quoted_lo": packets.source_lo,
            "quoted_source_port": asked_from,
            "quoted_destination_port": self.port,
            "sequence": 0,
        }
        for column, value in quoted.items():
            array = getattr(packets, column)
            array[:] = np.where(is_error, value, array)
