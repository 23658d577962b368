"""A response policy zone (draft-vixie-dnsop-dns-rpz): a resolver gives no answer that leads to a listed address.

A record lives as long as its entry, an hour at the most, so what a resolver has kept is soon gone.
"""

from collections.abc import Mapping
from ipaddress import IPv4Network
from typing import Final

from noroshi.clock import HOUR, SECOND, iso
from noroshi.organisations.networks import Network
from noroshi.sharing.blocking import Listing
from noroshi.sharing.formats.format import Terms

HEAD: Final = "$TTL 300\n@ SOA localhost. root.localhost. {serial} 300 60 604800 60\n@ NS localhost.\n"


def write(told: Listing, terms: Terms) -> Mapping[str, bytes]:
    """Write a zone; without an entry it has its head alone."""
    zone = HEAD.format(serial=terms.now // SECOND % (1 << 32)) + "".join(
        f"{owner(each.network)}.rpz-ip {min(each.until - terms.now, HOUR) // SECOND} CNAME . ; until {iso(each.until)}\n"
        for each in told.entries
    )
    return {"noroshi.rpz": zone.encode()}


def owner(network: Network) -> str:
    """Write a prefix as the zone's names do: its length, then the address from its end; `zz` stands for "::".

    Examples
    --------
    >>> from ipaddress import ip_network
    >>> owner(ip_network("192.0.2.66/32")), owner(ip_network("2001:db8::1/128"))
    ('32.66.2.0.192', '128.1.zz.db8.2001')
    """
    address = str(network.network_address)
    if isinstance(network, IPv4Network):
        words = address.split(".")
    else:
        head, gap, tail = address.partition("::")
        words = [*filter(None, head.split(":")), *(["zz"] if gap else []), *filter(None, tail.split(":"))]
    return ".".join((str(network.prefixlen), *reversed(words)))
