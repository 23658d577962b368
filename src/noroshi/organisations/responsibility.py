"""Who answers for this address at that time, and because of which holding.

The rules, in the order in which they decide:

1. The longest prefix that covers the address decides; nothing wider has a say.
2. Of equal prefixes, one registered as such beats one that comes from an AS number,
   because somebody wrote it down for this very network.
3. All who hold that prefix with equal right answer, live and dark holders alike.
4. The prefix is dark if all of them hold it dark. One live holder makes it live: taking a
   network in use for an unused one would blame everybody who talks to it, while the other
   mistake only loses a sensor. `noroshi.organisations.overlaps` reports the contradiction.
5. A monitored prefix says only that addresses are dark. Who answers for them is what the
   register says of them; a registered prefix that is equal or longer is not overruled.

Only holdings that are valid at the time count, of organisations that are.
"""

import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from noroshi.columns.addresses import address_words
from noroshi.columns.prefixes import PrefixTable, compile_prefixes, find, ipv4_sizes
from noroshi.columns.schema import I32, I64, Bool
from noroshi.errors import SettingsError
from noroshi.organisations.model import Holding, HoldingKind, Organisation, Use
from noroshi.organisations.networks import Network, Networks, around, as_columns, network

ANY = "any"
"""As a monitored prefix: all address space of both families."""

EVER = (-(1 << 63), (1 << 63) - 1)
"""ns UTC: the span of something without a beginning or an end."""

_TABLES_KEPT = 4


class Because(NamedTuple):
    """One organisation that answers, and the holding that says so."""

    organisation: Organisation
    holding: Holding


class HoldingTable(NamedTuple):
    """All holdings valid over one span of time, compiled for kernels.

    `prefixes` maps an address to an entry, or -1; the other arrays describe entries
    (`e` of them) and groups (`g`: distinct sets of organisations that hold the same
    prefix with equal right).
    """

    since: int  # ns UTC, inclusive
    until: int  # ns UTC, exclusive: when some holding starts or ends
    prefixes: PrefixTable
    networks: Networks  # [e] each entry's own prefix
    dark: Bool  # [e] whether the entry is dark
    group: I32  # [e] its group; -1 for a monitored prefix that nobody registered
    group_start: I32  # [g + 1] where each group's members start
    group_member: I32  # organisations (by position in the register), group after group
    holders: Sequence[tuple[Because, ...]]  # [e] who answers for the entry; nobody for group -1
    live: I64  # [e] IPv4 addresses in use that belong to the entry; 0 for a dark one, and for IPv6


class _Claim(NamedTuple):
    """One prefix that one organisation holds for some time."""

    network: Network
    member: int  # the organisation, by position in the register
    because: Because
    since: int
    until: int


class Responsibility:
    """The register, ready to answer; immutable.

    Parameters
    ----------
    organisations
        Everybody, with their holdings.
    monitored
        Prefixes in CIDR form that are watched whoever holds them, or "any" for all
        address space: everything in them is dark unless registered live.
    announced
        What each AS number announces; see `noroshi.organisations.announcements`.

    Raises
    ------
    SettingsError
        If a monitored prefix is not a prefix.
    ValueError
        If a holding's prefix is not one; those of a roster have been checked.

    Examples
    --------
    >>> office = Holding(HoldingKind.PREFIX, "192.0.2.0/24")
    >>> unused = Holding(HoldingKind.PREFIX, "192.0.2.128/25", Use.DARK)
    >>> register = Responsibility([Organisation("example", "Example", holdings=(office, unused))])
    >>> [(who.organisation.id, who.holding.value) for who in register.who("192.0.2.200", moment=0)]
    [('example', '192.0.2.128/25')]
    """

    def __init__(
        self,
        organisations: Sequence[Organisation],
        monitored: Sequence[str] = (),
        announced: Mapping[int, Sequence[Network]] | None = None,
    ) -> None:
        self.organisations = tuple(organisations)
        self._announced = announced or {}
        self.monitored = tuple(_monitored(monitored))
        self.unresolved: Sequence[Because] = tuple(_unresolved(self.organisations, announced or {}))
        """AS numbers held that no list says anything about: they hold nothing."""
        self._claims = list(_claims(self.organisations, announced or {}))
        edges = {edge for claim in self._claims for edge in (claim.since, claim.until)}
        self._edges = sorted(edges.union(EVER))
        self._compiled = lru_cache(_TABLES_KEPT)(self._compile)

    def at(self, moment: int) -> HoldingTable:
        """Compile the holdings valid at a moment (ns UTC); the latest few tables are kept."""
        return self._compiled(bisect.bisect_right(self._edges, moment, hi=len(self._edges) - 1) - 1)

    def in_use(self) -> "Responsibility":
        """Give the register as if there was no dark space, for those who may not know where that lies.

        What is dark within a prefix in use is that prefix's then: a gap in it would tell.
        """
        live = (
            replace(each, holdings=tuple(held for held in each.holdings if held.use is Use.LIVE))
            for each in self.organisations
        )
        return Responsibility(tuple(live), (), self._announced)

    def dark(self) -> Sequence[Network]:
        """Give each prefix in which addresses may be dark at some time: those monitored, and those held dark."""
        held = (each.network for each in self._claims if each.because.holding.use is Use.DARK)
        return tuple(dict.fromkeys((*self.monitored, *held)))

    def held(self) -> Sequence[Network]:
        """Give each prefix that somebody holds at some time."""
        return tuple(dict.fromkeys(each.network for each in self._claims))

    def holders(self, moment: int) -> Iterator[tuple[Network, Organisation]]:
        """Give each prefix that somebody holds at a moment (ns UTC) or will hold later, and who that is."""
        return ((each.network, each.because.organisation) for each in self._claims if each.until > moment)

    def live_addresses(self, moment: int) -> int:
        """Count the IPv4 addresses that somebody holds live at a moment (ns UTC).

        IPv6 does not count: nobody meets an address in use there by drawing at random.
        """
        return int(self.at(moment).live.sum())

    def who(self, address: str, moment: int) -> tuple[Because, ...]:
        """Say who answers for an address at a moment; more than one if prefixes are equal.

        Raises
        ------
        ValueError
            If the address is not one.
        """
        table = self.at(moment)
        hi, lo = address_words(address)
        entry = int(find(table.prefixes, np.uint64(hi), np.uint64(lo)))
        return table.holders[entry] if entry >= 0 else ()

    def _compile(self, span: int) -> HoldingTable:
        """Compile the holdings valid in the span that begins at that edge."""
        since, until = self._edges[span], self._edges[span + 1]
        claims = [claim for claim in self._claims if claim.since <= since < claim.until]
        held = _by_right(claims)
        networks = [*held, *(each for each in self.monitored if each not in held)]
        dark = [all(claim.because.holding.use is Use.DARK for claim in held[each]) for each in held]
        dark += [True] * (len(networks) - len(held))
        holders = [held.get(each) or _covering(each, held) for each in networks]
        sets = [tuple(sorted({claim.member for claim in claims})) for claims in holders]
        groups = {members: number for number, members in enumerate(dict.fromkeys(filter(None, sets)))}
        entry = np.arange(len(networks), dtype=np.int32)
        columns = as_columns(networks)
        prefixes = compile_prefixes(*columns, entry)
        table = HoldingTable(
            since=since,
            until=until,
            prefixes=prefixes,
            networks=columns,
            dark=np.array(dark, np.bool_),
            group=np.array([groups.get(members, -1) for members in sets], np.int32),
            group_start=np.cumsum([0, *map(len, groups)], dtype=np.int32),
            group_member=np.array([member for members in groups for member in members], np.int32),
            holders=[_one_each(claims) for claims in holders],
            live=ipv4_sizes(prefixes, len(networks)),
        )
        return table._replace(live=np.where(~table.dark & (table.group >= 0), table.live, 0))


