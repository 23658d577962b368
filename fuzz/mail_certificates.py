"""Garbage for what reads contacts' certificates, and what GnuPG says of their keys."""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from _driver import fuzz
from noroshi.delivery.protection.gnupg import listed
from noroshi.delivery.protection.smime import certificates_of

LISTING = b"""pub:-:255:22:9D6DAA35E69CF14D:1795861465:1798453465::-:::scESC:::::ed25519:::0:
fpr:::::::::EA7F5A0707FF8608593183649D6DAA35E69CF14D:
uid:-::::1795861465::1A39C6EA7DA39474AFCD82E4183C62A2247BF3D2::Member <soc@example.org>::::::::::0:
sub:-:255:18:A3D0FEFF9F842CEB:1795861465::::::e:::::cv25519::
pub:r:2048:1:3E12076836574E07:1795861435:::-:::sc::::::23::0:
"""


def certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    """Make a certificate for mail."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "soc"),
            x509.NameAttribute(NameOID.EMAIL_ADDRESS, "soc@example.org"),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name("soc@example.org")]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def parse(data: bytes) -> None:
    """Read garbage as each of them."""
    for each in listed(data):
        assert each.expires is None or each.expires >= 0
    certificates_of(data)


RSA = certificate(rsa.generate_private_key(65537, 2048))
EC = certificate(ec.generate_private_key(ec.SECP256R1()))

fuzz(
    parse,
    seeds=[RSA, EC, RSA + EC, LISTING],
    named=(ValueError,),
    words=[b"-----BEGIN CERTIFICATE-----\n", b"-----END CERTIFICATE-----\n", b"pub:", b"fpr:", b"uid:e:", b":", b"\n", b"=", b"9" * 40],
)  # fmt: skip
