"""OpenPGP (RFC 9580) in mail: PGP/MIME (RFC 3156)."""

from pathlib import Path
from typing import Final

from noroshi.delivery.protection.certificate import Certificate, content
from noroshi.delivery.protection.entities import multipart
from noroshi.delivery.protection.gnupg import GnuPG, listed
from noroshi.delivery.settings import OpenPgpSettings
from noroshi.errors import DeliveryError

BEGIN: Final = b"-----BEGIN PGP PUBLIC KEY BLOCK-----"
"""What a file with a key has in it."""
PRIVATE: Final = b"-----BEGIN PGP PRIVATE KEY BLOCK-----"
"""What it must not have in it."""

HASHES: Final = {"8": "sha256", "9": "sha384", "10": "sha512", "11": "sha224"}
"""OpenPGP's numbers of hashes (RFC 9580, 9.5), as micalg names them."""

VERSION: Final = (
    b"Content-Type: application/pgp-encrypted\r\nContent-Description: PGP/MIME version\r\n\r\nVersion: 1\r\n"
)
"""What every encrypted mail begins with (RFC 3156, 4)."""


class OpenPgp:
    """Signs and encrypts with OpenPGP, through GnuPG."""

    name = "OpenPGP"

    def __init__(self, settings: OpenPgpSettings) -> None:
        self._key = settings.key
        self._gnupg = GnuPG(settings.program, settings.home, settings.passphrase)

    def own(self, now: int) -> Certificate | None:  # noqa: ARG002  # GnuPG goes by the machine's clock
        """Say what the centre signs with."""
        if not self._key:
            return None
        found = listed(self._gnupg.run("--with-colons", "--list-secret-keys", "--", self._key).output)
        if len(found) != 1:
            raise DeliveryError(
                f"[email.openpgp] key names {len(found)} keys in GnuPG's home, and not one", retry=True
            )
        return found[0]

    def read(self, path: Path, now: int) -> Certificate:  # noqa: ARG002  # GnuPG goes by the machine's clock
        """Say what there is in a contact's file."""
        armoured = content(path)
        if PRIVATE in armoured:
            raise DeliveryError(
                f"{path.name} holds a private key, which is nobody else's to have", retry=True
            )
        try:
            found = listed(self._gnupg.run("--with-colons", "--show-keys", given=armoured).output)
        except DeliveryError as fault:
            raise DeliveryError(f"{path.name}: {fault.message}", retry=True, hint=fault.hint) from fault
        if len(found) != 1:
            raise DeliveryError(f"{path.name} holds {len(found)} keys, and not one", retry=True)
        return found[0]

    def signed(self, entity: bytes) -> bytes:
        """Sign: multipart/signed (RFC 3156, 5)."""
        answer = self._gnupg.run(*self._signing(), "--detach-sign", given=entity, unlocks=True)
        hashes = [status[3] for status in answer.statuses if status[0] == "SIG_CREATED" and len(status) > 3]
        if len(hashes) != 1 or hashes[0] not in HASHES:
            raise DeliveryError("gpg did not say how it has signed", retry=True)
        signature = b'Content-Type: application/pgp-signature; name="signature.asc"\r\nContent-Description: OpenPGP signature\r\n\r\n'
        return multipart(
            f'multipart/signed; micalg=pgp-{HASHES[hashes[0]]}; protocol="application/pgp-signature"',
            entity,
            signature + _lines(answer.output),
        )

    def encrypted(self, entity: bytes, path: Path, *, sign: bool) -> bytes:
        """Encrypt: multipart/encrypted (RFC 3156, 4), with the signature within (RFC 3156, 6.2)."""
        # The contact's key was chosen by whoever keeps the roster; that is all the trust there is. Not compressed, for the
        # length of what is tells of its content, and pysequoia does not take it apart (tried it).
        options = ("--trust-model=always", "--compress-algo=none", "--armor", f"--recipient-file={path}")
        how = (*self._signing(), "--sign") if sign else ()
        answer = self._gnupg.run(*options, *how, "--encrypt", given=entity, unlocks=sign)
        cipher = (
            b'Content-Type: application/octet-stream; name="encrypted.asc"\r\n'
            b'Content-Disposition: inline; filename="encrypted.asc"\r\n\r\n'
        )
        return multipart(
            'multipart/encrypted; protocol="application/pgp-encrypted"',
            VERSION,
            cipher + _lines(answer.output),
        )

    def _signing(self) -> tuple[str, ...]:
        return ("--armor", f"--local-user={self._key}")


def _lines(armoured: bytes) -> bytes:
    return armoured.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
