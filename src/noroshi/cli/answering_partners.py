"""What answers partners, beside a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

from noroshi.api.server import Server
from noroshi.api.taxii.application import taxii_application
from noroshi.api.taxii.exchange import Exchange
from noroshi.api.taxii.trust import CertificateProtocol, trust_partners
from noroshi.app import Application
from noroshi.errors import SettingsError
from noroshi.serving.site import address


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
        certificate, key = (Path(each).expanduser() for each in (settings.certificate, settings.key))
        trust = trust_partners(certificate, key, centre.sharing.partners.all())
    elif not _is_here(where.host):
        raise SettingsError(
            "[sharing] listen: other machines are answered with a certificate only",
            hint="Set [sharing] certificate and key, or listen on 127.0.0.1 behind something that has one.",
        )
    server = Server(*where, setting="[sharing] listen")
    exchange = Exchange(centre)
    exchange.address = server.address if trust is None else server.address.replace("http:", "https:", 1)
    with server.beside(taxii_application(exchange), _nothing, trust, CertificateProtocol):
        yield exchange


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _nothing() -> None:
    """End nothing: no answer of TAXII goes on for ever."""
