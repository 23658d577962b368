"""What browsers may do with our answers: the same headers on all of them."""

from collections.abc import Awaitable, Callable
from typing import Final

from litestar.types import Message, Scope

from noroshi.console.shell import Shell

ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)",
    ),
)


def headers(shell: Shell) -> Callable[[Message, Scope], Awaitable[None]]:
    """Give what adds the headers to an answer before it is sent."""

    async def add(message: Message, _: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        given = list(message["headers"])
        names = {name for name, _ in given}
        given += [*ALWAYS, (b"content-security-policy", shell.policy().encode())]
        if b"cache-control" not in names:
            given.append((b"cache-control", b"no-store"))
        message["headers"] = given

    return add
