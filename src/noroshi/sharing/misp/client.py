"""Events brought to a MISP over its REST API: added, or edited where it has them already.

Plain HTTP and not PyMISP, which brings a dozen packages and no asynchronous client; its classes are what the tests read with.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from http import HTTPStatus
from ssl import SSLContext
from typing import Final

import aiohttp

from noroshi.errors import ExchangeError

ANSWER: Final = 4096
"""Bytes of an answer that are read; refusals are shorter."""

NOT_NEWER: Final = b"not newer than the local copy"
"""How MISP refuses an edit that is no newer than the event (its `Event::_edit`); of the key it says something else."""

TIMEOUT: Final = aiohttp.ClientTimeout(total=300, sock_connect=10, sock_read=120)
"""Seconds. MISP takes some 100 attributes a second (its issue 10495), and answers when all are in."""

LONGEST_WAIT: Final = 3_600
"""Seconds after which we ask again, whatever a server says."""


class Brought(StrEnum):
    """What became of an event."""

    ADDED = "added"
    """It was not there."""
    EDITED = "edited"
    """It was there; MISP takes over what is newer of it."""


class MispClient:
    """Speaks to one MISP.

    Parameters
    ----------
    session
        Sends the key with everything.
    address
        The URL of the instance.
    """

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address.rstrip("/")

    async def bring(self, identity: str, event: bytes) -> Brought:
        """Add an event, or edit it where it is there: attributes that are the same, or are not named, stay as they are.

        Parameters
        ----------
        identity
            The event's UUID.
        event
            Its JSON.

        Raises
        ------
        ExchangeError
            If the server fails, or refuses; also what is no newer than what it has.
        """
        known, _ = await self._ask("HEAD", f"/events/view/{identity}")
        if known == HTTPStatus.NOT_FOUND:
            await self._send("/events/add", event)
            return Brought.ADDED
        _check(known, 0)
        await self._send(f"/events/edit/{identity}", event)
        return Brought.EDITED

    async def _send(self, path: str, event: bytes) -> None:
        status, said = await self._ask("POST", path, event)
        if NOT_NEWER in said:
            raise ExchangeError("it has the event from this second, or from a later moment than ours")
        _check(status, 0)

    async def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Ask, and give the status and how the answer begins; a status that says that we shall wait is an error that says how long."""
        try:
            async with self._session.request(
                method, self._address + path, data=body, allow_redirects=False
            ) as answer:
                said = await answer.content.read(ANSWER)
                if answer.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
                    _check(answer.status, _wait(answer.headers.get("Retry-After", "")))
                return answer.status, said
        except TimeoutError:
            raise ExchangeError("it does not answer in time") from None
        except (aiohttp.ClientError, OSError, ValueError) as fault:
            raise ExchangeError(f"it cannot be asked: {type(fault).__name__}") from None


@asynccontextmanager
async def connected(address: str, key: str, trust: SSLContext) -> AsyncIterator[MispClient]:
    """Speak to a MISP while the block runs.

    Parameters
    ----------
    key
        Of a user there who may add events.
    trust
        Whom TLS believes; certificates are always checked.
    """
    headers = {
        "Authorization": key,
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "Noroshi",
    }
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=trust),
        timeout=TIMEOUT,
        headers=headers,
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as session:
        yield MispClient(session, address)


def _check(status: int, wait: int) -> None:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise ExchangeError(f"it refuses our key (HTTP {status})")
    if status != HTTPStatus.OK:
        raise ExchangeError(f"it answered HTTP {status}", wait=wait)


def _wait(given: str) -> int:
    return min(int(given[:9]), LONGEST_WAIT) if given.isascii() and given.isdecimal() else 0
