"""Patterns that say no more than which addresses: the only ones that are read.

A pattern with conditions in time, or about anything else than addresses, would be half understood; it is left.
"""

import re
from ipaddress import ip_address
from typing import Final, NamedTuple

from noroshi.organisations.networks import network

LONGEST: Final = 20_000
"""Letters."""

MOST: Final = 500
"""Comparisons of one pattern."""

_COMPARISON: Final = re.compile(r"(ipv4|ipv6)-addr:value\s{0,9}(=|ISSUBSET)\s{0,9}'([0-9A-Fa-f.:/]{2,50})'")
_BETWEEN: Final = re.compile(r"\s{0,9}\]?\s{0,9}\bOR\b\s{0,9}\[?\s{0,9}")


class Named(NamedTuple):
    """What a pattern names."""

    kind: str
    """A subject kind: "address" or "prefix"."""
    value: str
    """In the form that Noroshi writes."""


def named_by(pattern: str) -> tuple[Named, ...]:
    """Give the addresses and prefixes of a simple pattern; nothing if it is not simple.

    Examples
    --------
    >>> [each.value for each in named_by("[ipv4-addr:value = '198.51.100.3' OR ipv6-addr:value ISSUBSET '2001:DB8::/32']")]
    ['198.51.100.3', '2001:db8::/32']
    >>> named_by("[ipv4-addr:value = '198.51.100.3'] FOLLOWEDBY [url:value = 'a']")
    ()
    """
    text = pattern.strip()
    if len(text) > LONGEST or not (text.startswith("[") and text.endswith("]")):
        return ()
    found: list[Named] = []
    at, end = 1, len(text) - 1
    while len(found) < MOST:
        at += len(text[at : at + 10]) - len(text[at : at + 10].lstrip())
        comparison = _COMPARISON.match(text, at, end)
        named = value(comparison[3]) if comparison else None
        if comparison is None or named is None:
            return ()
        found.append(named)
        if not text[comparison.end() : end].strip():
            return tuple(found)
        between = _BETWEEN.match(text, comparison.end(), end)
        if between is None or between[0].count("[") != between[0].count("]"):
            return ()
        at = between.end()
    return ()


def value(text: str) -> Named | None:
    """Read the value of an address object: an address, or a prefix; None if it is neither."""
    address, _, length = text.partition("/")
    try:
        if not length:
            return Named("address", str(ip_address(address)))
        read = network(text)
    except ValueError:
        return None
    return (
        Named("address", str(read.network_address))
        if read.prefixlen == read.max_prefixlen
        else Named("prefix", str(read))
    )
