"""Where the register says two things about one network."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from noroshi.organisations.model import HoldingKind, Organisation
from noroshi.organisations.networks import Network
from noroshi.organisations.responsibility import Because, span_of


class Overlap(NamedTuple):
    """The same prefix or AS number, held more than once at the same time.

    All the organisations are alerted. Prefixes within prefixes are no overlap: the
    longest wins, and that is how a network is handed on. Nor is a prefix that one registers and
    another only announces: what is registered wins.
    """

    holding: str
    """The prefix in CIDR form, or the AS number."""
    holders: tuple[Because, ...]
    """Every holding of it that coincides in time with another."""

    @property
    def is_contradiction(self) -> bool:
        """Whether it is held live and dark at once: it counts as live, and is no sensor."""
        return len({because.holding.use for because in self.holders}) > 1


def overlaps(
    organisations: Iterable[Organisation], announced: Mapping[int, Sequence[Network]] | None = None
) -> Sequence[Overlap]:
    """Find what several organisations hold at the same time, or one holds live and dark.

    Parameters
    ----------
    announced
        What each AS number announces; with it, prefixes that several numbers announce are found too.

    Examples
    --------
    >>> from noroshi.organisations.model import Holding
    >>> shared = (Holding(HoldingKind.PREFIX, "192.0.2.0/24"),)
    >>> one, other = Organisation("one", "One", holdings=shared), Organisation("other", "Other", holdings=shared)
    >>> [(overlap.holding, len(overlap.holders)) for overlap in overlaps([one, other])]
    [('192.0.2.0/24', 2)]
    """
    held: dict[tuple[HoldingKind, str], list[Because]] = {}
    for organisation in organisations:
        for holding in organisation.holdings:
            held.setdefault((holding.kind, holding.value), []).append(Because(organisation, holding))
    for key, everybody in _announced(held, announced or {}).items():
        held.setdefault(key, everybody)
    found = []
    for (_, value), everybody in held.items():
        meeting = tuple(one for one in everybody if any(_meet(one, other) for other in everybody))
        if meeting:
            found.append(Overlap(value, meeting))
    return found


def _announced(
    held: Mapping[tuple[HoldingKind, str], list[Because]], announced: Mapping[int, Sequence[Network]]
) -> dict[tuple[HoldingKind, str], list[Because]]:
    """Gather who holds an AS number by the prefixes that more than one number announces."""
    numbers: dict[str, list[str]] = {}
    for kind, value in held:
        if kind is HoldingKind.ASN:
            for prefix in announced.get(int(value), ()):
                numbers.setdefault(str(prefix), []).append(value)
    return {
        (HoldingKind.PREFIX, prefix): [
            because for value in several for because in held[HoldingKind.ASN, value]
        ]
        for prefix, several in numbers.items()
        if len(several) > 1
    }


def _meet(one: Because, other: Because) -> bool:
    """Whether two holdings of the same are at odds: at one time, of different parties or uses."""
    is_same_party = one.organisation.id == other.organisation.id
    if is_same_party and one.holding.use is other.holding.use:
        return False
    (since, until), (other_since, other_until) = span_of(*one), span_of(*other)
    return max(since, other_since) < min(until, other_until)
