"""HTTP POST of the machine-readable message, signed."""

import hashlib
import hmac
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from noroshi.clock import SECOND, Clock
from noroshi.delivery.channels.trust import distrust, trust
from noroshi.delivery.document import encoded
from noroshi.delivery.message import Message
from noroshi.delivery.settings import WebhookSettings
from noroshi.errors import DeliveryError

REFUSED = frozenset({400, 405, 410, 413, 415, 422})
"""Answers that say that this request will never do. 401, 403 and 404 are not among them: a receiver
that is being mended gives them too. A redirect is, since we follow none: the address must be mended."""
ANSWER = 4096
"""Bytes of an answer that are read; nothing depends on them."""
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class WebhookChannel:
    """Calls the contact's URL; any 2xx answer means taken.

    Headers: `Idempotency-Key`, `X-Noroshi-Timestamp` (seconds since the epoch) and, where
    there is a secret, `X-Noroshi-Signature`, "sha256=" and the hexadecimal HMAC-SHA256 over
    the timestamp, a full stop and the body. A receiver should refuse old timestamps.
    """

    def __init__(self, settings: WebhookSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._trust = trust(settings.authorities)

    async def send(self, message: Message) -> None:
        """Post the message.

        Raises
        ------
        DeliveryError
            If the answer is not 2xx or does not come; permanent for `REFUSED`, redirects
            and addresses that we will not call.
        """
        url = message.contact.address
        self._check(url)
        try:
            status = await self._post(url, message)
        except TimeoutError as error:
            raise DeliveryError(f"no answer within {self._settings.timeout:g} s", retry=True) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise DeliveryError(f"cannot be reached: {_plainly(error)}", retry=True) from error
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            redirected = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
            raise DeliveryError(f"answered HTTP {status}", retry=status not in REFUSED and not redirected)

    def _check(self, url: str) -> None:
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise DeliveryError("the address is not a URL", retry=False) from error
        if parts.scheme == "http" and not (self._settings.plain or parts.hostname in HERE):
            raise DeliveryError("http:// to another machine is not allowed by the settings", retry=False)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise DeliveryError("the address is not an http or https URL", retry=False)

    async def _post(self, url: str, message: Message) -> int:
        body = encoded(message)
        connector = aiohttp.TCPConnector(ssl=self._trust)
        timeout = aiohttp.ClientTimeout(total=self._settings.timeout)
        async with (
            aiohttp.ClientSession(
                connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
            ) as session,
            session.post(
                url, data=body, headers=self._headers(url, message.key, body), allow_redirects=False
            ) as answer,
        ):
            await answer.content.read(ANSWER)
            return answer.status

    def _headers(self, url: str, key: str, body: bytes) -> dict[str, str]:
        timestamp = str(self._clock.now() // SECOND)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Noroshi",
            "Idempotency-Key": key,
            "X-Noroshi-Timestamp": timestamp,
        }
        secret = self._settings.secrets.get(url, self._settings.secret)
        if secret:
            headers["X-Noroshi-Signature"] = signature(secret, timestamp, body)
        return headers


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Sign a body; a receiver computes the same and compares in constant time.

    Examples
    --------
    >>> signature("our secret", "1700000000", b"{}")[:20]
    'sha256=8f18db7701ffe'
    """
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def _plainly(error: Exception) -> str:
    """Name an error without the URL, which may hold a secret."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return distrust(error.certificate_error)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
