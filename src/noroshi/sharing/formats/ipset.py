"""Sets for `ipset restore`, whose entries go by themselves when their time is over."""

from collections.abc import Mapping
from typing import Final

from noroshi.clock import SECOND
from noroshi.sharing.blocking import Listing
from noroshi.sharing.formats.format import Terms

LONGEST: Final = 2_147_483
"""Seconds: the largest timeout that ipset takes (its manual)."""

MOST: Final = 1 << 20
"""Entries of a set; ipset's own default is 65,536."""

FAMILIES: Final = {4: "inet", 6: "inet6"}


def write(told: Listing, terms: Terms) -> Mapping[str, bytes]:
    """Write what fills two sets anew; without an entry they are empty."""
    lines = []
    for version, family in FAMILIES.items():
        name = f"noroshi-ipv{version}"
        lines += [f"create {name} hash:net family {family} timeout 0 maxelem {MOST} -exist", f"flush {name}"]
        lines += [
            f"add {name} {each.network} timeout {min(max((each.until - terms.now) // SECOND, 1), LONGEST)} -exist"
            for each in told.of(version)
        ]
    return {"noroshi.ipset": ("\n".join(lines) + "\n").encode()}
