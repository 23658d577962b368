"""What answers partners, beside a command."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import structlog

from noroshi.api.server import Server
from noroshi.api.taxii.application import taxii_application
from noroshi.api.taxii.exchange import Exchange
from noroshi.api.taxii.trust import CertificateProtocol, Trust
from noroshi.app import Application
from noroshi.errors import SettingsError, StorageError
from noroshi.serving.site import address

RENEWED: Final = 1.0
"""Seconds until a partner's new certificate is known: as often as we exchange."""

_log = structlog.get_logger("noroshi.answering")


@contextmanager
def exchanging(centre: Application) -> Iterator[Exchange | None]:
    """Answer partners while the block runs, where [sharing] listen says; None if it says nowhere.

    Raises
    ------
    UsageError
        If it cannot listen there.
    SettingsError
        If a setting of [sharing] is wrong.
    """
    settings = centre.config.sharing
    if not settings.listen:
        yield None
        return
    where = address(settings.listen)
    trust = None
    if settings.certificate:
        trust = Trust(*(Path(each).expanduser() for each in (settings.certificate, settings.key)))
        trust.renew(centre.sharing.partners.all())
    elif not _is_here(where.host):
        raise SettingsError(
            "[sharing] listen: other machines are answered with a certificate only",
            hint="Set [sharing] certificate and key, or listen on 127.0.0.1 behind something that has one.",
        )
    server = Server(*where, setting="[sharing] listen")
    exchange = Exchange(centre)
    exchange.address = server.address if trust is None else server.address.replace("http:", "https:", 1)
    context, renewing = (trust.context, _renewing(trust, centre)) if trust else (None, nullcontext())
    with server.beside(taxii_application(exchange), _nothing, context, CertificateProtocol), renewing:
        yield exchange


@contextmanager
def _renewing(trust: Trust, centre: Application) -> Iterator[None]:
    """Take partners' certificates as they are kept, again and again while the block runs."""
    stop = threading.Event()

    def renew() -> None:
        while not stop.wait(RENEWED):
            try:
                trust.renew(centre.sharing.partners.all())
            except StorageError:
                _log.exception("certificates of partners cannot be looked up")

    thread = threading.Thread(target=renew, name="certificates", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _nothing() -> None:
    """End nothing: no answer of TAXII goes on for ever."""
