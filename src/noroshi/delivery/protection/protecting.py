"""Which mail is signed, which is encrypted, and which does not leave as it is."""

from email.message import EmailMessage
from pathlib import Path

import structlog

from noroshi.delivery.message import Message
from noroshi.delivery.protection.certificate import Certificate, Protection, content, place
from noroshi.delivery.protection.clear import must_be_encrypted
from noroshi.delivery.protection.entities import enveloped, payload
from noroshi.delivery.protection.openpgp import BEGIN, OpenPgp
from noroshi.delivery.protection.smime import Smime
from noroshi.delivery.settings import EmailSettings
from noroshi.errors import DeliveryError

_log = structlog.get_logger(__name__)


class Protector:
    """Signs mail, and encrypts it to contacts that have a certificate.

    Where the centre's own certificate has expired or is revoked, mail goes unsigned, and that is logged: a member that is told
    without a signature is better off than one that is not told.

    Parameters
    ----------
    settings
        Where certificates lie, and what the centre signs with.
    """

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings
        self._openpgp = OpenPgp(settings.openpgp)
        self._smime = Smime(settings.smime)

    def protect(self, mail: EmailMessage, message: Message, now: int) -> bytes:
        """Give a mail as it leaves at a moment (ns UTC).

        Raises
        ------
        DeliveryError
            If it may not leave in the clear and cannot be encrypted; another attempt may succeed.
        """
        contact = message.contact
        if contact.certificate:
            return self._encrypted(mail, place(self._settings.certificates, contact.certificate), now)
        if must_be_encrypted(message.marking, self._settings):
            raise DeliveryError(
                f"what is {message.marking} leaves encrypted only, and the contact has no certificate",
                retry=True,
                hint="Name one in the roster.",
            )
        for protection in self.protections:
            if _signs(protection, now):
                signed = protection.signed(payload(mail, encrypted=False))
                return enveloped(mail, signed, encrypted=False)
        return mail.as_bytes()

    @property
    def protections(self) -> tuple[Protection, ...]:
        """All there are; mail programs show an S/MIME signature without being set up for it, so that comes first."""
        return self._smime, self._openpgp

    def read(self, path: Path, now: int) -> Certificate:
        """Say what there is in a contact's file at a moment (ns UTC).

        Raises
        ------
        DeliveryError
            If it cannot be read, or holds no certificate.
        """
        return self._for(path).read(path, now)

    def _for(self, path: Path) -> Protection:
        """Say how mail is protected for whoever has a file."""
        return self._openpgp if BEGIN in content(path) else self._smime

    def _encrypted(self, mail: EmailMessage, path: Path, now: int) -> bytes:
        protection = self._for(path)
        fault = protection.read(path, now).fault
        if fault:
            raise DeliveryError(f"the contact's certificate {path.name} {fault}", retry=True)
        entity = payload(mail, encrypted=True)
        hidden = protection.encrypted(entity, path, sign=_signs(protection, now))
        return enveloped(mail, hidden, encrypted=True)


def _signs(protection: Protection, now: int) -> bool:
    """Tell whether the centre can sign this way now."""
    own = protection.own(now)
    if own is not None and own.fault:
        _log.warning("mail goes unsigned", because=f"our certificate for {protection.name} {own.fault}")
    return own is not None and not own.fault
