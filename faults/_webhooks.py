"""A receiver of webhooks."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from _receiver import Receiver


class Webhooks(Receiver):
    """Drops repeats by `Idempotency-Key`, as docs/notices.md asks of a receiver."""

    async def _protocol(self) -> Callable[[], asyncio.BaseProtocol]:
        return web.Server(self._take, access_log=None)

    async def _take(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        if self._refuses():
            return web.Response(status=503)
        await self._keep(request.headers["Idempotency-Key"], body)
        return web.Response()

    def _document(self, body: bytes) -> bytes:
        return body
