"""A centre that shows a made-up picture: the console's files, the answers that the picture asks for, and its stream.

It stands in for the real API where a test needs to know exactly what was sent. The frames keep to the layout of
`noroshi.console`'s `js/picture/decode.js`.
"""

import asyncio
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from aiohttp import web

from noroshi.console.shell import INDEX, Shell

NAMES = [
    "Aoba University", "Bandung Institute of Technology", "Chiang Mai City Hospital", "Da Nang Port Authority", "Echizen Power",
    "Fukui Prefecture", "Gunung Telecom", "Hanoi Rail", "Ishikawa Bank", "Jakarta Water", "Kanazawa Research Network", "Lampang Schools",
]  # fmt: skip
RECORD = np.dtype(
    [
        ("source", "<u4"), ("source_ring", "<u2"), ("source_position", "<u2"), ("ring", "<u2"), ("position", "<u2"),
        ("port", "<u2"), ("protocol", "u1"), ("flags", "u1"), ("late", "<u2"), ("reserved", "<u2"),
    ]
)  # fmt: skip
NOBODY = 0xFFFF
MEMBER, ALERTING, ANSWER = 1, 2, 16


def frame(
    records: npt.NDArray[np.void],
    *,
    start: int,
    packets: int,
    weight: float = 1.0,
    period: int = 100,
    dropped: int = 0,
) -> bytes:
    """One frame as the server sends it."""
    return (
        struct.pack("<BBHIqQfI", 1, 0, len(records), period, start, packets, weight, dropped)
        + records.tobytes()
    )


