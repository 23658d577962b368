"""Address space in use, as if there was no dark space: for those who may not see where that lies.

What is dark within a prefix in use is not cut out of it, for the gap would tell.
"""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, collapse_addresses

from noroshi.organisations.networks import Network
from noroshi.organisations.responsibility import HoldingTable
from noroshi.organisations.space import Span, networks_held


def networks_in_use(table: HoldingTable, organisation: str) -> Sequence[Network]:
    """Give the prefixes of both families that an organisation has in use."""
    return networks_held(table, organisation, ~table.dark & (table.group >= 0))


def spans_in_use(networks: Sequence[Network]) -> Sequence[Span]:
    """Give the ranges of IPv4 addresses that some prefixes cover, in order."""
    joined = collapse_addresses(each for each in networks if isinstance(each, IPv4Network))
    return [Span(int(each.network_address), int(each.broadcast_address), is_dark=False) for each in joined]


def ipv6_of(networks: Sequence[Network]) -> Sequence[str]:
    """Give those of both families that are IPv6, written down."""
    return [str(each) for each in sorted(each for each in networks if isinstance(each, IPv6Network))]
