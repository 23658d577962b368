"""A table of nftables with two sets whose elements go by themselves when their time is over; it drops what they send."""

from collections.abc import Mapping
from typing import Final

from noroshi.clock import SECOND, iso
from noroshi.sharing.blocking import Listing
from noroshi.sharing.formats.format import Terms

TABLE: Final = """\
#!/usr/sbin/nft -f
# Written {now}. It replaces what was written before: the table is made, emptied, and made again.
add table inet noroshi
delete table inet noroshi
table inet noroshi {{
{ipv4}{ipv6}	chain incoming {{
		type filter hook prerouting priority -150; policy accept;
		ip saddr @ipv4 counter drop
		ip6 saddr @ipv6 counter drop
	}}
}}
"""


def write(told: Listing, terms: Terms) -> Mapping[str, bytes]:
    """Write the table; without an entry its sets are empty."""
    text = TABLE.format(now=iso(terms.now), ipv4=_set(told, 4, terms.now), ipv6=_set(told, 6, terms.now))
    return {"noroshi.nft": text.encode()}


def _set(told: Listing, version: int, now: int) -> str:
    elements = ",\n".join(
        f"\t\t\t{each.text} timeout {max((each.until - now) // SECOND, 1)}s" for each in told.of(version)
    )
    inside = f"\t\telements = {{\n{elements}\n\t\t}}\n" if elements else ""
    return f"\tset ipv{version} {{\n\t\ttype ipv{version}_addr\n\t\tflags interval, timeout\n{inside}\t}}\n"
