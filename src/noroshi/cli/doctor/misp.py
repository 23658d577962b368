"""A partner's MISP: its settings make sense, and what they name is there."""

from pathlib import Path

from noroshi.app.pushing import check
from noroshi.cli.doctor.ages import expiring
from noroshi.cli.doctor.finding import Findings, Patient, broken, fine
from noroshi.config.secrets import secret
from noroshi.errors import NoroshiError


def misp(patient: Patient) -> Findings:
    """Look whether what a partner may know can be pushed, as far as this machine can tell."""
    section = patient.config.misp
    if not section.url:
        return
    try:
        check(section)
        key = secret("[misp] key", section.key_file, section.key_variable)
        partner = patient.books.organisations.get(section.partner)
    except NoroshiError as fault:
        yield broken("misp", f"nothing is pushed: {fault.message}", fault.hint or "Mend [misp].")
        return
    if section.authorities:
        yield from expiring("misp", Path(section.authorities).expanduser(), patient.now)
    if key:
        yield fine("misp", f"what {partner.name} may know is pushed to {section.url}")
    else:
        yield broken("misp", "nothing is pushed: no key is named", "Say key_file in [misp].")
