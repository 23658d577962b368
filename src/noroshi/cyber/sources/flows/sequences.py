"""What exporters have numbered and nobody has read.

NetFlow 5 numbers flows, NetFlow 9 datagrams and IPFIX records, each before those of the datagram that carries the number (RFC 3954,
RFC 7011). Not all keep to it: softflowd 1.1.0 numbers the flows of IPFIX with the datagram's own included, and no other
records; other programs number the records of NetFlow 9. So each sequence is watched, and counted by what it has been found to number.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

SEQUENCES: Final = 1024
"""Kept at most; then the one that was not seen for longest is forgotten."""

RESTARTED: Final = 1_000_000
"""A step of so many, or back by more than `LATE`, is an exporter that began anew, not one whose datagrams were lost."""

LATE: Final = 1000
"""Steps back that a datagram may make that was overtaken on its way."""

OVERTAKEN: Final = 5
"""Datagrams in a row that may be late; more are a sequence that began anew."""


class Numbering(IntFlag):
    """What a sequence may number."""

    DATAGRAMS = 1
    """Each datagram."""
    BEFORE = 2
    """Records, without those of the datagram that has the number."""
    INCLUDED = 4
    """Flows, with those of the datagram that has the number."""


@dataclass(slots=True)
class _Sequence:
    number: int
    records: int
    can_be: Numbering = ~Numbering(0)
    late: int = 0


class Sequences:
    """All sequences, each by its exporter, observation domain and version."""

    def __init__(self) -> None:
        self.missing = 0
        """Numbered and not read so far: datagrams or records, as the sequence has it."""
        self._sequences: OrderedDict[Hashable, _Sequence] = OrderedDict()

    def observe(self, key: Hashable, number: int, flows: int, others: int = 0) -> None:
        """Take note of a datagram's number (32 bits), and how many flows and other records of it were read."""
        known = self._sequences.get(key)
        if known is None:
            self._sequences[key] = _Sequence(number, flows + others)
            if len(self._sequences) > SEQUENCES:
                self._sequences.popitem(last=False)
            return
        self._sequences.move_to_end(key)
        steps = {
            Numbering.DATAGRAMS: _signed(number - known.number - 1),
            Numbering.BEFORE: _signed(number - known.number - known.records),
            Numbering.INCLUDED: _signed(number - known.number - flows),
        }
        fits = Numbering(sum(each for each, step in steps.items() if step == 0))
        if fits:  # should a loss have hidden what it numbers, then this tells it again
            known.can_be = known.can_be & fits or fits
        else:
            step = min((steps[each] for each in known.can_be), key=abs)
            if -LATE <= step < 0 and known.late < OVERTAKEN:
                known.late += 1
                return
            if 0 < step < RESTARTED and known.can_be != ~Numbering(0):
                self.missing += step
        known.number, known.records, known.late = number, flows + others, 0


def _signed(step: int) -> int:
    """Read a difference of numbers of 32 bits: a small one back, or a small one ahead."""
    return (step + (1 << 31)) % (1 << 32) - (1 << 31)
