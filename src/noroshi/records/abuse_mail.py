"""Abuse mail as programs get it."""

from collections.abc import Mapping

from msgspec import Struct

from noroshi.organisations.rdap import Unusable
from noroshi.records.files import FileRecord, file_records
from noroshi.sharing.blocklists.abuse_mail import Mail


class AbuseMailRecord(Struct, frozen=True):
    """Abuse mail that was written, and not sent."""

    left_out: dict[str, int]
    """About how many findings nobody is written to, by reason."""
    unusable: dict[str, int]
    """How many RDAP answers gave no contact, by reason."""
    files: tuple[FileRecord, ...]
    """A message each."""


def abuse_mail_record(mail: Mail, unusable: Mapping[Unusable, int]) -> AbuseMailRecord:
    """Give mail as programs are given it."""
    return AbuseMailRecord(
        left_out={why.value: count for why, count in sorted(mail.left_out.items())},
        unusable={why.value: count for why, count in sorted(unusable.items())},
        files=file_records(mail.files),
    )
