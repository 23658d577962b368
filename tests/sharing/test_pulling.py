"""Pulling from a server that means ill, over HTTP on loopback."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from itertools import count

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine

from noroshi.clock import SECOND
from noroshi.errors import ExchangeError
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.sharing import partners
from noroshi.sharing.books import SharingBooks
from noroshi.sharing.partners import Partner
from noroshi.sharing.pulling import Pulled, Puller
from noroshi.sharing.taxii.client import connected
from noroshi.sharing.taxii.collection import from_one
from noroshi.storage.sharing.books import sharing_books
from noroshi.testing import HandClock
from tests.sharing.taxii.shared import NOON, indicator

ABROAD = Partner("abroad", "Abroad")


def pulled(books: SharingBooks, answers: Callable[[str], object]) -> Pulled:
    """Pull from a server that gives an answer for the last part of each path."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(answers(request.path.rstrip("/").rpartition("/")[2]))

    async def pull() -> Pulled:
        application = web.Application()
        application.router.add_get("/{path:.*}", answer)
        async with (
            TestServer(application) as server,
            connected(str(server.make_url("/taxii2/")), "", "", None) as client,
        ):
            return await Puller(books, HandClock(NOON), SECOND, random.Random(1)).pull(ABROAD, client)

    return asyncio.run(pull())


@pytest.fixture
def books(database: Engine) -> SharingBooks:
    """Give books with a partner."""
    made = sharing_books(database)
    made.partners.add(ABROAD, "", By("tests", Via.COMMAND).did(NOON, What.ADD_PARTNER, "abroad"))
    made.objects.open(from_one("abroad"))
    return made


ROOT = {
    "taxii2": {"api_roots": ["/api/"]},
    "collections": {"collections": [{"id": "all", "can_read": True}]},
}


def test_endless(books: SharingBooks) -> None:
    """A server that says that there is always more, and gives nothing, is asked no further, and that is counted."""
    asked = Counter[str]()

    def endless(path: str) -> object:
        asked[path] += 1
        return ROOT.get(path, {"more": True, "next": str(asked["objects"])})

    with pytest.raises(ExchangeError, match="gives nothing"):
        pulled(books, endless)

    assert 1 == asked["objects"]
    assert {"it says that there is more, and gives nothing": 1} == books.partners.get("abroad").refusals


def test_flood(books: SharingBooks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a server that gives ever more, so much is kept of a day and no more, and that is counted."""
    monkeypatch.setattr(partners, "MOST_A_DAY", 1_000)
    numbers = count()

    def flood(path: str) -> object:
        number = next(numbers)
        object_ = msgspec.json.decode(indicator(number).content)
        return ROOT.get(path, {"more": True, "next": str(number), "objects": [object_]})

    with pytest.raises(ExchangeError, match="as much as is kept of one day"):
        pulled(books, flood)

    kept = books.partners.get("abroad")
    assert 1_000 <= kept.today < 2_000
    assert {"it has given as much as is kept of one day": 1} == kept.refusals
