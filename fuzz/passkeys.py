"""Garbage for what reads the answers of browsers that were asked for a passkey: new ones, and to sign in with."""

import contextlib
import json
import sys
from typing import Any

from webauthn.helpers import base64url_to_bytes

from _driver import ROOT, fuzz
from noroshi.errors import SignInError
from noroshi.people.credentials.book import Passkey
from noroshi.people.credentials.passkeys import answered, created, creation, named, request
from noroshi.people.model import Person
from noroshi.people.rights import Role
from noroshi.people.settings import PeopleSettings

sys.path.append(str(ROOT))  # a script's own folder is all that Python looks into

from tests.people.authenticator import Authenticator, b64  # after the line above

SETTINGS = PeopleSettings(public="https://noroshi.example")
SIGNED = ("authenticatorData", "clientDataJSON")
CHALLENGE, HANDLE = bytes(32), bytes(range(32))

_device = Authenticator()
_made = _device.create(creation(SETTINGS, Person("mika", "Mika", Role.LEAD), HANDLE, (), CHALLENGE))
_key = created(SETTINGS, _made, CHALLENGE)
PASSKEY = Passkey(_key.id, "mika", b64(HANDLE), _key.key, 0, "phone", 0)
_signed = _device.get(request(SETTINGS, CHALLENGE))


def read(answer: dict[str, Any]) -> None:
    """Read an answer as what it looks like: a new passkey, or a sign-in with the one that we know."""
    named(answer)
    response = answer.get("response")
    if isinstance(response, dict) and "attestationObject" in response:
        created(SETTINGS, answer, CHALLENGE)
        return
    answered(SETTINGS, PASSKEY, answer, CHALLENGE)
    signed = _signed["response"]
    assert all(
        base64url_to_bytes(answer["response"][field]) == base64url_to_bytes(signed[field]) for field in SIGNED
    )


def parse(data: bytes) -> None:
    """Read garbage as JSON, or as one of the fields of an answer that is right but for it.

    A change in what is signed must not go unseen.
    """
    place, garbage = data[:1] or b"\0", data[1:]
    right = (_made, _signed)[place[0] & 1]
    fields = sorted(right["response"])
    if place[0] & 2:
        answer: dict[str, Any] = {
            **right,
            "response": {**right["response"], fields[place[0] % len(fields)]: b64(garbage)},
        }
    else:
        try:
            decoded: Any = json.loads(garbage)
        except (ValueError, RecursionError):
            return
        if not isinstance(decoded, dict):
            return
        answer = decoded
    with contextlib.suppress(SignInError):
        read(answer)


SEEDS = [
    bytes([kind]) + json.dumps(answer).encode() for kind, answer in enumerate((_made, _signed))
] + [
    bytes([2 | kind | 4 * step]) + base64url_to_bytes(answer["response"][field])
    for kind, answer in enumerate((_made, _signed))
    for field in sorted(answer["response"])
    for step in range(4)
]  # fmt: skip

fuzz(
    parse,
    seeds=SEEDS,
    named=(),
    words=[
        b"\xa3cfmtdnone", b"gattStmt\xa0", b"hauthData", b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff", b"\x81" * 2000, b"\xbf", b"\xd8\x1c\xd8\x1d\x00",
        b"webauthn.get", b"webauthn.create", b'"challenge":', b'"tokenBinding":{"status":"x"}', b"fpacked", b"ctpm", b"android-key", b"null", b"[" * 3000,
    ],
)  # fmt: skip
