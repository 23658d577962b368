import asyncio
import hmac
from collections.abc import AsyncIterator
from http import HTTPStatus

import msgspec
import pytest
from aiohttp import web

from noroshi.clock import SECOND
from noroshi.delivery.channels.webhook import REFUSED, WebhookChannel, signature
from noroshi.delivery.document import Document, document
from noroshi.delivery.settings import WebhookSettings
from noroshi.errors import DeliveryError
from noroshi.organisations.model import ChannelKind
from noroshi.testing import HandClock
from tests.delivery.stories import NIGHT, contact, message

SECRET = "between us"


class Receiver:
    """Checks each call as our documentation tells receivers to, and drops repeats."""

    def __init__(self) -> None:
        self.url = ""
        self.status = 204
        self.location = ""
        self.slow = 0.0
        self.answer = b""
        self.taken: dict[str, bytes] = {}
        self.calls = 0

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take a call."""
        body = await request.read()
        self.calls += 1
        await asyncio.sleep(self.slow)
        expected = signature(SECRET, request.headers["X-Noroshi-Timestamp"], body)
        if not hmac.compare_digest(request.headers.get("X-Noroshi-Signature", ""), expected):
            return web.Response(status=403)
        if self.status < 300:
            self.taken.setdefault(request.headers["Idempotency-Key"], body)
        headers = {"Location": self.location} if self.location else None
        return web.Response(status=self.status, headers=headers, body=self.answer)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Run a receiver on a free port."""
    running = Receiver()
    application = web.Application()
    application.router.add_post("/alerts", running.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    running.url = f"http://127.0.0.1:{runner.addresses[0][1]}/alerts"
    yield running
    await runner.cleanup()


def channel(settings: WebhookSettings | None = None) -> WebhookChannel:
    return WebhookChannel(settings or WebhookSettings(secret=SECRET, timeout=5), HandClock(NIGHT))


async def test_taken_once(receiver: Receiver) -> None:
    """A message that is sent twice is signed, and taken once by its key."""
    sent = message(to=contact(ChannelKind.WEBHOOK, receiver.url))

    await channel().send(sent)
    await channel().send(sent)

    assert receiver.calls == 2
    taken = {key: msgspec.json.decode(body, type=Document) for key, body in receiver.taken.items()}
    assert taken == {sent.key: document(sent)}


async def test_secret_of_its_own(receiver: Receiver) -> None:
    """An address may have a secret of its own, and a wrong one is found out."""
    to = contact(ChannelKind.WEBHOOK, receiver.url)
    own = WebhookSettings(secret="for the others", secrets={receiver.url: SECRET})

    await channel(own).send(message(to=to))
    with pytest.raises(DeliveryError, match="403"):
        await channel(WebhookSettings(secret="wrong")).send(message(to=to))

    assert len(receiver.taken) == 1
    assert SECRET not in repr(own)


@pytest.mark.parametrize(
    "status", [400, 401, 403, 404, 405, 408, 410, 413, 415, 422, 425, 429, 500, 502, 503]
)
async def test_refusals(receiver: Receiver, status: int) -> None:
    """What says that the request will never do is permanent; all else is tried again."""
    receiver.status = status

    with pytest.raises(DeliveryError) as refused:
        await channel().send(message(to=contact(ChannelKind.WEBHOOK, receiver.url)))

    assert refused.value.retry == (status not in REFUSED)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirects(receiver: Receiver, status: int) -> None:
    """A redirect is not followed, wherever it leads, and is permanent."""
    receiver.status, receiver.location = status, receiver.url

    with pytest.raises(DeliveryError) as refused:
        await channel().send(message(to=contact(ChannelKind.WEBHOOK, receiver.url)))

    assert (receiver.calls, refused.value.retry) == (1, False)


async def test_slow_receiver(receiver: Receiver) -> None:
    """A receiver that does not answer in time is tried again."""
    receiver.slow = 30

    with pytest.raises(DeliveryError, match="no answer within") as refused:
        await channel(WebhookSettings(secret=SECRET, timeout=0.1)).send(
            message(to=contact(ChannelKind.WEBHOOK, receiver.url))
        )

    assert refused.value.retry


async def test_long_answer(receiver: Receiver) -> None:
    """An answer of any length is taken for what its status says."""
    receiver.status, receiver.answer = HTTPStatus.OK, b"x" * (8 << 20)

    await channel().send(message(to=contact(ChannelKind.WEBHOOK, receiver.url)))

    assert len(receiver.taken) == 1


async def test_nobody_there(unused_tcp_port: int) -> None:
    """A receiver that is down is tried again, and the URL, which may hold a secret, is not in the error."""
    url = f"http://127.0.0.1:{unused_tcp_port}/hidden-token"

    with pytest.raises(DeliveryError) as refused:
        await channel().send(message(to=contact(ChannelKind.WEBHOOK, url)))

    assert refused.value.retry
    assert "hidden-token" not in refused.value.message


@pytest.mark.parametrize(
    "url",
    ["", "ftp://127.0.0.1/", "http://", "http://192.0.2.1/alerts", "file:///etc/passwd", "http://[::1/"],
)
async def test_addresses_not_called(url: str) -> None:
    """What is not a URL, or is plain HTTP to another machine, is refused for good."""
    with pytest.raises(DeliveryError) as refused:
        await channel().send(message(to=contact(ChannelKind.WEBHOOK, url)))

    assert not refused.value.retry


def test_timestamp_is_signed() -> None:
    """The same body at another time has another signature, so that old calls cannot be played again."""
    now = NIGHT // SECOND

    assert signature(SECRET, str(now), b"{}") != signature(SECRET, str(now + 1), b"{}")
