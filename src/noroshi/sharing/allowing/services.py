"""Servers that everybody asks: who blocks one of them cuts off themselves."""

from collections.abc import Mapping
from ipaddress import ip_network
from typing import Final

from noroshi.organisations.networks import Network

_ADDRESSES: Final[Mapping[str, str]] = {
    "root server a": "198.41.0.4 2001:503:ba3e::2:30",
    "root server b": "170.247.170.2 2801:1b8:10::b 199.9.14.201 2001:500:200::b",
    "root server c": "192.33.4.12 2001:500:2::c",
    "root server d": "199.7.91.13 2001:500:2d::d",
    "root server e": "192.203.230.10 2001:500:a8::e",
    "root server f": "192.5.5.241 2001:500:2f::f",
    "root server g": "192.112.36.4 2001:500:12::d0d",
    "root server h": "198.97.190.53 2001:500:1::53",
    "root server i": "192.36.148.17 2001:7fe::53",
    "root server j": "192.58.128.30 2001:503:c27::2:30",
    "root server k": "193.0.14.129 2001:7fd::1",
    "root server l": "199.7.83.42 2001:500:9f::42",
    "root server m": "202.12.27.33 2001:dc3::35",
    "Google Public DNS": "8.8.8.8 8.8.4.4 2001:4860:4860::8888 2001:4860:4860::8844",
    "Cloudflare": "1.1.1.1 1.0.0.1 2606:4700:4700::1111 2606:4700:4700::1001",
    "Quad9": "9.9.9.9 149.112.112.112 2620:fe::fe 2620:fe::9",
    "OpenDNS": "208.67.222.222 208.67.220.220 2620:119:35::35 2620:119:53::53",
    "AdGuard": "94.140.14.14 94.140.15.15 2a10:50c0::ad1:ff 2a10:50c0::ad2:ff",
    "CleanBrowsing": "185.228.168.9 185.228.169.9 2a0d:2a00:1::2 2a0d:2a00:2::2",
    "DNS4EU": "86.54.11.100 86.54.11.200",
    "Yandex": "77.88.8.8 77.88.8.1 2a02:6b8::feed:0ff 2a02:6b8:0:1::feed:0ff",
    "AliDNS": "223.5.5.5 223.6.6.6 2400:3200::1 2400:3200:baba::1",
    "DNSPod": "119.29.29.29",
    "114DNS": "114.114.114.114 114.114.115.115",
    "Lumen": "4.2.2.1 4.2.2.2",
}
"""The root servers as IANA's root hints have them, and B's addresses before November 2023, which still answer; and resolvers
that are open to everybody, as their operators publish them."""

SERVICES: Final[tuple[tuple[Network, str], ...]] = tuple(
    (ip_network(address), name) for name, addresses in _ADDRESSES.items() for address in addresses.split()
)
"""Each with its name."""
