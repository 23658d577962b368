"""`noroshi blocklists report`: mail to those who answer for what is blocked."""

from pathlib import Path

from msgspec import Struct

from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.phrases import counted
from noroshi.cli.saving import save_all
from noroshi.organisations.rdap import AbuseContacts
from noroshi.records.abuse_mail import abuse_mail_record

app = command(
    "report",
    "noroshi blocklists report B-3K9XT --out mails/",
    "noroshi blocklists report B-3K9XT --rdap answers/ --out mails/",
)


class Reported(Struct, frozen=True):
    """Abuse mail that was written."""

    block_list: str
    """The block-list's id."""
    left_out: dict[str, int]
    """About how many findings nobody is written to, by reason."""
    unusable: dict[str, int]
    """How many RDAP answers gave no contact, by reason."""
    files: list[str]
    """Where the messages are."""


OUTPUTS = (Reported,)


@app.default
def report(block_list: str, /, *, out: Path, rdap: Path | None = None, here: Here = EVERYWHERE) -> None:
    """Write abuse mail about a released block-list, for a person to send.

    It is addressed to whom the network's registration names for abuse, as RDAP answers in files have it: nobody is asked. What a partner
    told is reported only where it is marked clear, and of this centre's alerts what is amber at the most. Nothing is sent.

    Parameters
    ----------
    block_list
        Its id, in capitals or not.
    out
        A folder, which is made if there is none; files of the same names are replaced.
    rdap
        A folder with an answer of RDAP a file, or a file with one a line; else that of the settings, `[blocking] rdap`.
    """
    from noroshi.app.blocking import BlockLists, rdap_of  # noqa: PLC0415  # half a second that a help page does not need

    with here.application() as application:
        contacts = AbuseContacts.read(rdap or rdap_of(application))
        mail = BlockLists(application).abuse_mail(block_list, contacts)
    files = save_all(out, mail.files)
    written = abuse_mail_record(mail, contacts.skips)
    screen = here.screen()
    screen.record(Reported(block_list.upper(), written.left_out, written.unusable, files))
    left = ", ".join(f"{count:,} {why}" for why, count in written.left_out.items())
    screen.line(f"{counted(len(files), 'message')} in {out}; nobody is written to about: {left or 'none'}.")
