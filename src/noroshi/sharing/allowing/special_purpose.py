"""Addresses that no machine on the public Internet has."""

from ipaddress import ip_network
from typing import Final

from noroshi.organisations.networks import Network

SPECIAL_PURPOSE: Final[tuple[Network, ...]] = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
            *("::/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "8000::/1"),
        ),
    )
)
"""IANA's registries of special-purpose addresses (RFC 6890), with multicast, and all of IPv6 that is not yet handed out (only
2000::/3 is). 192.31.196.0/24 and its like are in use."""
