"""What a partner's server answers, over HTTP; nothing that it says is believed before it is read."""

import base64
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

import aiohttp
import msgspec
from msgspec import Struct

from noroshi.errors import ExchangeError
from noroshi.sharing.taxii.collection import FROM
from noroshi.sharing.taxii.envelope import LAST
from noroshi.sharing.taxii.media import TAXII
from noroshi.sharing.taxii.objects import read_envelope
from noroshi.sharing.taxii.refusals import Refused
from noroshi.sharing.taxii.stamps import stamp_of

LARGEST_ANSWER: Final = 32 << 20
"""Bytes of an answer that are read: twice what we take of a body, as servers make pages of 10,000 objects."""

PAGE: Final = 1_000
"""Objects that we ask for at a time."""

TIMEOUT: Final = aiohttp.ClientTimeout(total=120, sock_connect=10, sock_read=30)
"""Seconds. OpenCTI takes more than ten for a page of a large collection (its issue 14786)."""

LONGEST_WAIT: Final = 3_600
"""Seconds after which we ask again, whatever a server says."""

MOST_COLLECTIONS: Final = 1_000
"""Of a server, at most."""

T = TypeVar("T")


class _Discovery(Struct):
    api_roots: list[str] = []
    default: str | None = None
    versions: list[str] = []
    """An API root has these; whoever names one need not name discovery."""


class TheirCollection(Struct):
    """A collection of a partner's server."""

    id: str
    title: str = ""
    alias: str = ""
    can_read: bool = False
    can_write: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether it holds what we told, which a centre like ours lets us read again; see `collection.from_one`."""
        return self.can_write and self.alias.startswith(FROM)


class _Collections(Struct):
    collections: list[TheirCollection] = []


class Answer(NamedTuple):
    """A page of a partner's collection."""

    raws: list[msgspec.Raw]
    """Objects, not yet looked at."""
    next: str
    """Where the next page begins; empty if the server does not say."""
    more: bool
    last: str
    """When the last of them was added there, as the server writes it; empty if it does not say."""


class TaxiiClient:
    """Asks a partner's server.

    Parameters
    ----------
    session
        Connections, with what proves who we are.
    address
        The URL of its discovery, or of an API root.
    """

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = f"{address.rstrip('/')}/"

    async def root(self) -> str:
        """Find the API root: the one that is named, or the server's default, or its first.

        Raises
        ------
        ExchangeError
            If there is none on the same host: what proves who we are goes nowhere else.
        """
        found = await self._read(self._address, _Discovery)
        if found.versions and not found.api_roots:
            return self._address
        named = found.default or next(iter(found.api_roots), "")
        root = f"{urljoin(self._address, named).rstrip('/')}/"
        if not named or urlsplit(root)[:2] != urlsplit(self._address)[:2]:
            raise ExchangeError("its discovery names no API root on the same host")
        return root

    async def collections(self, root: str) -> Sequence[TheirCollection]:
        """Give the collections that we may read, but for those of what we told."""
        found = await self._read(f"{root}collections/", _Collections)
        return [
            each
            for each in found.collections[:MOST_COLLECTIONS]
            if each.can_read and not each.is_ours and _is_plain(each.id)
        ]

    async def page(self, root: str, collection: str, added_after: str, place: str) -> Answer:
        """Give a page of objects.

        Parameters
        ----------
        added_after
            Those that were added later, as the server wrote it; empty for all.
        place
            Where the page begins, as the page before said; empty for the first.
        """
        query = {"limit": str(PAGE)}
        if added_after:
            query["added_after"] = added_after
        if place:
            query["next"] = place
        body, headers = await self._get(f"{root}collections/{collection}/objects/", query)
        try:
            envelope = read_envelope(body or b"{}")
        except Refused as fault:
            raise ExchangeError(f"its answer: {fault.reason}") from None
        return Answer(envelope.objects, envelope.next or "", envelope.more, _stamp(headers.get(LAST, "")))

    async def _read(self, url: str, kind: type[T]) -> T:
        body, _ = await self._get(url, {})
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise ExchangeError("its answer is no TAXII") from None

    async def _get(self, url: str, query: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
        try:
            async with self._session.get(url, params=query, allow_redirects=False) as answer:
                if answer.status != HTTPStatus.OK:
                    raise ExchangeError(f"it answered HTTP {answer.status}", wait=_wait(answer.headers))
                return await _bounded(answer), answer.headers
        except TimeoutError:
            raise ExchangeError("it does not answer in time") from None
        except (aiohttp.ClientError, OSError, ValueError) as fault:
            raise ExchangeError(f"it cannot be asked: {_plainly(fault)}") from None


@asynccontextmanager
async def connected(address: str, login: str, secret: str, trust: Any) -> AsyncIterator[TaxiiClient]:
    """Ask a partner's server while the block runs.

    Parameters
    ----------
    login, secret
        For HTTP Basic; without a login the secret is a bearer token, and without a secret the certificate has to do.
    trust
        Speaks TLS; see `noroshi.sharing.taxii.trust`.
    """
    headers = {"Accept": TAXII, "User-Agent": "Noroshi"}
    if login:
        headers["Authorization"] = f"Basic {base64.b64encode(f'{login}:{secret}'.encode()).decode()}"
    elif secret:
        headers["Authorization"] = f"Bearer {secret}"
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=trust),
        timeout=TIMEOUT,
        headers=headers,
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as session:
        yield TaxiiClient(session, address)


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    """Read an answer, and no more of it than it may have; unpacked, so that a small one cannot be a large one."""
    read = bytearray()
    async for part in answer.content.iter_chunked(1 << 16):
        read += part
        if len(read) > LARGEST_ANSWER:
            raise ExchangeError(f"its answer has more than {LARGEST_ANSWER:,} bytes")
    return bytes(read)


def _stamp(text: str) -> str:
    """Give a moment that a server wrote, if it is one: it is kept, and sent back."""
    try:
        stamp_of(text)
    except ValueError:
        return ""
    return text


def _is_plain(identity: str) -> bool:
    """Tell whether an id can stand in an address as it is."""
    return (
        0 < len(identity) <= 100
        and identity.replace("-", "").replace("_", "").isalnum()
        and identity.isascii()
    )


def _wait(headers: Mapping[str, str]) -> int:
    given = headers.get("Retry-After", "")
    return min(int(given[:9]), LONGEST_WAIT) if given.isascii() and given.isdecimal() else 0


def _plainly(fault: Exception) -> str:
    """Name an error without an address, which may hold a secret."""
    if isinstance(fault, aiohttp.ClientConnectorCertificateError | aiohttp.ClientConnectorSSLError):
        return "its certificate is not the one that is pinned, or is not valid"
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    return type(fault).__name__
