"""What is asked of an OpenID Connect provider over HTTP."""

import asyncio
import base64
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import quote_plus, urlencode, urlsplit

import aiohttp
import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact
from msgspec import Struct

from noroshi.clock import SECOND
from noroshi.people.oidc.claims import Identity, verified
from noroshi.people.oidc.refusal import refused
from noroshi.people.sessions import PROVED
from noroshi.people.settings import OidcSettings

TIMEOUT: Final = 10.0
"""Seconds for each answer: somebody waits at their screen."""

LARGEST: Final = 1 << 20
"""Bytes of an answer."""

FRESH: Final = 3600.0
"""Seconds for which it is remembered where the provider answers, and its keys."""

AGAIN: Final = 60.0
"""Seconds at least until keys are fetched anew because a token names one that is not known."""

RENEWED: Final = PROVED // SECOND
"""Seconds since the provider asked somebody who they are, after which it shall ask again where they are to prove that."""

Kind = TypeVar("Kind")

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Discovery(Struct, frozen=True):
    """Where a provider answers: OpenID Connect Discovery 1.0, 3."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Tokens(Struct, frozen=True):
    id_token: str


class Provider:
    """A provider that the centre trusts.

    Parameters
    ----------
    settings
        Who it is, and who we are to it.
    elapsed
        Seconds of a clock that nobody sets.
    """

    def __init__(self, settings: OidcSettings, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._known: tuple[float, Discovery, KeySet] | None = None

    def question(self, back: str, state: str, nonce: str, challenge: str, *, renewing: bool = False) -> str:
        """Give the URL at which somebody tells the provider who they are.

        Parameters
        ----------
        back
            The URL to which the provider sends them then.
        challenge
            The hash of the verifier: RFC 7636, 4.2.
        renewing
            Whether to ask them anew unless that was just done: `max_age` of OpenID Connect Core 1.0, 3.1.2.1, for which
            the provider has to say when it was.

        Raises
        ------
        SignInError
            If the provider does not say where that is.
        """
        place = self._place()[0].authorization_endpoint
        asked = {
            "response_type": "code",
            "scope": "openid profile email",
            "client_id": self._settings.client,
            "redirect_uri": back,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        if renewing:
            asked["max_age"] = str(RENEWED)
        return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(asked)}"

    def identity(self, code: str, back: str, verifier: str, nonce: str, now: int) -> Identity:
        """Ask what a code is worth.

        Parameters
        ----------
        back
            As it was asked with.
        verifier
            What the challenge is the hash of.
        now
            ns UTC.

        Raises
        ------
        SignInError
            If the provider does not take it, or what it says is not true.
        """
        discovery, keys = self._place()
        text = asyncio.run(self._redeem(discovery, code, back, verifier))
        kid = _kid(text)
        if kid is not None and not any(key.kid == kid for key in keys.keys):
            keys = self._place(AGAIN)[1]
        return verified(text, keys, self._settings, nonce, now)

    def _place(self, fresh: float = FRESH) -> tuple[Discovery, KeySet]:
        with self._lock:
            now = self._elapsed()
            if self._known is None or now - self._known[0] > fresh:
                self._known = (now, *asyncio.run(self._look_up()))
            return self._known[1:]

    async def _look_up(self) -> tuple[Discovery, KeySet]:
        issuer = self._settings.issuer
        async with self._session() as session:
            where = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
            discovery = _read(await _fetch(session, "GET", where), Discovery)
            if discovery.issuer != issuer:
                raise refused("its discovery document is another provider's")
            for url in (discovery.authorization_endpoint, discovery.token_endpoint, discovery.jwks_uri):
                _check_secure(url)
            keys = _read(await _fetch(session, "GET", discovery.jwks_uri), dict[str, Any])
        try:
            return discovery, KeySet.import_key_set(keys)  # type: ignore[arg-type]  # it checks them itself
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as fault:
            raise refused(f"its keys cannot be read: {type(fault).__name__}") from None

    async def _redeem(self, discovery: Discovery, code: str, back: str, verifier: str) -> str:
        client, secret = self._settings.client, self._settings.secret.reveal()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        ways = discovery.token_endpoint_auth_methods_supported
        headers = {}
        if "client_secret_basic" not in ways and "client_secret_post" in ways:
            form |= {"client_id": client, "client_secret": secret}
        else:  # RFC 6749, 2.3.1, has both encoded first
            pair = f"{quote_plus(client)}:{quote_plus(secret)}"
            headers = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
        async with self._session() as session:
            answer = await _fetch(session, "POST", discovery.token_endpoint, data=form, headers=headers)
        return _read(answer, _Tokens).id_token

    def _session(self) -> aiohttp.ClientSession:
        trust = ssl.create_default_context(cafile=self._settings.authorities or None)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=trust), timeout=aiohttp.ClientTimeout(TIMEOUT)
        )


async def _fetch(session: aiohttp.ClientSession, method: str, url: str, **given: Any) -> bytes:
    """Fetch something small, from just there."""
    body = bytearray()
    try:
        async with session.request(method, url, allow_redirects=False, **given) as response:
            if response.status != 200:
                raise refused(f"{urlsplit(url).path} answers {response.status}")
            async for piece in response.content.iter_chunked(65_536):
                body += piece
                if len(body) > LARGEST:
                    raise refused(f"{urlsplit(url).path} answers more than {LARGEST} bytes")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as fault:
        raise refused(f"it cannot be reached: {type(fault).__name__}") from None
    return bytes(body)


def _read(body: bytes, kind: type[Kind]) -> Kind:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise refused("its answer is not what the standard says") from None


def _kid(text: str) -> str | None:
    """Say which key an id token names; what cannot be read names none."""
    try:
        kid = extract_compact(text.encode()).headers().get("kid")
    except Exception:  # noqa: BLE001  # whatever is wrong with it, whoever verifies it says so
        return None
    return kid if isinstance(kid, str) else None


def _check_secure(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in _LOOPBACK):
        raise refused("it would have secrets sent in the clear")
