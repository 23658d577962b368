"""The line to a centre: requests, tried again where the centre asks for it, and the stream of events."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Any, Final, NamedTuple, Self, TypeAlias, TypeVar
from urllib.parse import quote

import aiohttp
import msgspec

from noroshi.client.problem import ProblemError
from noroshi.records.pages import Page

Value = TypeVar("Value")
Item = TypeVar("Item")

AGAIN: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""Answers after which the same request is tried again, when Retry-After says."""

TRIES: Final = 5
"""How often a request is tried, at most."""

LONGEST: Final = 30.0
"""Seconds that a request waits between two tries, at most."""

SILENT: Final = 20.0
"""Seconds of silence after which a stream is dead: it ticks every five."""

Query: TypeAlias = Mapping[str, str | int | Collection[str] | None]
"""Parameters by name. What is empty or None is not sent, so that the centre takes what is usual."""


class Answer(NamedTuple):
    """What came back of a request that was done."""

    status: int
    """The HTTP status, below 400."""
    etag: str
    """Its ETag; empty without one."""
    content: bytes
    """All of it."""


class Event(NamedTuple):
    """One event of the stream."""

    name: str
    """alert, indication, sensor, tick or hello."""
    id: str | None
    """Where to go on after it; None if it does not count."""
    data: bytes
    """JSON."""


class Line:
    """A line to a centre. What is asked for is a place below /api/v1, as the parts of its path.

    Parameters
    ----------
    url
        The centre's address, such as https://watch.example.org.
    token
        An API token.
    """

    def __init__(self, url: str, token: str) -> None:
        self._base = f"{url.rstrip('/')}/api/v1"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(headers=self._headers)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(self, kind: type[Value], *place: str, query: Query | None = None) -> Value:
        """Read a record.

        Raises
        ------
        ProblemError
            If the centre refuses.
        """
        return msgspec.json.decode((await self.ask("GET", *place, query=query)).content, type=kind)

    async def do(
        self,
        kind: type[Value],
        method: str,
        *place: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Value:
        """Have something done, and read what became of it.

        Raises
        ------
        ProblemError
            If the centre refuses.
        """
        answer = await self.ask(method, *place, body=body, headers=headers)
        return msgspec.json.decode(answer.content, type=kind)

    async def file(self, *place: str, query: Query | None = None) -> bytes:
        """Take a file away.

        Raises
        ------
        ProblemError
            If the centre refuses.
        """
        return (await self.ask("GET", *place, query=query)).content

    async def pages(
        self, kind: type[Page[Item]], *place: str, query: Query | None = None
    ) -> AsyncIterator[Item]:
        """Read a list to its end, page after page.

        Raises
        ------
        ProblemError
            If the centre refuses.
        """
        after: str | None = None
        while True:
            page = await self.get(kind, *place, query={**(query or {}), "after": after})
            for item in page.items:
                yield item
            after = page.next
            if after is None:
                return

    async def ask(
        self,
        method: str,
        *place: str,
        query: Query | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask for something.

        Raises
        ------
        ProblemError
            If the centre refuses.
        """
        url = "/".join((self._base, *(quote(part, safe="") for part in place)))
        given = None if body is None else msgspec.json.encode(body)
        kept = {**(headers or {}), **({"Content-Type": "application/json"} if given is not None else {})}
        parameters = list(_parameters(query or {}))
        for left in reversed(range(TRIES)):
            async with self._open.request(method, url, params=parameters, data=given, headers=kept) as answer:
                content = await answer.read()
                if answer.ok:
                    return Answer(answer.status, answer.headers.get("ETag", ""), content)
                if answer.status not in AGAIN or not left:
                    raise ProblemError(answer.status, _problem(content))
                wait = _wait(answer.headers.get("Retry-After", ""))
            await asyncio.sleep(wait)
        raise AssertionError

    async def follow(self, since: str | None) -> AsyncIterator[Event]:
        """Follow events for ever; where the stream breaks off it goes on, without a gap and without a repeat.

        Raises
        ------
        ProblemError
            If the centre refuses.
        """
        pause = aiohttp.ClientTimeout(total=None, sock_read=SILENT)
        while True:
            headers = {} if since is None else {"Last-Event-ID": since}
            try:
                async with self._open.get(f"{self._base}/events", headers=headers, timeout=pause) as answer:
                    if not answer.ok and answer.status not in AGAIN:
                        raise ProblemError(answer.status, _problem(await answer.read()))
                    async for event in _events(answer.content):
                        since = event.id if event.id is not None else since
                        yield event
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(1)

    @property
    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the line is not open: use it in an `async with`")
        return self._session


def _parameters(query: Query) -> Iterator[tuple[str, str]]:
    for name, value in query.items():
        if isinstance(value, bool):
            yield name, str(value).lower()
        elif isinstance(value, str | int):
            if value != "":
                yield name, str(value)
        else:
            yield from ((name, str(each)) for each in value or ())


async def _events(stream: aiohttp.StreamReader) -> AsyncIterator[Event]:
    fields: dict[bytes, bytes] = {}
    async for line in stream:
        name, _, value = line.rstrip(b"\n").partition(b": ")
        if name:
            fields[name] = value
        elif fields:
            identity = fields.get(b"id")
            yield Event(
                fields[b"event"].decode(), None if identity is None else identity.decode(), fields[b"data"]
            )
            fields = {}


def _problem(content: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.DecodeError:
        return {}


def _wait(text: str) -> float:
    return min(float(text), LONGEST) if text.isdecimal() else 1.0
