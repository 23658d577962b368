"""Whether the address itself sent what was seen.

A passive darknet never answers, so by itself it cannot tell a forged source from a true
one. These are the signs on either side, each worth a step of the score. The steps are
judgement ("tried it"), not measurement; their order is what matters.
"""

from noroshi.cyber.kernels.activities import Side
from noroshi.cyber.tables.rows import Row
from noroshi.detections.model import Confidence, Label

UNDECIDED = 0.5
"""Where the score starts: nothing speaks either way."""

STEADY_TTL = 2
"""Hops by which the TTL of one host's packets differs as routes change."""

WILD_TTL = 8
"""Hops beyond which one host on one route is hard to believe."""

TOOLS_THAT_NEED_ANSWERS = frozenset({"mirai", "zmap", "zmap-4.1", "masscan", "nmap", "unicornscan"})
"""Scanners learn from the answers, so a forged source would be of no use to them."""


def weigh(activity: Row, labels: tuple[Label, ...]) -> tuple[Confidence, bool]:
    """Weigh the signs for an activity; the second answer is whether it may be spoofed."""
    supports: list[str] = []
    against: list[str] = []
    score = UNDECIDED
    for step, sentence in (
        *_genuine(activity, labels),
        *_forged(activity, labels),
    ):
        score += step
        (supports if step > 0 else against).append(sentence)
    proven = activity.replied > 0
    if not proven:
        against.append("may be spoofed: a passive darknet cannot prove that the source address is genuine")
    return Confidence(round(min(max(score, 0.05), 0.95), 2), tuple(supports), tuple(against)), not proven


def _genuine(activity: Row, labels: tuple[Label, ...]) -> list[tuple[float, str]]:
    signs = []
    spread = activity.ttl_high - activity.ttl_low
    if activity.replied > 0:
        signs.append(
            (0.4, "a dark address answered it and it took up the answer: traffic in both directions")
        )
    if activity.packets >= 3 and spread <= STEADY_TTL and activity.ttl_high:  # 0: flows do not tell it
        signs.append((0.15, f"the TTL is steady ({_range(activity)}), as from one host on one route"))
    tools = sorted(label.name for label in labels if label.name in TOOLS_THAT_NEED_ANSWERS)
    if tools:
        signs.append((0.2, f"the pattern of {', '.join(tools)}, which needs the answers to its packets"))
    if activity.side == Side.INSIDE:
        signs.append(
            (0.1, "the target is in the organisation's own network, where forging is harder to gain by")
        )
    return signs


def _forged(activity: Row, labels: tuple[Label, ...]) -> list[tuple[float, str]]:
    signs = []
    spread = activity.ttl_high - activity.ttl_low
    odd, reflecting, syn = activity.odd, activity.reflecting, activity.syn
    if spread >= WILD_TTL and not any(label.name == "nmap" for label in labels):  # it draws them, 37 to 59
        signs.append(
            (-0.25, f"the TTL varies ({_range(activity)}), as from many hosts that forge one address")
        )
    if 2 * odd > activity.packets and not any(label.name == "masscan" for label in labels):
        signs.append(
            (-0.15, f"{odd} of {activity.packets} packets have headers that ordinary software does not send")
        )
    if syn >= 3 and 2 * reflecting > syn:
        signs.append(
            (
                -0.25,
                f"{reflecting} of {syn} SYNs come from a service port, as sent to draw SYN-ACKs on a victim",
            )
        )
    if any(label.name == "survey-scanner" for label in labels):
        signs.append((-0.1, "a known survey scanner: probably not an infection"))
    return signs


def _range(activity: Row) -> str:
    low, high = activity.ttl_low, activity.ttl_high
    return f"{low}" if low == high else f"{low} to {high}"
