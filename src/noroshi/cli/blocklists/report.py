"""`noroshi blocklists report`: mail to those who answer for what is blocked."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from noroshi.cli.colours import ASIDE, NAME, WARNING
from noroshi.cli.here import EVERYWHERE, Here, command, who
from noroshi.cli.phrases import counted
from noroshi.cli.saving import save_all
from noroshi.cli.screen import Coloured, Screen
from noroshi.errors import DeliveryError, UsageError
from noroshi.organisations.rdap import AbuseContacts
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.records.abuse_mail import AbuseMailSent, abuse_mail_record, abuse_mail_sent

if TYPE_CHECKING:
    from noroshi.app import Application

app = command(
    "report",
    "noroshi blocklists report B-3K9XT --out mails/",
    "noroshi blocklists report B-3K9XT --rdap answers/ --send",
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


OUTPUTS = (Reported, AbuseMailSent)


@app.default
def report(
    block_list: str,
    /,
    *,
    out: Path | None = None,
    send: bool = False,
    rdap: Path | None = None,
    here: Here = EVERYWHERE,
) -> None:
    """Write abuse mail about a released block-list, for a person to send, or send it.

    It is addressed to whom the network's registration names for abuse, as RDAP answers in files have it: nobody is asked. What a partner
    told is reported only where it is marked clear, and of this centre's alerts what is amber at the most.

    Parameters
    ----------
    block_list
        Its id, in capitals or not.
    out
        Write it into a folder, which is made if there is none; files of the same names are replaced.
    send
        Send what has not gone yet, through the mail server of the settings, at most as many to a mailbox as a contact gets at once. What that
        server does not take ends with code 8, and goes when you send again.
    rdap
        A folder with an answer of RDAP a file, or a file with one a line; else that of the settings, `[blocking] rdap`.
    """
    from noroshi.app.blocking import rdap_of  # noqa: PLC0415  # half a second that a help page does not need

    if out is None and not send:
        raise UsageError(
            "say where to write the mail, or that it is to be sent", hint="Give --out FOLDER, or --send."
        )
    screen = here.screen()
    with here.application() as application:
        contacts = AbuseContacts.read(rdap or rdap_of(application))
        if out is not None:
            _write(screen, application, block_list, contacts, out)
        if send:
            _send(screen, application, block_list, contacts)


def _write(
    screen: Screen, application: "Application", block_list: str, contacts: AbuseContacts, out: Path
) -> None:
    from noroshi.app.blocking import BlockLists  # noqa: PLC0415  # as above

    mail = BlockLists(application).abuse_mail(block_list, contacts)
    files = save_all(out, mail.files)
    written = abuse_mail_record(mail, contacts.skips)
    screen.record(Reported(block_list.upper(), written.left_out, written.unusable, files))
    screen.line(
        f"{counted(len(files), 'message')} in {out}; nobody is written to about: {_listed(written.left_out)}."
    )


def _send(screen: Screen, application: "Application", block_list: str, contacts: AbuseContacts) -> None:
    from noroshi.app.abuse_reporting import AbuseReporting  # noqa: PLC0415  # as above
    from noroshi.app.blocking import BlockLists  # noqa: PLC0415  # as above

    reporting = AbuseReporting(application, BlockLists(application), By(who(""), Via.COMMAND))
    sent = reporting.send(block_list, contacts)
    told = abuse_mail_sent(block_list, sent.went, sent.left_out, contacts.skips)
    screen.record(told)
    screen.line(
        Coloured(told.block_list, NAME),
        f"  {counted(told.sent, 'message')} sent, {told.earlier:,} sent earlier; left for later: {_listed(told.later)};",
        f" nobody is written to about: {_listed(told.left_out)}.",
    )
    for each in told.failed:
        again = "may go later" if each.again else "refused for good"
        screen.line(
            Coloured("not sent ", WARNING),
            f"to {each.mailbox}: {each.why}; ",
            Coloured(f"{again}, {each.report}", ASIDE),
            indent=2,
        )
    if told.failed:
        raise DeliveryError(
            f"{counted(len(told.failed), 'message')} not sent",
            retry=any(each.again for each in told.failed),
            hint="Send again: what has gone is not sent twice.",
        )


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {why}" for why, count in counts.items()) or "none"
