"""Keys and certificates of a centre and of those who read its mail, made by the programs that read it."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from noroshi.delivery.settings import OpenPgpSettings, SmimeSettings
from tests.delivery.mailroom import SENDER

MEMBER = "soc@example.org"
PASSPHRASE = "open sesame"


def run(*command: object, given: bytes = b"") -> bytes:
    """Run a program, which must be content; give what it writes."""
    done = subprocess.run([str(word) for word in command], input=given, capture_output=True, check=False)
    assert 0 == done.returncode, done.stderr.decode()
    return done.stdout


@dataclass(frozen=True)
class Keyring:
    """What GnuPG has made."""

    home: Path
    """With the secret keys of all."""
    folder: Path
    """With what contacts name: the public keys."""
    ours: OpenPgpSettings

    def gpg(self, *options: object, given: bytes = b"") -> bytes:
        """Run GnuPG as everybody at once."""
        quietly = ("--homedir", self.home, "--batch", "--quiet", "--pinentry-mode", "loopback")
        return run("gpg", *quietly, "--passphrase", PASSPHRASE, *options, given=given)

    def fingerprint(self, whose: str) -> str:
        """The fingerprint of somebody's key."""
        listed = self.gpg("--with-colons", "--list-keys", whose).decode()
        return next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyring]:
    """Make keys: ours with a passphrase, a member's, and some that nobody should encrypt for."""
    if not (shutil.which("gpg") and shutil.which("gpgconf")):
        pytest.skip("there is no gpg")
    home, folder = tmp_path_factory.mktemp("gnupg"), tmp_path_factory.mktemp("keys")
    home.chmod(0o700)
    # Else the agent tries for long how often it can hash a passphrase in a tenth of a second.
    (home / "gpg-agent.conf").write_text("s2k-count 65536\n")
    made = Keyring(home, folder, OpenPgpSettings(home=home))
    long_ago = "--faked-system-time=20200101T000000"
    for whose, until, options in (
        (f"Noroshi <{SENDER}>", "never", ()),
        (f"Night watch <{MEMBER}>", "20d", ("--passphrase", "")),
        ("Once <once@example.org>", "1y", (long_ago,)),
        ("Gone <gone@example.org>", "never", ("--passphrase", "")),
    ):
        made.gpg(*options, "--quick-generate-key", whose, "future-default", "default", until)
    revocation = home / "openpgp-revocs.d" / f"{made.fingerprint('gone@example.org')}.rev"
    made.gpg("--import", given=revocation.read_bytes().replace(b"\n:---", b"\n---"))
    for name in (MEMBER, "once@example.org", "gone@example.org"):
        (folder / f"{name.partition('@')[0]}.asc").write_bytes(made.gpg("--armor", "--export", name))
    yield Keyring(
        home, folder, OpenPgpSettings(home=home, key=made.fingerprint(SENDER), passphrase=PASSPHRASE)
    )
    run("gpgconf", "--homedir", home, "--kill", "gpg-agent")


@dataclass(frozen=True)
class Papers:
    """Certificates and keys in PEM."""

    authority: Path
    """Who has signed all others."""
    folder: Path
    """With what contacts name, and their keys."""
    ours: SmimeSettings


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """Make certificates: ours with a passphrase on its key, a member's, and some that nobody should encrypt for."""
    folder = tmp_path_factory.mktemp("papers")
    authority_key = rsa.generate_private_key(65537, 2048)
    authority = _certificate("authority", authority_key, None, authority_key)
    _write(folder / "authority.pem", authority)
    for name, address, days in (
        ("ours", SENDER, 20),
        ("soc", MEMBER, 20),
        ("once", MEMBER, -1),
        ("gone", MEMBER, 90),
        ("elliptic", MEMBER, 90),
        ("server", MEMBER, 90),
    ):
        key = (
            ec.generate_private_key(ec.SECP256R1())
            if name == "elliptic"
            else rsa.generate_private_key(65537, 2048)
        )
        certificate = _certificate(
            address, key, authority, authority_key, days=days, for_mail=name != "server"
        )
        _write(folder / f"{name}.pem", certificate)
        lock = (
            serialization.BestAvailableEncryption(PASSPHRASE.encode())
            if name == "ours"
            else serialization.NoEncryption()
        )
        (folder / f"{name}.key").write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
        )
    gone = x509.load_pem_x509_certificate((folder / "gone.pem").read_bytes())
    (folder / "revoked.pem").write_bytes(_revoked(gone, authority, authority_key))
    ours = SmimeSettings(
        folder / "ours.pem", folder / "ours.key", PASSPHRASE, revoked=(folder / "revoked.pem",)
    )
    return Papers(folder / "authority.pem", folder, ours)


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    signed_with: rsa.RSAPrivateKey,
    *,
    days: int = 90,
    for_mail: bool = True,
) -> x509.Certificate:
    now = datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    use = ExtendedKeyUsageOID.EMAIL_PROTECTION if for_mail else ExtendedKeyUsageOID.SERVER_AUTH
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(name)]), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([use]), critical=False)
    return builder.sign(signed_with, hashes.SHA256())


def _revoked(
    certificate: x509.Certificate, issuer: x509.Certificate, signed_with: rsa.RSAPrivateKey
) -> bytes:
    now = datetime.now(UTC)
    entry = (
        x509.RevokedCertificateBuilder().serial_number(certificate.serial_number).revocation_date(now).build()
    )
    builder = (
        x509.CertificateRevocationListBuilder().issuer_name(issuer.subject).add_revoked_certificate(entry)
    )
    dated = builder.last_update(now).next_update(now + timedelta(days=7))
    return dated.sign(signed_with, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _write(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
