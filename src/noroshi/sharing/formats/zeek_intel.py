"""An intelligence file for Zeek's Intel framework: tabs, a line of `#fields`, addresses and subnets."""

from collections.abc import Mapping

from noroshi.clock import iso
from noroshi.sharing.blocking import Listing
from noroshi.sharing.formats.format import Terms
from noroshi.sharing.formats.words import word

FIELDS = ("indicator", "indicator_type", "meta.source", "meta.desc")


def write(told: Listing, terms: Terms) -> Mapping[str, bytes]:
    """Write an item each; Zeek takes nothing off by itself, so the description says until when it holds."""
    lines = ["#fields\t" + "\t".join(FIELDS)]
    for entry in told.entries:
        kind = "Intel::ADDR" if entry.network.num_addresses == 1 else "Intel::SUBNET"
        described = f"{word(entry.reason)} until {iso(entry.until)}"
        lines.append("\t".join((entry.text, kind, word(terms.centre.name) or "-", described)))
    return {"noroshi.intel": ("\n".join(lines) + "\n").encode()}
