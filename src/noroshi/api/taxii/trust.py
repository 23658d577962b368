"""Certificates: the centre's own, and those that partners come with."""

import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from noroshi.api.taxii.gate import CERTIFICATE
from noroshi.errors import SettingsError
from noroshi.sharing.partners import Partner, fingerprint


def trust_partners(certificate: Path, key: Path, partners: Iterable[Partner]) -> ssl.SSLContext:
    """Make what speaks TLS 1.2 or newer (TAXII 2.1, 8.5.1), and asks for the certificates that are pinned.

    A certificate that is not pinned ends the connection; none at all does not, for there are secrets, too. A partner that is
    added later is known by its certificate once this is made anew.

    Parameters
    ----------
    certificate, key
        PEM files of ours.

    Raises
    ------
    SettingsError
        If they cannot be read, or do not fit each other.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as fault:
        raise SettingsError(
            f"[sharing] certificate and key cannot be used: {fault.strerror or 'they do not fit each other'}",
            hint="Name a PEM file for each.",
        ) from None
    pinned = [each.certificate for each in partners if each.certificate]
    if pinned:
        context.load_verify_locations(cadata="\n".join(pinned))
        context.verify_flags |= (
            ssl.VERIFY_X509_PARTIAL_CHAIN
        )  # the pin is the end of the chain, whoever signed it
        context.verify_mode = ssl.CERT_OPTIONAL
    return context


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
