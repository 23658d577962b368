"""A certificate authority of our own, for servers that tests start."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Certificates(NamedTuple):
    """Files in PEM form."""

    authority: Path
    """Who signed; a client that trusts it trusts the server."""
    chain: Path
    """The server's certificate, for localhost and 127.0.0.1."""
    key: Path
    """The server's private key."""
    expired: Path
    """A certificate of the same key that was good until yesterday."""


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Make an authority, and a certificate that it signed."""
    folder = tmp_path_factory.mktemp("certificates")
    names = ("authority.pem", "chain.pem", "key.pem", "expired.pem")
    found = Certificates(*(folder / name for name in names))
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("authority", authority_key, "authority", authority_key, ca=True)
    chain = _certificate("localhost", key, "authority", authority_key, ca=False)
    expired = _certificate("localhost", key, "authority", authority_key, ca=False, until=-1)
    found.expired.write_bytes(expired.public_bytes(serialization.Encoding.PEM))
    found.authority.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    found.chain.write_bytes(chain.public_bytes(serialization.Encoding.PEM))
    found.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return found


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    signed_by: str,
    signed_with: ec.EllipticCurvePrivateKey,
    *,
    ca: bool,
    until: int = 1,
) -> x509.Certificate:
    now = datetime.now(UTC)
    hosts = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, signed_by)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=until))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_with.public_key()), critical=False
        )
        .add_extension(_use(signs_certificates=ca), critical=True)
    )
    return builder.sign(signed_with, hashes.SHA256())


def _use(*, signs_certificates: bool) -> x509.KeyUsage:
    """Say what a key is for; since Python 3.13 a client insists on it, and on who signed a certificate."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
