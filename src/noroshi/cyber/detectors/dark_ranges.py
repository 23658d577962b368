"""The rule by which a dark range is found not to be dark.

Anybody may forge a dark address as source, so what betrays a machine is not that the range sends but that few of
its addresses send often, and to several others. Who draws sources at random uses an address again only once
nearly all of them had their turn: of N addresses, F packets meet N (1 - e^(-F/N)), and that is a mean of
three packets each after 2.8 N, when 94 % of all addresses have shown up, and of five after 5 N, when 99 % have. A
flood of a million packets a second with sources from all of IPv4 puts 15 a second into a /16, and so
takes 3.4 hours to a mean of three, 6 to one of five, and goes to one victim all the while. Forgers who
draw from a small range, and attack many, do get past the rule: the confidence then says how many of its addresses send.
"""

from dataclasses import dataclass

import numpy as np

from noroshi.clock import SECOND
from noroshi.columns.schema import I64
from noroshi.cyber.detectors.evidence import (
    count_text,
    distinct_peers,
    distinct_senders,
    duration,
    evidence_of,
    range_of,
)
from noroshi.cyber.kernels.ranges import Way
from noroshi.cyber.memory import CyberMemory
from noroshi.cyber.tables.rows import Row
from noroshi.cyber.tables.stories import Told
from noroshi.detections.model import Confidence, Detection, Measure
from noroshi.organisations.model import Severity

CONVERSATION = 3
"""TCP packets after the opening one that a conversation takes: ACK, data, FIN. One alone may be any stray."""

CROWD = 32
"""Addresses of a range that must send before their share of it says anything."""

_SIGNS = {Way.ANSWERS: "answer", Way.BEGINS: "packet"}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a dark range is not dark."""

    packets: int
    """Packets of that way, at the least."""
    each: float
    """Packets of each address that sent any, in the mean."""
    peers: int
    """Distinct addresses that they went to."""
    lasting: int
    """ns between the first packet and the latest, at the least."""


def awake(memory: CyberMemory, way: Way, thresholds: Thresholds) -> I64:
    """Find the touched rows of dark ranges that send that way, and are not dark."""
    touched, rows = memory.ranges.touched(), memory.ranges.rows
    over = touched[
        (rows.way[touched] == way)
        & (rows.packets[touched] >= thresholds.packets)
        & (rows.peer_size[touched] >= thresholds.peers)
        & (rows.last[touched] - rows.first[touched] >= thresholds.lasting)
    ]
    found = (memory.ranges.row(number) for number in over.tolist())
    often = [row.told > 0 or _each(row) >= thresholds.each for row in found]
    ordered: I64 = np.sort(over[np.array(often, np.bool_)])
    return ordered


def conclude(memory: CyberMemory, told: Told, thresholds: Thresholds, until: int, kind: str) -> Detection:
    """Say what was concluded of one dark range, and why.

    The severity is high: as long as it goes on, whoever talks to the range in good faith is taken for infected.
    """
    row = memory.ranges.row(told.row)
    sign = _SIGNS[Way(row.way)]
    (senders, senders_exact), (peers, peers_exact) = distinct_senders(row), distinct_peers(row)
    measures = (
        Measure(f"{sign}s", row.packets, "", thresholds.packets),
        Measure("dark senders", round(senders), exact=senders_exact),
        Measure("packets each", round(_each(row), 1), "", thresholds.each, exact=senders_exact),
        Measure("peers", round(peers), "", thresholds.peers, exact=peers_exact),
        Measure("duration", round(duration(row), 3), "s", thresholds.lasting / SECOND or None),
        Measure("conversation", row.going_on),
    )
    subject = range_of(row)
    why = (
        f"{count_text(senders, 'address', exact=senders_exact)} of the dark range {subject.value} sent "
        f"{count_text(row.packets, sign)} to {count_text(peers, 'peer', exact=peers_exact)} over "
        f"{duration(row):.0f} s; the rule asks for {count_text(thresholds.packets, sign)} to "
        f"{count_text(thresholds.peers, 'peer')} over {thresholds.lasting // SECOND} s, "
        f"{thresholds.each:g} from each address in the mean."
    )
    evidence = evidence_of(row, memory.ranges.kept(told.row), measures)
    confidence, may_be_spoofed = _weigh(row)
    return Detection(
        kind, subject, told.phase, until, Severity.HIGH, why, confidence, evidence, may_be_spoofed
    )


def _each(row: Row) -> float:
    """Give the mean of packets from each address that sent any."""
    senders, _ = distinct_senders(row)
    return float(row.packets) / senders


def _weigh(row: Row) -> tuple[Confidence, bool]:
    """Weigh whether the sources are genuine; the steps are judgement ("tried it"), their order is what matters."""
    is_answer, is_conversation = row.way == Way.ANSWERS, row.going_on >= CONVERSATION
    supports, against, score = [], [], 0.6 if is_answer else 0.5
    if is_conversation:
        score += 0.3
        supports.append(f"{row.going_on} TCP packets of conversations followed, which take two")
    else:
        against.append("may be spoofed: no whole conversation was seen, and anybody can forge a dark address")
    if is_answer and row.echoes < row.packets:
        score += 0.1
        supports.append("connections were accepted; few forge that, for nobody gains by it")
    elif is_answer:
        score -= 0.1
        against.append("only echo replies, as in a flood of forged ones")
    senders, _ = distinct_senders(row)
    addresses = 2.0 ** (128 - row.length)
    if senders >= CROWD and 2 * senders > addresses:
        score -= 0.2
        against.append(
            f"{senders:.0f} of the range's {addresses:.0f} addresses send: forged ones, "
            "or a firewall that speaks for all of them"
        )
    return Confidence(
        round(min(max(score, 0.05), 0.95), 2), tuple(supports), tuple(against)
    ), not is_conversation
