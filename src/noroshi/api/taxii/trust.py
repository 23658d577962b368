"""Certificates: the centre's own, and those that partners come with."""

import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from noroshi.api.taxii.gate import CERTIFICATE
from noroshi.errors import SettingsError
from noroshi.sharing.partners import Partner, fingerprint


class Trust:
    """What speaks TLS 1.2 or newer to partners (TAXII 2.1, 8.5.1), and knows the certificates that are pinned.

    A certificate that is not pinned ends the connection; none at all does not, for there are secrets, too. What was pinned once
    passes here until the process ends, for OpenSSL takes nothing back; but it opens nothing once it is no partner's, as
    `noroshi.api.taxii.gate` asks with each request whose it is.

    Parameters
    ----------
    certificate, key
        PEM files of ours.

    Raises
    ------
    SettingsError
        If they cannot be read, or do not fit each other.
    """

    def __init__(self, certificate: Path, key: Path) -> None:
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        # The pin is the end of the chain, whoever signed it.
        self.context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        self.context.verify_mode = ssl.CERT_OPTIONAL
        self._pinned: set[str] = set()
        try:
            self.context.load_cert_chain(certificate, key)
        except (OSError, ssl.SSLError) as fault:
            raise SettingsError(
                f"[sharing] certificate and key cannot be used: {fault.strerror or 'they do not fit each other'}",
                hint="Name a PEM file for each.",
            ) from None

    def renew(self, partners: Iterable[Partner]) -> None:
        """Pin the certificates that partners have now; connections from then on know them."""
        new = {each.certificate for each in partners if each.certificate} - self._pinned
        if new:
            self.context.load_verify_locations(cadata="\n".join(sorted(new)))
            self._pinned |= new


class CertificateProtocol(H11Protocol):
    """HTTP whose requests say which certificate the client has shown; uvicorn's own leaves it out."""

    def connection_made(self, transport: Any) -> None:
        """Look at the certificate, once a connection."""
        super().connection_made(transport)
        secured = transport.get_extra_info("ssl_object")
        shown = secured.getpeercert(binary_form=True) if secured else None
        if shown:
            self.app = _showing(self.app, fingerprint(shown))


def _showing(app: Any, digest: str) -> Any:
    async def with_certificate(scope: Any, receive: Any, send: Any) -> None:
        scope["extensions"] = {**(scope.get("extensions") or {}), CERTIFICATE: {"sha256": digest}}
        await app(scope, receive, send)

    return with_certificate
