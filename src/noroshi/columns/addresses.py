"""Internet addresses as two 64-bit words.

An IPv4 address a.b.c.d is written as the IPv4-mapped ::ffff:a.b.c.d (RFC 4291,
section 2.5.5.2), so that one table serves both families.
"""

import ipaddress
from contextlib import suppress
from socket import AF_INET, inet_ntoa, inet_pton

MAPPED = 0xFFFF_0000_0000
"""Upper half of the low word of an IPv4-mapped address."""

WORD = 0xFFFF_FFFF_FFFF_FFFF
"""All ones in one word."""


def address_text(hi: int, lo: int) -> str:
    """Write an address as people do.

    Examples
    --------
    >>> address_text(0, 0xFFFF_C000_0201)
    '192.0.2.1'
    >>> address_text(0x2001_0DB8_0000_0000, 1)
    '2001:db8::1'
    """
    hi, lo = int(hi), int(lo)
    if hi == 0 and lo >> 32 == 0xFFFF:  # by the C library: 0.3 µs instead of 2, nine times an alert
        return inet_ntoa((lo & 0xFFFF_FFFF).to_bytes(4))
    return str(ipaddress.IPv6Address(hi << 64 | lo))


def prefix_text(hi: int, lo: int, length: int) -> str:
    """Write a prefix as people do; `length` counts bits of the 128-bit form.

    Examples
    --------
    >>> prefix_text(0, 0xFFFF_C000_0200, 120)
    '192.0.2.0/24'
    >>> prefix_text(0x2001_0DB8_0000_0000, 0, 32)
    '2001:db8::/32'
    """
    is_ipv4 = int(hi) == 0 and int(lo) >> 32 == 0xFFFF and length >= 96
    return f"{address_text(hi, lo)}/{length - 96 if is_ipv4 else length}"


def address_words(text: str) -> tuple[int, int]:
    """Read an address into its two words.

    Raises
    ------
    ValueError
        If the text is not an IPv4 or IPv6 address.

    Examples
    --------
    >>> address_words("192.0.2.1") == (0, 0xFFFF_C000_0201)
    True
    """
    with suppress(OSError):  # by the C library: 1 µs instead of 4
        return 0, MAPPED | int.from_bytes(inet_pton(AF_INET, text))
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv4Address):
        return 0, MAPPED | int(address)
    return int(address) >> 64, int(address) & WORD
