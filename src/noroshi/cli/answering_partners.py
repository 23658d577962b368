"""What answers partners, beside a command."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
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

TURN: Final = 1.0
"""Seconds until a partner's new certificate is known, and what was refused is written down: as often as we exchange."""

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
    where, exchange = address(settings.listen), Exchange(centre)
    trust = None
    if settings.certificate:
        ours, key = (Path(each).expanduser() for each in (settings.certificate, settings.key))
        trust = Trust(ours, key, exchange.refuse_stranger)
        trust.renew(centre.sharing.partners.all())
    elif not _is_here(where.host):
        raise SettingsError(
            "[sharing] listen: other machines are answered with a certificate only",
            hint="Set [sharing] certificate and key, or listen on 127.0.0.1 behind something that has one.",
        )
    server = Server(*where, setting="[sharing] listen")
    exchange.address = server.address if trust is None else server.address.replace("http:", "https:", 1)
    context = trust.context if trust else None
    with (
        _taking_turns(exchange, trust),
        server.beside(taxii_application(exchange), _nothing, context, CertificateProtocol),
    ):
        yield exchange


@contextmanager
def _taking_turns(exchange: Exchange, trust: Trust | None) -> Iterator[None]:
    """Take certificates as they are kept, ours and partners', and write down what is refused, again and again while the block runs."""
    stop = threading.Event()

    def take_turns() -> None:
        while not stop.wait(TURN):
            _take_turn(exchange, trust)
        _take_turn(exchange, trust)

    thread = threading.Thread(target=take_turns, name="partners", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _take_turn(exchange: Exchange, trust: Trust | None) -> None:
    try:
        exchange.write_down()
        if trust:
            trust.renew(exchange.centre.sharing.partners.all())
    except SettingsError as fault:
        _log.warning("our own certificate stays as it was", error=fault.message)
    except StorageError:
        _log.exception("partners cannot be looked up, or what was refused to them not written down")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _nothing() -> None:
    """End nothing: no answer of TAXII goes on for ever."""
