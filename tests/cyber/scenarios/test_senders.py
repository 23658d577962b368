"""Who sends: strangers who are nobody's, each one once."""

from ipaddress import ip_address, ip_network

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.cyber.scenarios.dice import key_of, scatter, share
from noroshi.cyber.scenarios.senders import Hosts, Strangers, heavy_tailed

MEMBERS = (
    "10.0.0.0/8",
    "100.64.0.0/10",
    "198.18.0.0/15",
    "192.0.2.0/24",
    "198.51.100.0/24",
    "203.0.113.0/24",
)


@given(st.integers(0, 149_000_000), st.integers(0, 2**32))
def test_strangers_are_distinct_public_unicast_addresses(first: int, seed: int) -> None:
    """No two strangers share an address, and none has one that a member or nobody may have."""
    addresses = Strangers(first, 300).texts(seed)

    assert 300 == len(set(addresses))
    for text in addresses:
        address = ip_address(text)

        assert address.is_global
        assert not address.is_multicast
        assert not any(address in ip_network(prefix) for prefix in MEMBERS)


def test_actors_with_different_numbers_share_no_stranger() -> None:
    """A hundred thousand strangers from two ranges of numbers are all distinct."""
    one, other = Strangers(0, 50_000).texts(3), Strangers(50_000, 50_000).texts(3)

    assert 100_000 == len({*one, *other})


def test_ipv6_strangers_live_in_the_documentation_range() -> None:
    """They are distinct, and in 2001:db8:f000::/36."""
    addresses = Strangers(5, 100, version=6).texts(1)

    assert 100 == len(set(addresses))
    assert all(ip_address(text) in ip_network("2001:db8:f000::/36") for text in addresses)


def test_hosts_are_given_by_place() -> None:
    """Words of hosts are those of their addresses."""
    hi, lo = Hosts(("192.0.2.1", "2001:db8::1")).words(np.array([1, 0]), 0)

    assert [(0x20010DB800000000, 1), (0, 0xFFFFC0000201)] == list(zip(hi.tolist(), lo.tolist(), strict=True))


@given(st.integers(1, 400), st.integers(0, 2_000), st.integers(0, 1000))
def test_each_sender_of_a_heavy_tail_sends_at_least_once(size: int, more: int, seed: int) -> None:
    """However uneven, nobody is left out, and nobody is invented."""
    packets = size + more
    numbers = np.arange(packets, dtype=np.uint64)
    which = heavy_tailed(numbers, size, packets, share(scatter(key_of(seed), numbers)))

    assert set(range(size)) == set(which.tolist())


def test_a_heavy_tail_is_heavy() -> None:
    """One sender in a thousand sends more than a fifth of all packets, and half send few."""
    numbers = np.arange(1_000_000, dtype=np.uint64)
    which = heavy_tailed(numbers, 25_000, 1_000_000, share(scatter(key_of("tail"), numbers)))
    counts = np.sort(np.bincount(which))[::-1]

    assert counts[:25].sum() > 0.2 * counts.sum()
    assert 50 > np.median(counts)
