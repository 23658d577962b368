"""Refusals, written down: what somebody who is known has no right to, be it the gate that says so or a route."""

import asyncio
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

import structlog
from litestar.types import Scope

from noroshi.api.problems import Refusal, status_of
from noroshi.errors import NoroshiError, RenewalNeededError, StorageError
from noroshi.people.caller import Caller
from noroshi.people.refusals import Refusals

SETTLED: Final = 60.0
"""Seconds between two looks whether a span is over, so that its count is written though nobody asks again."""

_log = structlog.get_logger("noroshi.api")


class Refusing:
    """Has refusals written down, beside the answers.

    Parameters
    ----------
    refusals
        Counts and writes them.
    """

    def __init__(self, refusals: Refusals) -> None:
        self._refusals = refusals

    async def note(self, fault: Exception, scope: Scope) -> None:
        """Write down an error that refuses a known caller something; a database that fails changes nothing for them."""
        caller, why = scope.get("user"), _refusal(fault)
        if not isinstance(caller, Caller) or not why:
            return
        method = scope.get("method", "WEBSOCKET")
        client = scope.get("client")
        address = client[0] if client else ""
        route, about = f"{method} {scope['path_template']}", f"{method} {scope['path']}"
        await _tried(lambda: self._refusals.note(caller, route, about, why, address))

    @asynccontextmanager
    async def beside(self, _: object) -> AsyncIterator[None]:
        """Write counts as their spans end while the block runs, and the rest at its end."""
        settling = asyncio.create_task(self._settle())
        try:
            yield
        finally:
            settling.cancel()
            await _tried(lambda: self._refusals.settle(all_=True))

    async def _settle(self) -> None:
        while True:
            await asyncio.sleep(SETTLED)
            await _tried(self._refusals.settle)


async def _tried(write: Callable[[], None]) -> None:
    try:
        await to_thread(write)
    except StorageError as fault:
        _log.warning("a refusal could not be written down", error=str(fault))


def _refusal(fault: Exception) -> str:
    """Give why an error refuses something for want of a right; empty if it does not."""
    if isinstance(fault, Refusal):
        return fault.detail if fault.status is HTTPStatus.FORBIDDEN else ""
    if isinstance(fault, NoroshiError) and not isinstance(fault, RenewalNeededError):
        return fault.message if status_of(fault) is HTTPStatus.FORBIDDEN else ""
    return ""
