"""A small OpenID Connect provider: it answers over HTTP, and signs with a key of its own."""

import asyncio
import hashlib
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, unquote_plus, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

CLIENT, SECRET = "noroshi@example", "open:sesame / ü"


@dataclass
class IdentityProvider:
    """A provider on this machine, and what it says of whoever comes."""

    now: Callable[[], int]
    """Seconds since the epoch."""
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "248289761001", "name": "Mika Tanaka"})
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "1", "use": "sig"}))
    signs: ECKey | None = None
    """What it signs with; None for its key."""
    header: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    """Claims, in place of the right ones."""
    discovery: dict[str, Any] = field(default_factory=dict)
    """What its discovery document says, in place of the right things."""
    status: int = 200
    asked: list[dict[str, str]] = field(default_factory=list)
    redeemed: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        ready = threading.Event()

        def serve() -> None:
            asyncio.run(self._serve(ready))

        self._thread = threading.Thread(target=serve)
        self._thread.start()
        assert ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def visit(self, url: str) -> tuple[str, str]:
        """Come to it with the URL that the centre gave, say yes; give the state and the code to go back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.asked.append(asked)
        return asked["state"], f"code-{len(self.asked)}"

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        application = web.Application()
        application.router.add_get("/.well-known/openid-configuration", self._discover)
        application.router.add_get("/keys", self._keys)
        application.router.add_post("/token", self._redeem)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.issuer = f"http://{host}:{port}"
        ready.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _discover(self, _: web.Request) -> web.Response:
        right = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return web.json_response({**right, **self.discovery})

    async def _keys(self, _: web.Request) -> web.Response:
        return web.json_response(KeySet([self.key]).as_dict(private=False))

    async def _redeem(self, request: web.Request) -> web.Response:
        form = await request.post()
        code = str(form["code"])
        asked = self.asked[int(code.removeprefix("code-")) - 1]
        client, _, secret = b64decode(request.headers["Authorization"].split()[1]).decode().partition(":")
        hashed = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        assert (CLIENT, SECRET) == (unquote_plus(client), unquote_plus(secret))
        assert asked["code_challenge"] == urlsafe_b64encode(hashed).decode().rstrip("=")
        assert asked["redirect_uri"] == form["redirect_uri"]
        if code in self.redeemed or self.status != 200:
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.redeemed.append(code)
        return web.json_response({"access_token": "x", "token_type": "Bearer", "id_token": self.token(asked)})

    def token(self, asked: dict[str, str]) -> str:
        """Sign what it says."""
        right = {
            "iss": self.issuer,
            "aud": CLIENT,
            "exp": self.now() + 300,
            "iat": self.now(),
            "nonce": asked["nonce"],
        }
        claims = {**right, **self.claims, **self.wrong}
        return jwt.encode(
            {"alg": "ES256", "kid": self.key.kid, **self.header},
            {name: value for name, value in claims.items() if value is not None},
            self.signs or self.key,
        )
