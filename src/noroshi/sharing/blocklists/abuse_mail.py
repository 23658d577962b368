"""Abuse mail about what stands on a released block-list: to whom its network says that abuse is reported.

It is written and not sent: what leaves to strangers is sent by a person. The form is that of RFC 5965, with a sentence for people, a
part for machines, and the report in XARF.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from enum import StrEnum
from typing import Final, NamedTuple

from noroshi.clock import SECOND, iso
from noroshi.organisations.model import Marking
from noroshi.organisations.rdap import AbuseContacts
from noroshi.sharing.blocklists.grounds import Ground
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


class Mail(NamedTuple):
    """Abuse mail, as files."""

    files: Mapping[str, bytes]
    """Name -> a message."""
    left_out: Mapping[Unreported, int]


def write(
    grounds: Sequence[Ground], marks: Mapping[str, Mark], contacts: AbuseContacts, terms: Terms
) -> Mail:
    """Write a message for each finding.

    Parameters
    ----------
    grounds
        Of entries that may be listed now.
    marks
        Of alerts, by id.

    Raises
    ------
    UsageError
        If the centre has no mailbox for answers.
    """
    files: dict[str, bytes] = {}
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
            files[f"{identity}.eml"] = _message(finding, contact, identity, report, terms)
    return Mail(files, left_out)


def _is_cleared(ground: Ground, marks: Mapping[str, Mark], now: int) -> bool:
    """Tell whether a network's own abuse desk may know: it holds the address, as far as anybody knows, but is nobody of ours."""
    if ground.partner:
        return ground.finding.marking is Marking.CLEAR
    mark = marks.get(ground.alert, UNMARKED)
    is_free = not mark.group and (mark.embargo is None or mark.embargo <= now) and not mark.fields
    return is_free and Marking.AMBER.admits(mark.marking)


def _message(finding: Finding, contact: str, identity: str, report: bytes, terms: Terms) -> bytes:
    centre = terms.centre
    message = MIMEMultipart("report")
    message.set_param("report-type", "feedback-report")
    message["From"], message["To"] = centre.contact, contact
    message["Subject"] = f"Abuse report: {finding.subject} ({finding.classification.type})"
    message["Date"] = format_datetime(datetime.fromtimestamp(terms.now // SECOND, UTC))
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
