"""BGP flow specifications (RFC 8955, RFC 8956) for a route server, as a `flow` section of ExaBGP's configuration.

ExaBGP, because its routes stand in one file that a program may write, and it checks that before it speaks; BIRD's would be part of
a protocol of the router's own. A route has no end, so each says in its name when it is to be withdrawn.
"""

from collections.abc import Mapping
from typing import Final

from noroshi.clock import SECOND, iso
from noroshi.sharing.blocking import Entry, Listing
from noroshi.sharing.formats.format import Terms

ROUTE: Final = """\
	route {name} {{
		match {{
			source {source};
		}}
		then {{
			discard;
		}}
	}}
"""


def write(told: Listing, terms: Terms) -> Mapping[str, bytes]:
    """Write a section with a route each; without an entry it is empty."""
    routes = "".join(
        ROUTE.format(name=f"noroshi-{number}-until-{each.until // SECOND}", source=_source(each))
        for number, each in enumerate(told.entries, 1)
    )
    text = f"# Written {iso(terms.now)}; names end with the second since 1970 at which a route is to be withdrawn.\nflow {{\n{routes}}}\n"
    return {"noroshi.flowspec.conf": text.encode()}


def _source(entry: Entry) -> str:
    """Write a prefix; of IPv6 with the bit at which it begins, as RFC 8956 has it."""
    return f"{entry.network}/0" if entry.network.version == 6 else str(entry.network)