def rings(names: list[str], *, masked: bool) -> list[dict[str, Any]]:
    """What GET /picture says of organisations with these names: three arcs each, and alerts for some."""
    return [
        {
            "ring": nth, "organisation": name.lower().replace(" ", "-"), "name": name, "addresses": 65536 >> (nth // 2),
            "arcs": [] if masked else arcs(nth),
            "alerts": [alert(nth, which) for which in range((0, 2, 0, 1, 0, 0, 3)[nth % 7])],
        }
        for nth, name in enumerate(names)
    ]  # fmt: skip


def arcs(nth: int) -> list[dict[str, Any]]:
    """Live and dark space in turn."""
    cuts = [0, 14000 + nth * 1500, 30000, 41000 + nth * 900, 65536]
    return [
        {"from": start, "to": stop - 1, "use": "live" if turn % 2 == 0 else "dark"}
        for turn, (start, stop) in enumerate(pairwise(cuts))
    ]


def alert(ring: int, which: int) -> dict[str, Any]:
    """An alert about 10.RING.0.WHICH."""
    return {
        "id": f"A-{ring:02}{which}7QX", "subject": f"10.{ring}.0.{which + 1}", "position": 5000 + which * 17000 + ring * 700,
        "severity": ("critical", "high", "medium")[which], "new": which == 0 and ring % 2 == 1, "state": "open",
        "kind": ("infection.internal", "dos.victim", "misconfiguration")[(which + ring) % 3],
    }  # fmt: skip


@dataclass
class PictureCentre:
    """A web server on loopback, with an event loop and a thread of its own."""

    names: list[str] = field(default_factory=lambda: NAMES)
    masked: bool = False
    rate: int = 800
    """packets shown a second"""
    weight: float = 12.5
    lang: str = "en"
    sending: bool = True
    watching: bool = True
    refusing: bool = False
    age: int = 0
    """how far the data's time lies back, ms"""
    unknown: list[str] = field(default_factory=list)
    """what was asked for and is not there"""
    sent: int = 0
    """packets that the frames sent so far count"""
    opened: int = 0
    """streams opened so far"""
    url: str = ""
    shell: Shell = field(default_factory=Shell)
    transports: set[asyncio.Transport] = field(default_factory=set)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def rings(self) -> list[dict[str, Any]]:
        """The rings as they stand."""
        return rings(self.names, masked=self.masked)

    async def page(self, request: web.Request) -> web.StreamResponse:
        """A file of the console, or its shell."""
        asked = request.path.removeprefix("/static/") if request.path.startswith("/static/") else INDEX
        found = self.shell.find(asked)
        if found is None:
            self.unknown.append(request.path)
            raise web.HTTPNotFound
        policy = {"Content-Security-Policy": self.shell.policy()}
        return web.Response(body=found.content, content_type=found.kind, charset="utf-8", headers=policy)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What the API says."""
        what = request.path.removeprefix("/api/v1")
        if what == "/picture" and request.headers.get("Upgrade", "").lower() == "websocket":
            return await self.stream(request)
        if what == "/events":
            return await self.events(request)
        known: dict[str, Any] = {
            "/about": {"name": "Noroshi", "version": "0", "centre": "Hokuriku Watch", "demo": True, "languages": ["en"], "sign_in": []},
            "/session": {
                "person": {"id": "p", "name": "Sato", "role": "lead", "organisation": "", "language": self.lang},
                "rights": ["see", "work", "see-dark"], "csrf": "x", "expires": "2030-01-01T00:00:00Z",
            },
            "/picture": {"rings": self.rings(), "masked": self.masked, "as_of": "2026-11-28T02:00:00Z"},
        }  # fmt: skip
        if what not in known:
            raise web.HTTPNotFound
        return web.json_response(known[what])

    async def events(self, request: web.Request) -> web.StreamResponse:
        """A stream of events with nothing but ticks."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with_ticks = (
            b'event: tick\ndata: {"now": "2026-11-28T02:00:00Z", "latest": null, "watching": true}\n\n'
        )
        try:
            while True:
                await response.write(with_ticks)
                await asyncio.sleep(5)
        except (ConnectionResetError, asyncio.CancelledError):
            return response

    async def stream(self, request: web.Request) -> web.WebSocketResponse:
        """Ten frames a second."""
        if self.refusing:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if not self.watching:
            await socket.close(code=1013)
            return socket
        if request.transport is not None:
            self.transports.add(request.transport)
        self.opened += 1
        random = np.random.default_rng(4)
        while not socket.closed:
            if self.sending:
                records = self.packets(random)
                packets = int(len(records) * self.weight)
                start = int(time.time() * 1000) - 100 - self.age
                try:
                    await socket.send_bytes(frame(records, start=start, packets=packets, weight=self.weight))
                except ConnectionResetError:  # the page was closed
                    break
                self.sent += packets
            await asyncio.sleep(0.1)
        return socket

    def hang_up(self) -> None:
        """Break every stream off, without a word."""
        for transport in self.transports:
            self.loop.call_soon_threadsafe(transport.abort)
        self.transports.clear()

    def packets(self, random: np.random.Generator) -> npt.NDArray[np.void]:
        """A tenth of a second: background from everywhere, a sweep of a port, and members' machines that alert."""
        many = self.rate // 10
        records = np.zeros(many, RECORD)
        records["source"] = random.choice(np.random.default_rng(1).integers(1 << 24, 224 << 24, 400), many)
        records["source_ring"] = NOBODY
        records["ring"] = np.where(
            random.random(many) < 0.12, NOBODY, random.integers(0, len(self.names), many)
        )
        records["position"] = random.integers(0, 65536, many)
        records["port"] = random.choice(
            [22, 23, 80, 443, 445, 2323, 3389, 5060, 8080, 53413],
            many,
            p=np.array([10, 30, 8, 8, 14, 10, 8, 4, 6, 2]) / 100,
        )
        records["protocol"] = np.where(np.isin(records["port"], [5060, 53413]), 17, 6)
        records["late"] = random.integers(0, 100, many)
        kind = random.random(many)
        records["flags"] = np.where(kind > 0.93, ANSWER, 0)
        pings = (kind > 0.88) & (kind <= 0.93)
        records["protocol"][pings], records["port"][pings] = 1, 8 << 8
        sweep = kind < 0.12
        records["source"][sweep], records["port"][sweep] = 0x2D4F1A07, 23
        ports = (kind >= 0.12) & (kind < 0.17)
        records["source"][ports], records["ring"][ports], records["position"][ports] = (
            0xB9DCC81B,
            2 % len(self.names),
            30000,
        )
        records["port"][ports] = random.integers(1, 65536, int(ports.sum()))
        alerting = [(ring["ring"], each) for ring in self.rings() for each in ring["alerts"]]
        for nth, (ring, each) in enumerate(alerting):
            mine = (kind >= 0.17 + nth * 0.02) & (kind < 0.19 + nth * 0.02)
            parts = [int(part) for part in each["subject"].split(".")]
            records["source"][mine] = int.from_bytes(bytes(parts), "big")
            records["source_ring"][mine], records["source_position"][mine] = ring, each["position"]
            records["flags"][mine], records["port"][mine], records["protocol"][mine] = (
                MEMBER | ALERTING,
                445,
                6,
            )
        return records


@contextmanager
def serve(centre: PictureCentre) -> Iterator[PictureCentre]:
    """Serve it on a free port of loopback, from a thread with a loop of its own, until the caller is done."""
    ready, loop = threading.Event(), centre.loop

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/api/v1/{rest:.*}", centre.answer)
        app.router.add_get("/{rest:.*}", centre.page)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        centre.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    async def stop(runner: web.AppRunner) -> None:
        await runner.cleanup()
        waiting = asyncio.all_tasks() - {asyncio.current_task()}
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    def work() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(start())
        ready.set()
        loop.run_forever()
        loop.run_until_complete(stop(runner))
        loop.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield centre
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
