"""Garbage for what reads the id tokens of a provider, some of it signed by its own key."""

import json
import logging

import structlog
from joserfc import jws
from joserfc.jwk import ECKey, KeySet

from _driver import fuzz
from noroshi.clock import SECOND
from noroshi.errors import SignInError
from noroshi.people.oidc.claims import role_of, verified
from noroshi.people.oidc.provider import _kid
from noroshi.people.rights import Role
from noroshi.people.secret import Secret
from noroshi.people.settings import OidcSettings

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

NOW = 1_800_000_000
SETTINGS = OidcSettings("https://idp.example", "noroshi", Secret("x"), "groups", {"soc": Role.OFFICER})

_key = ECKey.generate_key("P-256", {"kid": "1", "use": "sig"})
_keys = KeySet([_key])
_claims = json.dumps(
    {"iss": "https://idp.example", "aud": "noroshi", "sub": "7", "exp": NOW + 60, "iat": NOW, "nonce": "n", "groups": ["soc"]}
).encode()  # fmt: skip


def sign(payload: bytes) -> str:
    """Sign anything with the provider's key."""
    return jws.serialize_compact({"alg": "ES256", "kid": "1"}, payload, _key)


def parse(data: bytes) -> None:
    """Read garbage as a token, and as what a token says."""
    for text in (data.decode("latin-1"), sign(data)):
        _kid(text)
        try:
            identity = verified(text, _keys, SETTINGS, "n", NOW * SECOND)
        except SignInError:
            continue
        assert identity.subject
        role_of(identity, SETTINGS)


fuzz(
    parse,
    seeds=[_claims, sign(_claims).encode()],
    named=(),
    words=[
        b'"aud": ["noroshi"]', b'"azp": "noroshi"', b'"exp": 1e400', b'"exp": -1', b"NaN", b"null", b"[" * 3000, b'{"a":' * 3000,
        b"eyJhbGciOiJub25lIn0", b".", b"..", b"9" * 5000, b"\\ud800", b'"groups": {"soc": 1}', b'"groups": "soc"',
    ],
)  # fmt: skip
