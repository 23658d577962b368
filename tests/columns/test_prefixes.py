from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.columns.addresses import address_words
from noroshi.columns.prefixes import NOTHING, PrefixTable, compile_prefixes, find, find_all

Network = IPv4Network | IPv6Network


def compiled(networks: list[str]) -> PrefixTable:
    """Compile networks; each one's entry is its place in the list."""
    read = [ip_network(network) for network in networks]
    words = [address_words(str(network.network_address)) for network in read]
    return compile_prefixes(
        np.array([hi for hi, _ in words], np.uint64),
        np.array([lo for _, lo in words], np.uint64),
        np.array([network.prefixlen + 128 - network.max_prefixlen for network in read], np.int32),
        np.arange(len(read), dtype=np.int32),
    )


def found(table: PrefixTable, addresses: list[str]) -> list[int]:
    """Find addresses as a batch."""
    words = np.array([address_words(address) for address in addresses], np.uint64).reshape(-1, 2)
    entry = np.full(len(addresses), -9, np.int32)
    find_all(table, words[:, 0].copy(), words[:, 1].copy(), entry)
    return entry.tolist()


def plainly(networks: list[str], addresses: list[str]) -> list[int]:
    """Try every network on every address."""
    read = [ip_network(network) for network in networks]
    answers = []
    for address in map(ip_address, addresses):
        covering = [i for i, network in enumerate(read) if address in network]
        answers.append(max(covering, key=lambda i: (read[i].prefixlen, i), default=NOTHING))
    return answers


def an_ipv6_network(base: int, flipped: int, length: int) -> str:
    """Write a network; one among the IPv4-mapped addresses would be an IPv4 network."""
    length = min(length, 95) if base >> 32 == 0xFFFF else length
    return str(IPv6Network((base ^ flipped, length), strict=False))


a_network = st.builds(
    lambda base, flipped, length: str(IPv4Network((base ^ flipped, length), strict=False)),
    st.sampled_from((0, 0xC000_0200, 0xC000_0000, 0xFFFF_FFFF)),
    st.integers(0, 0x3FF),
    st.integers(0, 32),
) | st.builds(
    an_ipv6_network,
    st.sampled_from(
        (0, 0xFFFF_0000_0000, 0x2001_0DB8 << 96, 0x2001_0DB8_0000_0001 << 64, (1 << 128) - 1),
    ),
    st.integers(0, 0x3FF),
    st.integers(0, 128),
)
"""Networks that often nest, touch, repeat and reach the ends of the address space."""


@st.composite
def near(draw: st.DrawFn, networks: list[str]) -> str:
    """Draw an address at, just before or just after an edge of some network, or anywhere."""
    network = ip_network(draw(st.sampled_from(networks)))
    edge = int(draw(st.sampled_from((network.network_address, network.broadcast_address))))
    space = 1 << network.max_prefixlen
    value = draw(st.sampled_from((edge, (edge + 1) % space, (edge - 1) % space)) | st.integers(0, space - 1))
    return str(type(network.network_address)(value))


def is_mapped(address: str) -> bool:
    """Whether it is an IPv4 address in IPv6 clothes, which here belongs to IPv4."""
    return address.startswith("::ffff:") and int(ip_address(address)) >> 32 == 0xFFFF


networks_and_addresses = st.lists(a_network, min_size=1, max_size=12).flatmap(
    lambda networks: st.tuples(
        st.just(networks),
        st.lists(near(networks).filter(lambda address: not is_mapped(address)), max_size=20),
    )
)


@given(networks_and_addresses)
def test_longest_prefix_wins(case: tuple[list[str], list[str]]) -> None:
    """Each address gets the longest prefix that covers it, of equal ones the last, in both families."""
    networks, addresses = case

    assert plainly(networks, addresses) == found(compiled(networks), addresses)


@given(networks_and_addresses, st.randoms(use_true_random=False))
def test_order_does_not_matter(case: tuple[list[str], list[str]], chance: object) -> None:
    """However distinct prefixes are ordered, an address gets the same one."""
    networks, addresses = sorted(set(case[0])), case[1]
    shuffled = list(networks)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # st.randoms gives a random.Random
    names, shuffled_names = [*networks, "nothing"], [*shuffled, "nothing"]

    expected = [names[entry] for entry in found(compiled(networks), addresses)]
    assert expected == [shuffled_names[entry] for entry in found(compiled(shuffled), addresses)]


def test_no_prefixes() -> None:
    """A table of no prefixes finds nothing, in either family."""
    assert [NOTHING, NOTHING] == found(compiled([]), ["192.0.2.1", "2001:db8::1"])


def test_families_are_apart() -> None:
    """The whole of IPv6 does not hold an IPv4 address, nor does a prefix around the mapped ones."""
    table = compiled(["::/0", "::/64"])

    assert [NOTHING, 1, 0] == found(table, ["192.0.2.1", "::1", "2001:db8::1"])


def test_a_whole_family() -> None:
    """The prefix of length 0 holds every address of its family, both ends included."""
    table = compiled(["0.0.0.0/0", "::/0"])
    ends = ["0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]

    assert [0, 0, 1, 1] == found(table, ends)


def test_host_bits_are_ignored() -> None:
    """A prefix given by an address within it is the same prefix."""
    hi, lo = address_words("192.0.2.99")
    table = compile_prefixes(
        np.array([hi], np.uint64),
        np.array([lo], np.uint64),
        np.array([120], np.int32),
        np.array([5], np.int32),
    )

    assert [5, 5, NOTHING] == found(table, ["192.0.2.0", "192.0.2.255", "192.0.3.0"])


@pytest.mark.parametrize("address", ["10.0.0.1", "2001:db8:0:7::1"])
def test_one_address_as_many(address: str) -> None:
    """Looking up one address answers as looking up a batch does."""
    table = compiled(["10.0.0.0/8", "2001:db8::/32", "2001:db8:0:7::1/128"])

    assert found(table, [address]) == [find(table, *address_words(address))]


def test_many_prefixes_in_a_small_place() -> None:
    """Tens of thousands of prefixes that share their leading bits are told apart."""
    networks = [f"10.1.{i >> 8}.{i & 255}/32" for i in range(1 << 16)]
    addresses = [f"10.1.{i >> 8}.{i & 255}" for i in range(0, 1 << 16, 97)]

    assert list(range(0, 1 << 16, 97)) == found(compiled(networks), addresses)
