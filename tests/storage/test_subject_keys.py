from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

from hypothesis import given
from hypothesis import strategies as st

from noroshi.storage.subject_keys import prefix_span, subject_key

addresses = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6))


@given(addresses, addresses)
def test_order(one: IPv4Address | IPv6Address, other: IPv4Address | IPv6Address) -> None:
    """Keys of addresses sort as the addresses do, the short ones first, and two have the same if they are the same."""
    keys = (subject_key(str(one)), subject_key(str(other)))

    assert (((one.version, int(one)) < (other.version, int(other))), one == other) == (
        keys[0] < keys[1],
        keys[0] == keys[1],
    )


@given(addresses, addresses, st.integers(0, 128))
def test_span(address: IPv4Address | IPv6Address, within: IPv4Address | IPv6Address, length: int) -> None:
    """An address is in a prefix if its key is in the prefix's span, and only then."""
    network = ip_network(f"{within}/{min(length, within.max_prefixlen)}", strict=False)
    span = prefix_span(str(network))

    assert span is not None
    for each in (address, within):
        assert (each in network) == (span.first <= subject_key(str(each)) <= span.last)


@given(st.text())
def test_anything(text: str) -> None:
    """Whatever a subject is, it has a key, and what is no address is in no prefix."""
    key = subject_key(text.encode("utf-8", "replace").decode())
    all_of_them = [prefix_span("0.0.0.0/0"), prefix_span(str(IPv6Network("::/0")))]
    is_address = any(span is not None and span.first <= key <= span.last for span in all_of_them)

    assert is_address == (key[:1] in {b"4", b"6"})
    assert prefix_span(text.replace("/", "")) is None
