"""An organisation's space, laid round a ring."""

import ipaddress
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.addresses import address_words
from noroshi.cyber.picture.circles import ROUND, Circles, Found
from noroshi.cyber.picture.frames import NOBODY
from noroshi.onlooking import Arc
from noroshi.organisations.model import Holding, HoldingKind, Organisation, Use
from noroshi.organisations.responsibility import Responsibility
from tests.cyber.traffic import MONITORED, REGISTER, START

TABLE = Responsibility(REGISTER, MONITORED).at(START)
ALL = Circles(TABLE, REGISTER)
ALPHA, BETA = Circles(TABLE, REGISTER, 0), Circles(TABLE, REGISTER, 1)


def found(circles: Circles, *addresses: str) -> Found:
    """Look addresses up."""
    words = [address_words(each) for each in addresses]
    hi, lo = (np.array([each[half] for each in words], np.uint64) for half in (0, 1))
    return circles.find(hi, lo)


def organisation(name: str, *prefixes: tuple[str, Use]) -> Organisation:
    holdings = tuple(Holding(HoldingKind.PREFIX, prefix, use) for prefix, use in prefixes)
    return Organisation(name, name, holdings=holdings)


def test_order() -> None:
    """Prefixes lie in the order of their addresses, and IPv6 after IPv4, in a quarter of the ring."""
    where = found(
        ALL, "192.0.2.0", "192.0.2.128", "192.0.2.255", "2001:db8:a::", "2001:db8:a:8000::1", "198.51.100.0"
    )

    assert [0, 0, 0, 0, 0, 1] == where.ring.tolist()
    assert [0, 24_576, 48_960, 49_152, 57_344, 0] == where.position.tolist()
    assert [False, True, True, False, False, True] == where.dark.tolist()


def test_arcs() -> None:
    """A ring's arcs say what is live and what is dark, and what is of one use and adjoins is one arc."""
    one = organisation("one", ("10.0.0.0/24", Use.LIVE), ("10.0.1.0/24", Use.LIVE), ("10.0.8.0/23", Use.DARK))
    (ring,) = Circles(Responsibility([one]).at(0), [one]).rings(with_arcs=True)

    assert (1024, (Arc(0, 32_767, Use.LIVE), Arc(32_768, 65_535, Use.DARK))) == (ring.addresses, ring.arcs)


def test_without_arcs() -> None:
    """Where positions are masked, a ring has no arcs."""
    assert [(), ()] == [ring.arcs for ring in ALL.rings(with_arcs=False)]


def test_nobodys() -> None:
    """What nobody registered lies on no ring, by the leading 16 bits of its address."""
    where = found(ALL, "198.18.3.4", "9.9.9.9", "2001:db8:b::1")

    assert [NOBODY] * 3 == where.ring.tolist()
    assert [0xC612, 0x0909, 0x2001] == where.position.tolist()
    assert [True, False, False] == where.dark.tolist()


def test_own_ring_only() -> None:
    """A member's view has its own ring, and says nothing of an address on another's: as if nobody held it."""
    where = found(BETA, "203.0.113.5", "192.0.2.5", "192.0.2.200", "198.18.0.1", "9.9.9.9")

    assert ["beta"] == [ring.organisation for ring in BETA.rings(with_arcs=True)]
    assert [1, NOBODY, NOBODY, NOBODY, NOBODY] == where.ring.tolist()
    assert [0, 0, 0, 0] == where.position[1:].tolist()
    assert not where.dark.any()
    assert [True, False, False, False, False] == where.known.tolist()


def test_one_that_left() -> None:
    """A view of an organisation that has left the register shows nothing."""
    gone = Circles(TABLE, REGISTER, -1)

    assert ([], False) == (list(gone.rings(with_arcs=True)), bool(gone.holds.any()))


def test_shared() -> None:
    """What several hold with equal right lies on the first one's ring, and in each one's own view on its own."""
    both = [organisation(name, ("10.0.0.0/24", Use.LIVE)) for name in ("one", "two")]
    table = Responsibility(both).at(0)
    views = [Circles(table, both), Circles(table, both, 0), Circles(table, both, 1)]

    assert [0, 0, 1] == [int(found(each, "10.0.0.9").ring[0]) for each in views]


PREFIXES = st.lists(
    st.tuples(st.integers(0, 255), st.integers(17, 28), st.sampled_from(Use), st.integers(0, 2)),
    min_size=1,
    max_size=12,
)


@given(PREFIXES, st.lists(st.integers(0, 1 << 20), min_size=1, max_size=20))
def test_as_plainly(held: Sequence[tuple[int, int, Use, int]], picked: list[int]) -> None:
    """An address lies where it does among all addresses of its organisation, in order; and on an arc of its use."""
    networks = {
        ipaddress.IPv4Network((0x0A000000 + (number << 12) & ~((1 << 32 - length) - 1), length)): (use, who)
        for number, length, use, who in held
    }
    register = [
        organisation(
            str(one), *((str(network), use) for network, (use, who) in networks.items() if who == one)
        )
        for one in range(3)
    ]
    circles = Circles(Responsibility(register).at(0), register)
    addresses = sorted(
        {int(each.network_address) + pick % each.num_addresses for each in networks for pick in picked}
    )
    where = found(circles, *(str(ipaddress.IPv4Address(each)) for each in addresses))
    arcs = {ring.ring: ring.arcs for ring in circles.rings(with_arcs=True)}

    for row, address in enumerate(addresses):
        use, who = holder(networks, address)
        before, total = 0, 0
        for first, last, owner in pieces(networks):
            if owner == who:
                total += last - first
                before += max(0, min(address, last) - first)
        assert (who, use is Use.DARK) == (where.ring[row], where.dark[row])
        assert abs(before * ROUND / total - float(where.position[row])) <= 1
        near = {arc.use for arc in arcs[who] if arc.begin - 1 <= where.position[row] <= arc.end + 1}
        assert use in near


def holder(networks: dict[ipaddress.IPv4Network, tuple[Use, int]], address: int) -> tuple[Use, int]:
    around = [each for each in networks if ipaddress.IPv4Address(address) in each]
    return networks[max(around, key=lambda each: each.prefixlen)]


def pieces(networks: dict[ipaddress.IPv4Network, tuple[Use, int]]) -> list[tuple[int, int, int]]:
    """Cut the space wherever a prefix begins or ends: first, last (exclusive), owner."""
    edges = sorted({edge for each in networks for edge in (int(each[0]), int(each[-1]) + 1)})
    return [
        (first, last, holder(networks, first)[1])
        for first, last in pairwise(edges)
        if any(ipaddress.IPv4Address(first) in each for each in networks)
    ]
