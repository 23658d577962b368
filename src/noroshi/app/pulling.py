"""Pulling from partners, with what the settings say of who we are."""

import random
import ssl
from pathlib import Path

import structlog

from noroshi.app.centre import Application
from noroshi.clock import SECOND
from noroshi.config.secrets import secret
from noroshi.errors import ExchangeError
from noroshi.sharing.partners import Partner, PartnerState
from noroshi.sharing.pulling import Pulled, Puller
from noroshi.sharing.taxii.client import connected
from noroshi.sharing.taxii.trust import trust_server

_log = structlog.get_logger("noroshi.pulling")


async def pull(centre: Application, partner: Partner) -> Pulled:
    """Take over what is new at a partner.

    Raises
    ------
    ExchangeError
        If its server fails.
    SettingsError
        If a secret, the certificate or the key is not where it should be.
    StorageError
        If the database fails.
    """
    given = secret(f"partner {partner.organisation}", partner.secret_file, "")
    poll = round(centre.config.sharing.poll * SECOND)
    puller = Puller(centre.sharing, centre.clock, poll, random.Random())  # noqa: S311  # jitter is no secret
    async with connected(partner.address, partner.login, given, _trust(centre, partner)) as client:
        return await puller.pull(partner, client)


def _trust(centre: Application, partner: Partner) -> ssl.SSLContext:
    settings = centre.config.sharing
    files = (settings.certificate, settings.key)
    return trust_server(partner.certificate, *(Path(each).expanduser() if each else None for each in files))


async def pull_due(centre: Application) -> None:
    """Pull from each partner that is due; what fails is written down and logged, and keeps the others from nothing.

    Raises
    ------
    StorageError
        If the database fails.
    """
    now = centre.clock.now()
    for partner in centre.sharing.partners.all():
        if not partner.address or partner.state is not PartnerState.ACTIVE or partner.due > now:
            continue
        try:
            brought = await pull(centre, partner)
        except ExchangeError as fault:
            _log.warning("a partner cannot be pulled from", partner=partner.organisation, error=fault.message)
        else:
            if brought.new or brought.refused:
                _log.info("pulled", partner=partner.organisation, **brought._asdict())
