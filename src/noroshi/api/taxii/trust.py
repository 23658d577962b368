"""Certificates: the centre's own, and those that partners come with."""

import ssl
from collections.abc import Callable, Iterable, Sequence
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
    refuse
        Told why, each time that a connection ends before anybody can be asked who they are.

    Raises
    ------
    SettingsError
        If they cannot be read, or do not fit each other.
    """

    def __init__(self, certificate: Path, key: Path, refuse: Callable[[str], None]) -> None:
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.sslobject_class = _telling(refuse)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        # The pin is the end of the chain, whoever signed it.
        self.context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        self.context.verify_mode = ssl.CERT_OPTIONAL
        self._pinned: set[str] = set()
        self._files = certificate, key
        self._written: Sequence[int] = ()
        self._take_ours()

    def renew(self, partners: Iterable[Partner]) -> None:
        """Take our certificate anew if its file is another, and pin those that partners have now; connections from then on know them.

        OpenSSL changes certificate and key one after the other: a connection that opens in between fails, and whoever opened it tries again.

        Raises
        ------
        SettingsError
            If ours is another and cannot be used; the one before stays, and it is not tried again until the file changes.
        """
        self._pin(partners)
        self._take_ours()

    def _take_ours(self) -> None:
        try:
            written = [each.stat().st_mtime_ns for each in self._files]
            if written == self._written:
                return
            self._written = written
            # Tried elsewhere first: of two files that do not fit each other the context would keep one.
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*self._files)
            self.context.load_cert_chain(*self._files)
        except ssl.SSLError:
            raise _unusable("they do not fit each other, or are no PEM files") from None
        except OSError as fault:
            raise _unusable(f"{fault.strerror}") from None

    def _pin(self, partners: Iterable[Partner]) -> None:
        new = {each.certificate for each in partners if each.certificate} - self._pinned
        if new:
            self.context.load_verify_locations(cadata="\n".join(sorted(new)))
            self._pinned |= new


def _unusable(why: str) -> SettingsError:
    return SettingsError(
        f"[sharing] certificate and key cannot be used: {why}", hint="Name a PEM file for each."
    )


def _telling(refuse: Callable[[str], None]) -> type[ssl.SSLObject]:
    """Make the kind of connection that says why it ended: neither asyncio nor uvicorn tell anybody."""

    class Telling(ssl.SSLObject):
        def do_handshake(self) -> None:
            try:
                super().do_handshake()
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                raise  # more is to come
            except ssl.SSLCertVerificationError:
                refuse("a certificate that is not pinned, or not valid")
                raise
            except ssl.SSLError:
                refuse("no TLS that we speak, or none at all")
                raise

    return Telling


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
