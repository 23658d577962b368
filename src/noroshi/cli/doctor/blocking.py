"""Block-lists: what no list ever has can be read, and to whom abuse is reported."""

from collections.abc import Callable, Sequence
from pathlib import Path

from noroshi.cli.doctor.ages import age
from noroshi.cli.doctor.finding import Findings, Patient, broken, fine, warning
from noroshi.cli.phrases import counted
from noroshi.delivery.channels.mail_server import MAILBOX
from noroshi.errors import NoroshiError
from noroshi.organisations.rdap import AbuseContacts
from noroshi.sharing.allowing.allowed import Allowance
from noroshi.sharing.allowing.warning_lists import read_warning_lists
from noroshi.sharing.allowing.written import read_written


def blocking(patient: Patient) -> Findings:
    """Look whether the files that [blocking] names can be read, and how old they are."""
    section = patient.config.blocking
    if section.allow:
        yield from _read(read_written, Path(section.allow).expanduser())
    for each in section.warning_lists:
        path = Path(each).expanduser()
        yield from _read(read_warning_lists, path)
        yield from age(path, patient.now)
    if section.rdap:
        path = Path(section.rdap).expanduser()
        yield from _contacts(path)
        yield from age(path, patient.now)
        if not MAILBOX.fullmatch(patient.config.centre.answer_to):
            why = "abuse cannot be reported: answers to a report reach the centre at no mailbox"
            yield warning("block-lists", why, "Set [centre] answer_to to one.")


def _read(read: Callable[[Path], Sequence[Allowance]], path: Path) -> Findings:
    try:
        found = read(path)
    except NoroshiError as fault:
        yield broken(
            "block-lists",
            f"no block-list is served: {fault.message}",
            fault.hint or "Mend it, or take it out of [blocking].",
        )
        return
    if found:
        yield fine("block-lists", f"{path} has {counted(len(found), 'prefix')} that no list has")
    else:
        yield warning("block-lists", f"{path} has no address", "Name another in [blocking], or none.")


def _contacts(path: Path) -> Findings:
    try:
        contacts = AbuseContacts.read(path)
    except NoroshiError as fault:
        yield broken("block-lists", f"abuse can be reported to nobody: {fault.message}", fault.hint)
        return
    if contacts.skips:
        left = ", ".join(f"{count:,} {why}" for why, count in sorted(contacts.skips.items()))
        yield warning("block-lists", f"RDAP answers of no use in {path}: {left}", "Fetch these again.")
    if len(contacts):
        yield fine("block-lists", f"abuse of {counted(len(contacts), 'network')} can be reported")
    else:
        yield warning("block-lists", f"no answer in {path} says to whom abuse is reported", "Fetch some.")
