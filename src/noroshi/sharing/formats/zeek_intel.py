"""An intelligence file for Zeek's Intel framework: tabs, a line of `#fields`, addresses and subnets."""

from collections.abc import Sequence

from noroshi.clock import iso
from noroshi.sharing.finding import Finding
from noroshi.sharing.formats.format import Output, Terms, listed
from noroshi.sharing.formats.words import word

FIELDS = ("indicator", "indicator_type", "meta.source", "meta.desc")


def write(findings: Sequence[Finding], terms: Terms) -> Output:
    """Write an item each; Zeek takes nothing off by itself, so the description says until when it holds."""
    told = listed(findings, terms)
    lines = ["#fields\t" + "\t".join(FIELDS)]
    for entry in told.entries:
        kind = "Intel::ADDR" if entry.network.num_addresses == 1 else "Intel::SUBNET"
        described = f"{word(entry.reason)} until {iso(entry.until)}"
        lines.append("\t".join((entry.text, kind, word(terms.centre.name) or "-", described)))
    return Output({"noroshi.intel": ("\n".join(lines) + "\n").encode()}, told.left_out)
