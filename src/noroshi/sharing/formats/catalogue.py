"""Every format, and the one door by which findings are written or read in any of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from noroshi.errors import UsageError
from noroshi.sharing.allowing.allowed import Allowed
from noroshi.sharing.blocking import Listing, listing
from noroshi.sharing.centre import Centre
from noroshi.sharing.finding import Finding
from noroshi.sharing.formats import (
    blocklist,
    csv_lines,
    flowspec,
    intelmq,
    ipset,
    json_lines,
    misp,
    misp_reading,
    nftables,
    rpz,
    shadowserver,
    stix_bundle,
    suricata,
    xarf,
    xarf_reading,
    zeek_intel,
)
from noroshi.sharing.formats.format import Format, Input, ListWriter, Output, Terms

NDJSON: Final = "application/x-ndjson"


def _acts(name: str, sentence: str, suffix: str, lists: ListWriter) -> Format:
    """Declare a format on which machines act without asking anybody."""

    def write_listed(findings: Sequence[Finding], terms: Terms) -> Output:
        told = listing(findings, terms.now, terms.allowed, terms.lifetime)
        return Output(lists(told, terms), told.left_out)

    return Format(name, sentence, "text/plain", suffix, write_listed, lists=lists)


FORMATS: Final[Mapping[str, Format]] = {
    each.name: each
    for each in (
        Format(
            "stix",
            "STIX 2.1, a bundle.",
            "application/stix+json;version=2.1",
            ".json",
            stix_bundle.write,
            stix_bundle.read,
        ),
        Format("json", "JSON, a line a finding.", NDJSON, ".jsonl", json_lines.write, json_lines.read),
        Format(
            "csv",
            "CSV for a spreadsheet, a line a finding.",
            "text/csv",
            ".csv",
            csv_lines.write,
            csv_lines.read,
        ),
        Format("intelmq", "Events of IntelMQ, a line each.", NDJSON, ".jsonl", intelmq.write),
        Format(
            "misp",
            "A feed that MISP and PyMISP load.",
            "application/json",
            ".json",
            misp.write,
            misp_reading.read,
        ),
        Format(
            "shadowserver-darknet",
            "Who sends to dark addresses, in Shadowserver's columns.",
            "text/csv",
            ".csv",
            shadowserver.write_darknet,
            shadowserver.read_darknet,
        ),
        Format(
            "shadowserver-ddos",
            "Who is attacked, in Shadowserver's columns.",
            "text/csv",
            ".csv",
            shadowserver.write_ddos,
            shadowserver.read_ddos,
        ),
        Format(
            "xarf", "Abuse reports in XARF 4.", "application/json", ".json", xarf.write, xarf_reading.read
        ),
        _acts("zeek-intel", "An intelligence file for Zeek.", ".intel", zeek_intel.write),
        _acts("suricata", "Rules and a dataset for Suricata.", ".rules", suricata.write),
        _acts("blocklist", "Addresses and prefixes, a line each.", ".txt", blocklist.write_plain),
        _acts("cidr", "Prefixes with their length, a line each.", ".cidr", blocklist.write_cidr),
        _acts("rpz", "A response policy zone for resolvers.", ".rpz", rpz.write),
        _acts("nftables", "A table for nftables.", ".nft", nftables.write),
        _acts("ipset", "Sets for ipset.", ".ipset", ipset.write),
        _acts("flowspec", "BGP flow specifications for ExaBGP.", ".conf", flowspec.write),
    )
}
"""Name -> format."""

LIST_FILES: Final[Mapping[str, Format]] = {
    file: each
    for each in FORMATS.values()
    if each.lists
    for file in each.lists(Listing(()), Terms(Centre(""), 0, Allowed()))
}
"""The name of each file of a block-list -> its format."""


def write(findings: Sequence[Finding], name: str, terms: Terms) -> Output:
    """Write findings in a format; what they say, and nothing else.

    Raises
    ------
    UsageError
        If there is no such format, or it needs something of the centre that is not there.
    """
    return named(name).write(findings, terms)


def write_file(file: str, told: Listing, terms: Terms) -> bytes:
    """Write one of the files of a block-list.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    found = LIST_FILES.get(file)
    if found is None or found.lists is None:
        raise UsageError(f"no block-list has a file {file}", hint=f"There are: {', '.join(LIST_FILES)}.")
    return found.lists(told, terms)[file]


def read(data: bytes, name: str) -> Input:
    """Read findings in a format; what cannot be read is counted by reason.

    Raises
    ------
    UsageError
        If there is no such format, or it is not read.
    """
    reader = named(name).read
    if reader is None:
        readable = ", ".join(sorted(each.name for each in FORMATS.values() if each.read))
        raise UsageError(f"{name} is only written", hint=f"These can be read: {readable}.")
    return reader(data)


def named(name: str) -> Format:
    """Find a format.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if name not in FORMATS:
        raise UsageError(f"there is no format {name}", hint=f"There are: {', '.join(FORMATS)}.")
    return FORMATS[name]
