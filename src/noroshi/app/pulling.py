"""Pulling from partners, with what the settings say of who we are."""

import asyncio
import random
import ssl
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import structlog

from noroshi.app.centre import Application
from noroshi.clock import MINUTE, SECOND
from noroshi.config.secrets import secret
from noroshi.errors import ExchangeError, SettingsError, StorageError
from noroshi.sharing.partners import Partner, PartnerState
from noroshi.sharing.pulling import Pulled, Puller
from noroshi.sharing.taxii.client import connected
from noroshi.sharing.taxii.trust import trust_server

LOOK: Final = 0.25
"""Seconds between two looks for partners that are due."""

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


async def pull_until(centre: Application, stop: threading.Event) -> None:
    """Pull from partners as they are due, until the end; no server keeps us from another, and nothing that fails ends it."""
    pulls: dict[str, asyncio.Task[None]] = {}
    while not stop.is_set():
        try:
            for partner in _due(centre):
                if partner.organisation not in pulls or pulls[partner.organisation].done():
                    pulls[partner.organisation] = asyncio.create_task(_pull_one(centre, partner))
        except StorageError:
            _log.exception("partners cannot be looked up")
        await asyncio.sleep(LOOK)
    for pull_ in pulls.values():
        pull_.cancel()


def _due(centre: Application) -> Sequence[Partner]:
    now = centre.clock.now()
    return [
        each
        for each in centre.sharing.partners.all()
        if each.address and each.state is PartnerState.ACTIVE and each.due <= now
    ]


async def _pull_one(centre: Application, partner: Partner) -> None:
    """Pull from one partner, and log how that went."""
    try:
        brought = await pull(centre, partner)
    except ExchangeError as fault:
        _log.warning("a partner cannot be pulled from", partner=partner.organisation, error=fault.message)
    except SettingsError as fault:
        again = centre.clock.now() + MINUTE
        centre.sharing.partners.failed(partner.organisation, fault.message, again)
        _log.warning("a partner cannot be pulled from", partner=partner.organisation, error=fault.message)
    except Exception:
        _log.exception("a pull has failed in an unforeseen way", partner=partner.organisation)
        raise
    else:
        if brought.new or brought.refused:
            _log.info("pulled", partner=partner.organisation, **brought._asdict())
