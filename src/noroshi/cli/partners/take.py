"""`noroshi partners take`: what a partner hands over in files."""

from pathlib import Path

from noroshi.cli.colours import NAME
from noroshi.cli.here import EVERYWHERE, Here, command, who
from noroshi.cli.phrases import counted
from noroshi.cli.screen import Coloured
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.records.partners import PartnerTaken

app = command(
    "take",
    "noroshi partners take cert-abroad misp feed/",
    "noroshi partners take provider xarf reports/ --json",
)

OUTPUTS = (PartnerTaken,)


@app.default
def take(partner: str, format_: str, path: Path, /, *, by: str = "", here: Here = EVERYWHERE) -> None:
    """Take what a partner hands over in files, as its word.

    It is believed as far as what comes over TAXII: `noroshi serve` makes alerts of what concerns members, and block-lists can be made
    of it. The same file taken again changes nothing.

    Parameters
    ----------
    partner
        The organisation's id.
    format_
        misp, xarf, stix, json, csv, shadowserver-darknet or shadowserver-ddos.
    path
        A file; or a folder: of misp a feed with its manifest, else all files in it.
    by
        Who says so; else your login name.
    """
    from noroshi.app.handing import contents_of, hand  # noqa: PLC0415  # half a second that a help page does not need

    with here.application() as centre:
        by_whom = By(who(by), Via.COMMAND)
        handed = hand(centre, partner, format_, contents_of(format_, path), path.name, by_whom)
    screen = here.screen()
    screen.record(PartnerTaken(partner, *handed))
    left = ", ".join(f"{number:,} {why}" for why, number in sorted(handed.skips.items()))
    screen.line(
        Coloured(partner, NAME),
        f"  {counted(handed.findings, 'finding')}, {counted(handed.new, 'new object')}; not read: {left or 'none'}",
    )
