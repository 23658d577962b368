"""Pulling from a server that means ill, over HTTP on loopback."""

import asyncio
import random
from collections import Counter

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine

from noroshi.clock import SECOND
from noroshi.errors import ExchangeError
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.sharing.partners import Partner
from noroshi.sharing.pulling import Puller
from noroshi.sharing.taxii.client import connected
from noroshi.sharing.taxii.collection import from_one
from noroshi.storage.sharing.books import sharing_books
from noroshi.testing import HandClock
from tests.sharing.taxii.shared import NOON

ABROAD = Partner("abroad", "Abroad")


def test_endless(database: Engine) -> None:
    """A server that says that there is always more, and gives nothing, is asked no further, and that is counted."""
    books, asked = sharing_books(database), Counter[str]()
    books.partners.add(ABROAD, "", By("tests", Via.COMMAND).did(NOON, What.ADD_PARTNER, "abroad"))
    books.objects.open(from_one("abroad"))

    async def answer(request: web.Request) -> web.Response:
        path = request.path.rstrip("/").rpartition("/")[2]
        asked[path] += 1
        answers: dict[str, object] = {
            "taxii2": {"api_roots": ["/api/"]},
            "collections": {"collections": [{"id": "all", "can_read": True}]},
            "objects": {"more": True, "next": str(asked["objects"])},
        }
        return web.json_response(answers[path])

    async def pull() -> None:
        application = web.Application()
        application.router.add_get("/{path:.*}", answer)
        async with (
            TestServer(application) as server,
            connected(str(server.make_url("/taxii2/")), "", "", None) as client,
        ):
            await Puller(books, HandClock(NOON), SECOND, random.Random(1)).pull(ABROAD, client)

    with pytest.raises(ExchangeError, match="gives nothing"):
        asyncio.run(pull())

    assert 1 == asked["objects"]
    assert {"it says that there is more, and gives nothing": 1} == books.partners.get("abroad").refusals
