"""Where packets go: into the prefixes, all of each."""

from collections import Counter
from ipaddress import ip_address, ip_network

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.addresses import address_text
from noroshi.cyber.scenarios.dice import Turn
from noroshi.cyber.scenarios.ground import Ground


def aimed(prefixes: tuple[str, ...], count: int, seed: int) -> list[str]:
    turn = Turn(seed, "actor", np.arange(count, dtype=np.uint64))
    return [address_text(hi, lo) for hi, lo in zip(*Ground(prefixes).aim(turn), strict=True)]


@given(
    st.lists(
        st.sampled_from(("198.18.0.0/16", "192.0.2.0/24", "10.20.192.0/18", "203.0.113.7/32")),
        min_size=1,
        unique=True,
    ),
    st.integers(0, 99),
)
def test_every_target_is_in_one_of_the_prefixes(prefixes: list[str], seed: int) -> None:
    """No target lies outside the ground."""
    networks = [ip_network(prefix) for prefix in prefixes]

    assert all(
        any(ip_address(target) in network for network in networks)
        for target in aimed(tuple(prefixes), 50, seed)
    )


def test_prefixes_are_hit_in_proportion_to_their_size() -> None:
    """A prefix four times as large gets four times as many packets, and each address is possible."""
    targets = Counter(aimed(("192.0.2.0/26", "198.51.100.0/28"), 40_000, 1))
    smaller = sum(count for target, count in targets.items() if target.startswith("198."))

    assert 80 == len(targets)
    assert abs(smaller - 8_000) < 500


def test_ipv6_targets_are_low_hosts_of_random_subnets() -> None:
    """An IPv6 target is one of the first 255 hosts of some /64 of the prefix."""
    targets = [ip_address(target) for target in aimed(("2001:db8:a:ff00::/56",), 500, 1)]

    assert all(target in ip_network("2001:db8:a:ff00::/56") for target in targets)
    assert all(1 <= int(target) & (2**64 - 1) <= 255 for target in targets)
    assert 200 < len({int(target) >> 64 for target in targets})
