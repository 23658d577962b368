"""Network prefixes: as text, as Python's own values, and as columns."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Interface, IPv6Network, ip_interface
from typing import NamedTuple, TypeAlias

import numpy as np

from noroshi.columns.addresses import MAPPED, WORD
from noroshi.columns.schema import I32, U64

Network: TypeAlias = IPv4Network | IPv6Network
"""A prefix of either family, without host bits."""


class Networks(NamedTuple):
    """Many prefixes as `noroshi.columns.prefixes.compile_prefixes` takes them."""

    hi: U64
    lo: U64
    length: I32


def as_columns(networks: Iterable[Network]) -> Networks:
    """Write prefixes as columns, of both families in one 128-bit form."""
    words = [
        (0, MAPPED | int(each.network_address), each.prefixlen + 96)
        if isinstance(each, IPv4Network)
        else (int(each.network_address) >> 64, int(each.network_address) & WORD, each.prefixlen)
        for each in networks
    ]
    hi, lo, length = zip(*words, strict=True) if words else ((), (), ())
    return Networks(np.array(hi, np.uint64), np.array(lo, np.uint64), np.array(length, np.int32))


def around(network: Network) -> Iterator[Network]:
    """Give every wider prefix that covers this one, longest first."""
    for length in range(network.prefixlen - 1, -1, -1):
        yield network.supernet(new_prefix=length)


def network(text: str) -> Network:
    """Read a prefix in CIDR form.

    Raises
    ------
    ValueError
        Saying what is wrong, and where it can be told, the right prefix.

    Examples
    --------
    >>> network("192.0.2.99/24")
    Traceback (most recent call last):
    ValueError: 192.0.2.99/24 has host bits set; the prefix would be 192.0.2.0/24
    >>> network("192.0.2.99")
    Traceback (most recent call last):
    ValueError: 192.0.2.99 has no length; one address alone would be 192.0.2.99/32
    """
    address, _, length = text.partition("/")
    try:
        read = ip_interface(text)
    except ValueError:
        read = None
    if read is None or "%" in address or (length and not length.isdigit()):
        raise ValueError(f"{text} is not a prefix such as 192.0.2.0/24 or 2001:db8::/32")
    if not length:
        raise ValueError(f"{text} has no length; one address alone would be {read.network}")
    if read.ip != read.network.network_address:
        raise ValueError(f"{text} has host bits set; the prefix would be {read.network}")
    if isinstance(read, IPv6Interface) and read.network.prefixlen >= 96 and read.ip.ipv4_mapped:
        ipv4 = IPv4Network((int(read.ip.ipv4_mapped), read.network.prefixlen - 96))
        raise ValueError(f"{text} is an IPv4 prefix; write {ipv4}")
    return read.network