def span_of(organisation: Organisation, holding: Holding) -> tuple[int, int]:
    """Give when a holding counts, ns UTC: from (inclusive) and until (exclusive); until <= from is never."""
    froms = (each.valid_from for each in (organisation, holding) if each.valid_from is not None)
    untils = (each.valid_until for each in (organisation, holding) if each.valid_until is not None)
    return max(froms, default=EVER[0]), min(untils, default=EVER[1])


def _claims(
    organisations: Sequence[Organisation], announced: Mapping[int, Sequence[Network]]
) -> Iterable[_Claim]:
    for member, organisation in enumerate(organisations):
        for holding in organisation.holdings:
            since, until = span_of(organisation, holding)
            if since >= until:
                continue
            if holding.kind is HoldingKind.ASN:
                networks = announced.get(int(holding.value), ())
            else:
                networks = (_registered(organisation, holding),)
            for each in networks:
                yield _Claim(each, member, Because(organisation, holding), since, until)


def _registered(organisation: Organisation, holding: Holding) -> Network:
    try:
        return network(holding.value)
    except ValueError as error:
        raise ValueError(f"{organisation.id}: {error}") from None


def _monitored(prefixes: Sequence[str]) -> Iterable[Network]:
    for each in prefixes:
        if each == ANY:
            yield network("0.0.0.0/0")
            yield network("::/0")
            continue
        try:
            yield network(each)
        except ValueError as error:
            raise SettingsError(f"monitored: {error}") from None


def _unresolved(
    organisations: Sequence[Organisation], announced: Mapping[int, Sequence[Network]]
) -> Iterable[Because]:
    for organisation in organisations:
        for holding in organisation.holdings:
            if holding.kind is HoldingKind.ASN and not announced.get(int(holding.value)):
                yield Because(organisation, holding)


def _by_right(claims: Iterable[_Claim]) -> dict[Network, list[_Claim]]:
    """Gather claims by prefix; those from AS numbers only where nobody registered the prefix."""
    held: dict[Network, list[_Claim]] = {}
    announced: dict[Network, list[_Claim]] = {}
    for claim in claims:
        to = announced if claim.because.holding.kind is HoldingKind.ASN else held
        to.setdefault(claim.network, []).append(claim)
    return announced | held


def _covering(monitored: Network, held: Mapping[Network, list[_Claim]]) -> list[_Claim]:
    """Find who holds the longest registered prefix around a monitored one."""
    return next((held[each] for each in around(monitored) if each in held), [])


def _one_each(claims: Iterable[_Claim]) -> tuple[Because, ...]:
    """Name each organisation once, by a live holding if it has both."""
    named: dict[int, Because] = {}
    for claim in sorted(claims, key=lambda claim: (claim.member, claim.because.holding.use is Use.DARK)):
        named.setdefault(claim.member, claim.because)
    return tuple(named.values())
