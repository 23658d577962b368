"""S/MIME (RFC 8551): signatures and envelopes in CMS (RFC 5652)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7EnvelopeBuilder,
    PKCS7Options,
    PKCS7SignatureBuilder,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from noroshi.clock import SECOND
from noroshi.delivery.protection.certificate import Certificate, content
from noroshi.delivery.protection.entities import attached, multipart
from noroshi.delivery.settings import SmimeSettings
from noroshi.errors import DeliveryError

SIGNED: Final = 'multipart/signed; micalg=sha-256; protocol="application/pkcs7-signature"'
ENVELOPED: Final = "application/pkcs7-mime; smime-type=enveloped-data"

USES: Final = frozenset({ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE})
"""What a certificate must be for, if it says what it is for (RFC 8550, 4.4.4)."""

UNKNOWN: Final = (
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
    UnsupportedAlgorithm,
)
"""What the library raises beside `ValueError`, lazily, over certificates that are not as they should be (found by fuzz/mail_certificates.py)."""


class Smime:
    """Signs and encrypts with S/MIME.

    Content is encrypted with AES-256 in CBC mode, which is all that the library has, for RSA keys alone.
    """

    name = "S/MIME"

    def __init__(self, settings: SmimeSettings) -> None:
        self._settings = settings

    def own(self, now: int) -> Certificate | None:
        """Say what the centre signs with."""
        if self._settings.certificate is None:
            return None
        return self._said(_first(self._settings.certificate), now)

    def read(self, path: Path, now: int) -> Certificate:
        """Say what there is in a contact's file."""
        certificate = _first(path)
        said = self._said(certificate, now)
        if not said.fault and not isinstance(certificate.public_key(), rsa.RSAPublicKey):
            return said._replace(fault="has no RSA key, and S/MIME encrypts for these alone here")
        return said

    def signed(self, entity: bytes) -> bytes:
        """Sign: multipart/signed (RFC 8551, 3.5.3)."""
        assert self._settings.certificate is not None  # `own` was asked
        own, *chain = _certificates(self._settings.certificate)
        builder = PKCS7SignatureBuilder().set_data(entity).add_signer(own, self._key(own), SHA256())
        for issuer in chain:
            builder = builder.add_certificate(issuer)
        signature = builder.sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary])
        return multipart(SIGNED, entity, attached("application/pkcs7-signature", "smime.p7s", signature))

    def encrypted(self, entity: bytes, path: Path, *, sign: bool) -> bytes:
        """Encrypt: enveloped-data (RFC 8551, 3.3) around what is signed (3.7)."""
        data = self.signed(entity) if sign else entity
        builder = PKCS7EnvelopeBuilder().set_data(data).add_recipient(_first(path))
        builder = builder.set_content_encryption_algorithm(AES256)
        return attached(ENVELOPED, "smime.p7m", builder.encrypt(Encoding.DER, [PKCS7Options.Binary]))

    def _key(self, own: x509.Certificate) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
        """Read the key; never more of it in an error than its file's name."""
        path = self._settings.key
        if path is None:
            raise DeliveryError("[email.smime] names a certificate and no key", retry=True)
        passphrase = self._settings.passphrase.encode() or None
        try:
            key = load_pem_private_key(content(path), passphrase)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise DeliveryError(
                f"{path.name} is no key in PEM that the passphrase opens", retry=True
            ) from None
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise DeliveryError(f"{path.name} is neither an RSA nor an EC key", retry=True)
        if key.public_key() != own.public_key():
            raise DeliveryError(f"{path.name} is not the key of [email.smime] certificate", retry=True)
        return key

    def _said(self, certificate: x509.Certificate, now: int) -> Certificate:
        expires = int(certificate.not_valid_after_utc.timestamp()) * SECOND
        return Certificate(
            certificate.fingerprint(SHA256()).hex(),
            _addresses(certificate),
            expires,
            self._fault(certificate, expires, now),
        )

    def _fault(self, certificate: x509.Certificate, expires: int, now: int) -> str:
        if now > expires:
            return "has expired"
        if now < int(certificate.not_valid_before_utc.timestamp()) * SECOND:
            return "is not valid yet"
        if not _is_for_mail(certificate):
            return "is not for mail"
        return "is revoked" if any(_revokes(path, certificate) for path in self._settings.revoked) else ""


def _revokes(path: Path, certificate: x509.Certificate) -> bool:
    """Tell whether a list revokes a certificate."""
    try:
        revoked = x509.load_pem_x509_crl(content(path))
        return (
            revoked.issuer == certificate.issuer
            and revoked.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None
        )
    except ValueError as fault:
        raise DeliveryError(f"{path.name} is no list of revoked certificates in PEM", retry=True) from fault


def certificates_of(pem: bytes) -> list[x509.Certificate]:
    """Read certificates in PEM, of which all that is asked of them here can be read, too.

    Raises
    ------
    ValueError
        If there is none, or something in one is malformed or of an unknown kind.
    """
    try:
        found = x509.load_pem_x509_certificates(pem)
        for each in found:
            _ = (
                _addresses(each),
                _is_for_mail(each),
                each.public_key(),
                each.not_valid_after_utc,
                each.not_valid_before_utc,
            )
    except UNKNOWN as fault:
        raise ValueError(str(fault)) from fault
    return found


def _certificates(path: Path) -> list[x509.Certificate]:
    try:
        return certificates_of(content(path))
    except ValueError as fault:
        raise DeliveryError(f"{path.name} is no certificate in PEM", retry=True) from fault


def _first(path: Path) -> x509.Certificate:
    return _certificates(path)[0]


def _addresses(certificate: x509.Certificate) -> frozenset[str]:
    """Give the mailboxes of a certificate: its alternative names, and the subject's, as older ones have it (RFC 8550, 3)."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        mailboxes: Iterable[str] = names.get_values_for_type(x509.RFC822Name)
    except x509.ExtensionNotFound:
        mailboxes = ()
    older = certificate.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS)
    return frozenset(str(name).lower() for name in (*mailboxes, *(each.value for each in older)))


def _is_for_mail(certificate: x509.Certificate) -> bool:
    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return not USES.isdisjoint(uses)
