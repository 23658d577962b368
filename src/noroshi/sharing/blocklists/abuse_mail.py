"""Abuse mail about what stands on a released block-list: to whom its network says that abuse is reported.

The form is that of RFC 5965, with a sentence for people, a part for machines, and the report in XARF. A person sends it, or has the
centre send it (`noroshi.sharing.blocklists.reporting`). It is not signed: abuse desks sort their mail by machines, which look for
multipart/report at the top (RFC 5965, 2), where a signed mail has multipart/signed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from enum import StrEnum
from typing import Final, NamedTuple

from noroshi.clock import SECOND, iso
from noroshi.organisations.model import Marking
from noroshi.organisations.rdap import AbuseContacts
from noroshi.sharing.blocklists.grounds import Ground
from noroshi.sharing.centre import Centre
from noroshi.sharing.finding import Finding
from noroshi.sharing.formats import xarf
from noroshi.sharing.formats.format import Terms
from noroshi.sharing.marks import UNMARKED, Mark

AGENT: Final = "Noroshi"


class Unreported(StrEnum):
    """Why nobody is written to about an entry."""

    NO_CONTACT = "no-contact"
    """No RDAP answer names a mailbox for its network."""
    NOT_CLEARED = "not-cleared"
    """It is marked above what its network's own abuse desk may know; of what a partner has told that is anything but clear."""
    NO_REPORT = "no-report"
    """XARF has no place for it: no port is told, say."""


class Report(NamedTuple):
    """A message to one abuse desk, about one finding."""

    id: str
    """The id of the report in it, with which its Message-ID and the name of its file begin; another version of the finding has another."""
    finding: str
    """The finding's id."""
    mailbox: str
    """The abuse desk's."""
    content: bytes


class Mail(NamedTuple):
    """Abuse mail."""

    reports: tuple[Report, ...]
    left_out: Mapping[Unreported, int]

    @property
    def files(self) -> Mapping[str, bytes]:
        """Give name -> a message."""
        return {f"{each.id}.eml": each.content for each in self.reports}


def write(
    grounds: Sequence[Ground],
    marks: Mapping[str, Mark],
    contacts: AbuseContacts,
    terms: Terms,
    sender: str = "",
) -> Mail:
    """Write a message for each finding.

    Parameters
    ----------
    grounds
        Of entries that may be listed now.
    marks
        Of alerts, by id.
    sender
        The mailbox that it comes from; empty for the one that answers reach the centre at, as a person sends it. The centre's mail server
        takes mail from the former, and receivers hold a From of another domain for forged (DMARC, RFC 7489); answers go to the latter.

    Raises
    ------
    UsageError
        If the centre has no mailbox for answers.
    """
    found: dict[str, Report] = {}
    left_out: Counter[Unreported] = Counter()
    for ground in grounds:
        finding = ground.finding
        contact = contacts.of(finding.subject) if finding.subject_kind == "address" else ""
        if not _is_cleared(ground, marks, terms.now):
            left_out[Unreported.NOT_CLEARED] += 1
        elif not contact:
            left_out[Unreported.NO_CONTACT] += 1
        elif not (reports := xarf.write([finding], terms).files):
            left_out[Unreported.NO_REPORT] += 1
        else:
            [(name, report)] = reports.items()
            identity = name.removesuffix(".json")
            content = _message(finding, contact, identity, report, terms.centre, terms.now, sender)
            found[identity] = Report(identity, finding.id, contact, content)
    return Mail(tuple(found.values()), left_out)


def _is_cleared(ground: Ground, marks: Mapping[str, Mark], now: int) -> bool:
    """Tell whether a network's own abuse desk may know: it holds the address, as far as anybody knows, but is nobody of ours."""
    if ground.partner:
        return ground.finding.marking is Marking.CLEAR
    mark = marks.get(ground.alert, UNMARKED)
    is_free = not mark.group and (mark.embargo is None or mark.embargo <= now) and not mark.fields
    return is_free and Marking.AMBER.admits(mark.marking)


def _message(
    finding: Finding, contact: str, identity: str, report: bytes, centre: Centre, now: int, sender: str
) -> bytes:
    message = MIMEMultipart("report")
    message.set_param("report-type", "feedback-report")
    message["From"] = formataddr((" ".join(centre.name.split()), sender)) if sender else centre.contact
    message["To"] = contact
    if sender:
        message["Reply-To"] = centre.contact
    message["Subject"] = f"Abuse report: {finding.subject} ({finding.classification.type})"
    message["Date"] = format_datetime(datetime.fromtimestamp(now // SECOND, UTC))
    message["Message-ID"] = f"<{identity}@{centre.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.attach(
        MIMEText(
            f"{finding.subject} was seen from {iso(finding.first)} to {iso(finding.last)}: {finding.classification.type}.\n"
            "The registration of its network names this mailbox for abuse.\n\n"
            f"The report is attached in XARF 4. Answers reach us at {centre.contact}.\n",
            "plain",
            "us-ascii",
        )
    )
    machine = MIMENonMultipart("message", "feedback-report")
    machine.set_payload(
        f"Feedback-Type: xarf\nUser-Agent: {AGENT}\nVersion: 1\nSource-IP: {finding.subject}\n"
    )
    message.attach(machine)
    attached = MIMEApplication(report, "json", name="xarf.json")
    attached["Content-Disposition"] = 'attachment; filename="xarf.json"'
    message.attach(attached)
    return message.as_bytes()
