"""Pushing to a partner's MISP what that partner may know, as the settings say."""

import asyncio
import hashlib
import random
import ssl
import threading
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import structlog

from noroshi.app.centre import Application
from noroshi.app.telling import SPAN, let_out
from noroshi.clock import SECOND
from noroshi.config.misp import MispSection
from noroshi.config.secrets import secret
from noroshi.config.signing_in import LOOPBACK
from noroshi.delivery.channels.trust import trust
from noroshi.errors import ExchangeError, NoroshiError, SettingsError
from noroshi.people.audit import By, Outcome, What
from noroshi.sharing.allowing.allowed import Allowed
from noroshi.sharing.formats import misp
from noroshi.sharing.misp.client import Brought, MispClient, connected
from noroshi.sharing.misp.portions import body, encoded, portions
from noroshi.sharing.pausing import pause

_log = structlog.get_logger("noroshi.pushing")


class Pushed(NamedTuple):
    """What a push did."""

    added: int
    """Events that were not there."""
    edited: int
    """Events that were, and of which something has changed."""
    same: int
    """Events that are as this process brought them before."""


class Pusher:
    """Pushes to the MISP of the settings; it remembers what it has brought, and after a start brings all of it once more, which changes nothing.

    Parameters
    ----------
    centre
        The centre.
    """

    def __init__(self, centre: Application) -> None:
        self._centre = centre
        self._brought: dict[str, bytes] = {}  # an attribute's UUID -> the digest of it
        self._latest = 0

    async def push(self) -> Pushed:
        """Bring what the partner may know and the instance has not from us yet.

        Raises
        ------
        ExchangeError
            If the server fails; what came before is there.
        SettingsError
            If a setting of [misp] is wrong.
        NotFoundError
            If the partner is not registered.
        StorageError
            If the database fails; nothing is pushed then.
        """
        centre, section = self._centre, self._centre.config.misp
        check(section)
        key = secret("[misp] key", section.key_file, section.key_variable)
        partner = centre.organisations.get(section.partner)
        told = await asyncio.to_thread(let_out, centre, partner, SPAN)
        events, _ = misp.events(told, centre.terms(Allowed()))
        async with connected(section.url, key, trusted(section)) as client:
            became = Counter([await self._bring(client, event) for event in events])
        current = {each["uuid"] for event in events for each in event["Attribute"]}
        self._brought = {uuid: digest for uuid, digest in self._brought.items() if uuid in current}
        return Pushed(became[Brought.ADDED], became[Brought.EDITED], became[None])

    async def _bring(self, client: MispClient, event: Mapping[str, Any]) -> Brought | None:
        """Bring what is new of an event, a portion at a time, and say what became of it; None if nothing is."""
        digests = {each["uuid"]: hashlib.sha256(encoded(each)).digest() for each in event["Attribute"]}
        fresh = [
            each for each in event["Attribute"] if self._brought.get(each["uuid"]) != digests[each["uuid"]]
        ]
        became = None
        for portion in portions(fresh):
            brought = await client.bring(event["uuid"], body(event, portion, self._moment()))
            became = became or brought
            self._brought.update({each["uuid"]: digests[each["uuid"]] for each in portion})
        return became

    def _moment(self) -> int:
        """Give now (s since 1970 UTC), or a second after the last time that it was asked for."""
        self._latest = max(self._centre.clock.now() // SECOND, self._latest + 1)
        return self._latest

    def push_for(self, by: By) -> Pushed:
        """Bring it because somebody asked; the audit has how that went.

        Raises
        ------
        ExchangeError, SettingsError, NotFoundError, StorageError
            As for `push`.
        """
        try:
            pushed = asyncio.run(self.push())
        except (ExchangeError, SettingsError) as fault:
            self._write(by, fault.message, Outcome.FAILED)
            raise
        self._write(by, f"{pushed.added} added, {pushed.edited} edited", Outcome.DONE)
        return pushed

    def _write(self, by: By, note: str, outcome: Outcome) -> None:
        centre = self._centre
        about = f"misp for {centre.config.misp.partner}"
        centre.people.audit.write([by.did(centre.clock.now(), What.EXPORT, about, note, outcome)])


async def push_until(centre: Application, stop: threading.Event) -> None:
    """Push every while, until the end; nothing that fails ends it, and a server that fails is asked less often."""
    pusher, chance = Pusher(centre), random.Random()  # noqa: S311  # jitter is no secret
    failures = due = 0
    while not stop.is_set():
        section = centre.config.misp
        if section.url and centre.clock.now() >= due:
            every, wait = round(section.every * SECOND), 0
            try:
                pushed = await pusher.push()
                failures = 0
                if pushed.added or pushed.edited:
                    _log.info("pushed to a MISP", partner=section.partner, **pushed._asdict())
            except NoroshiError as fault:
                failures, wait = failures + 1, fault.wait if isinstance(fault, ExchangeError) else 0
                _log.warning("a MISP cannot be pushed to", partner=section.partner, error=fault.message)
            except Exception:  # noqa: BLE001  # whatever it is, the next turn may do
                failures += 1
                _log.exception("a push has failed in an unforeseen way", partner=section.partner)
            due = centre.clock.now() + pause(every, failures, wait * SECOND, chance)
        await asyncio.sleep(1)


def trusted(section: MispSection) -> ssl.SSLContext:
    """Give whom TLS believes.

    Raises
    ------
    SettingsError
        If the file of authorities cannot be read.
    """
    return trust(Path(section.authorities).expanduser() if section.authorities else None)


def check(section: MispSection) -> None:
    """See that there is somebody to push to.

    Raises
    ------
    SettingsError
        If the URL is none, is plain HTTP to another machine, or nobody's.
    """
    try:
        parts = urlsplit(section.url)
        parts.port  # noqa: B018  # which raises where it is no number
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError("[misp] url is no URL", hint="Write https://misp.example.org.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise SettingsError("[misp] url: another machine is asked over https only")
    if not section.partner:
        raise SettingsError("[misp] partner is not set", hint="Say whose the instance is.")
