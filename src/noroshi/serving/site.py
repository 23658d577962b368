"""A small site for machines that look after machines: /metrics, /health, /ready.

It is bound to loopback unless somebody says otherwise, knows no sign-in, and tells nothing of members.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from noroshi.errors import UsageError
from noroshi.serving.pulse import Pulse

Handler = Callable[[web.Request], Awaitable[web.Response]]


class Listen(NamedTuple):
    """Where a site listens."""

    host: str
    port: int


def address(text: str) -> Listen:
    """Read where to listen: HOST:PORT, with an IPv6 address in brackets.

    Raises
    ------
    UsageError
        If it is not that.

    Examples
    --------
    >>> address("127.0.0.1:9464"), address("[::1]:0")
    (Listen(host='127.0.0.1', port=9464), Listen(host='::1', port=0))
    """
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 65_535:
        raise UsageError(f"{text!r} is not HOST:PORT", hint="Write 127.0.0.1:9464, or [::1]:9464.")
    return Listen(host.removeprefix("[").removesuffix("]"), int(port))


class Site:
    """The site, in a thread of its own.

    Parameters
    ----------
    listen
        Where; port 0 lets the system choose.
    pulse
        What is asked how the process is.
    metrics
        Writes all metrics down.
    """

    def __init__(self, listen: Listen, pulse: Pulse, metrics: Callable[[], bytes]) -> None:
        self.listen = listen
        """Where it listens; once it runs, with the port that the system chose."""
        self._pulse = pulse
        self._metrics = metrics

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Answer while the block runs.

        Raises
        ------
        UsageError
            If it cannot listen there.
        """
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="site", daemon=True)
        thread.start()
        try:
            runner = asyncio.run_coroutine_threadsafe(self._start(), loop).result()
            try:
                yield
            finally:
                asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    async def _start(self) -> web.AppRunner:
        site = web.Application()
        site.router.add_get("/metrics", self._answer_metrics)
        site.router.add_get("/health", self._answer_health)
        site.router.add_get("/ready", self._answer_ready)
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.listen.host, self.listen.port).start()
        except OSError as fault:
            await runner.cleanup()
            raise UsageError(
                f"cannot listen on {self.listen.host} port {self.listen.port}: {fault.strerror}",
                hint="Name another place as [serve] listen in the settings; empty for none.",
            ) from fault
        self.listen = Listen(self.listen.host, runner.addresses[0][1])
        return runner

    async def _answer_metrics(self, _: web.Request) -> web.Response:
        written = await asyncio.to_thread(self._metrics)
        return web.Response(body=written, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _answer_health(self, _: web.Request) -> web.Response:
        """Whether the process should be left alone: 503 asks to start it anew."""
        is_alive = self._pulse.is_alive()
        return web.json_response({"alive": is_alive}, status=200 if is_alive else 503)

    async def _answer_ready(self, _: web.Request) -> web.Response:
        """Whether it does its work: 503 asks a person to look."""
        troubles = await asyncio.to_thread(self._pulse.troubles)
        return web.json_response(
            {"ready": not troubles, "troubles": list(troubles)}, status=503 if troubles else 200
        )
