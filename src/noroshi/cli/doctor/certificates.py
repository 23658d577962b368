"""Certificates, the centre's own and those of contacts: there, for whom they should be, and good for a while."""

from typing import Final

from noroshi.cli.doctor.ages import is_soon
from noroshi.cli.doctor.channels import contacts_of
from noroshi.cli.doctor.finding import Findings, Patient, broken, fine, named, warning
from noroshi.config.delivering import delivery_settings
from noroshi.delivery.protection.certificate import Certificate, Protection, place
from noroshi.delivery.protection.clear import lacks_certificate
from noroshi.delivery.protection.protecting import Protector
from noroshi.delivery.settings import EmailSettings
from noroshi.errors import NoroshiError
from noroshi.organisations.model import ChannelKind, Contact, Marking

PROBE: Final = b"Content-Type: text/plain\r\n\r\nNoroshi tries whether it can sign.\r\n"
"""What is signed to see whether it can be; it is sent nowhere."""


def certificates(patient: Patient) -> Findings:
    """Look whether mail can be signed, and encrypted for the contacts that it is to be encrypted for."""
    try:
        settings = delivery_settings(patient.config).email
    except NoroshiError:  # `settings` says which secret is missing
        return
    protector = Protector(settings)
    for protection in protector.protections:
        yield from _own(protection, settings, patient.now)
    contacts = sorted(set(contacts_of(patient, ChannelKind.EMAIL)), key=lambda contact: contact.key)
    for contact in contacts:
        if contact.certificate:
            yield from _of(contact, protector, settings, patient.now)
    yield from _missing(contacts, settings)


def _own(protection: Protection, settings: EmailSettings, now: int) -> Findings:
    what = f"our own certificate for {protection.name}"
    try:
        own = protection.own(now)
        if own is None:
            return
        if not own.fault:
            protection.signed(PROBE)
    except NoroshiError as fault:
        yield broken("certificates", f"mail cannot be signed: {fault.message}", fault.hint or "Mend [email].")
        return
    if own.fault:
        yield broken("certificates", f"{what} {own.fault}, so mail goes unsigned", "Name another in [email].")
        return
    yield from _soon(what, own, now)
    if settings.sender.lower() not in own.addresses:
        yield warning(
            "certificates",
            f"{what} is not for {settings.sender}, so readers are warned",
            "Name one in [email] that is for the sender.",
        )
    yield fine("certificates", f"mail is signed with {protection.name}, until {own.until}")


def _of(contact: Contact, protector: Protector, settings: EmailSettings, now: int) -> Findings:
    what = f"the certificate {contact.certificate} of {contact.address}"
    try:
        found = protector.read(place(settings.certificates, contact.certificate), now)
    except NoroshiError as fault:
        advice = fault.hint or "Mend the file, or the contact in the roster."
        yield broken("certificates", f"mail to {contact.address} waits: {fault.message}", advice)
        return
    if found.fault:
        yield broken("certificates", f"{what} {found.fault}, so mail waits", "Ask its owner for another.")
        return
    yield from _soon(what, found, now)
    if contact.address.lower() not in found.addresses:
        yield warning(
            "certificates",
            f"{what} is for {named(sorted(found.addresses)) or 'no address'}",
            "Ask its owner whether they can read what is encrypted for it.",
        )
    yield fine("certificates", f"mail to {contact.address} is encrypted, until {found.until}")


def _soon(what: str, certificate: Certificate, now: int) -> Findings:
    if certificate.expires is not None and is_soon(certificate.expires, now):
        yield warning("certificates", f"{what} expires on {certificate.until}", "Ask for another now.")


def _missing(contacts: list[Contact], settings: EmailSettings) -> Findings:
    """Look for contacts who are not told, or not of everything, before they have a certificate."""
    for marking, level in ((Marking.AMBER, broken), (Marking.RED, warning)):
        lacking = [each.address for each in contacts if lacks_certificate(each, marking, settings)]
        if lacking:
            yield level(
                "certificates",
                f"without a certificate, so what is {settings.encrypt_from} waits: {named(lacking)}",
                "Ask them for one, name it in the roster, and import that.",
            )
            return
