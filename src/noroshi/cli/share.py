"""`noroshi share`: what a partner may know, in a format that their tools read."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from msgspec import Struct

from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.cli.phrases import counted
from noroshi.cli.saving import save_all
from noroshi.cli.times import read_span

app = command(
    "share",
    "noroshi share stix --to cert-abroad --out for-cert-abroad",
    "noroshi share misp --to cert-abroad --out feed --since 30d",
    "noroshi share nftables --out /etc/nftables.d",
)


class Shared(Struct, frozen=True):
    """What was written for a partner."""

    format: str
    """Its name."""
    to: str
    """The partner's id; empty for the centre itself."""
    findings: int
    """How many they may know of."""
    left_out: dict[str, int]
    """How many of them the format has not, by reason."""
    files: list[str]
    """Where they are."""


OUTPUTS = (Shared,)


@app.default
def share(
    format_: str,
    /,
    *,
    to: str = "",
    out: Path,
    since: Annotated[str, Parameter(show_default=True)] = "7d",
    here: Here = EVERYWHERE,
) -> None:
    """Write what a partner may know, in a format that their tools read.

    It is decided, redacted and written down in the audit as for partners that ask over TAXII. Lists on which machines act, such
    as those for firewalls, have what stands on block-lists that a person has released (`noroshi blocklists`), and nothing else.

    Parameters
    ----------
    format_
        stix, json, csv, intelmq, misp, shadowserver-darknet, shadowserver-ddos or xarf; or a block-list: zeek-intel, suricata,
        blocklist, cidr, rpz, nftables, ipset or flowspec.
    to
        The partner, by its id; a block-list may be for the centre itself: leave it out.
    out
        A folder, which is made if there is none; files of the same names are replaced.
    since
        Of alerts that were last seen so long ago at the most; a block-list's entries have ends of their own.
    """
    from noroshi.app.blocking import BlockLists  # noqa: PLC0415  # half a second that a help page does not need
    from noroshi.app.telling import tell  # noqa: PLC0415  # as above

    span = read_span(since)
    with here.application() as application:
        told = tell(application, BlockLists(application), format_, to, span, doer())
    files = save_all(out, told.output.files)
    left_out = {why.value: count for why, count in told.output.left_out.items()}
    screen = here.screen()
    screen.record(Shared(format_, to, told.findings, left_out, files))
    left = sum(left_out.values())
    screen.line(
        f"{counted(told.findings - left, 'finding')} for {to or 'this centre'} in {out}, {left} left out."
    )
