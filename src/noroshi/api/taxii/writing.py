"""Objects that a partner adds, and takes away again."""

from asyncio import to_thread
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, delete, post
from litestar.params import FromPath
from msgspec.structs import replace

from noroshi.api.gate import address_of
from noroshi.api.given import Given
from noroshi.api.taxii.answers import answer
from noroshi.api.taxii.exchange import Exchange, parameters
from noroshi.api.taxii.reading import COLLECTION
from noroshi.people.audit import By, What
from noroshi.people.caller import Caller
from noroshi.sharing.partners import PartnerState
from noroshi.sharing.taxii.collection import Collection
from noroshi.sharing.taxii.filters import EVERYTHING, OBJECT_MATCHES, filters_of
from noroshi.sharing.taxii.media import check_content
from noroshi.sharing.taxii.objects import read_envelope, read_objects, size_of_new
from noroshi.sharing.taxii.posts import post_of
from noroshi.sharing.taxii.refusals import Refused


@post(f"{COLLECTION}/objects", notes=None)
async def add_objects(
    exchange: Given[Exchange], request: Request[Caller, Any, Any], collection: FromPath[str]
) -> Response[bytes]:
    """Add objects, and say what became of each; those that are faulty do not keep the others out."""
    check_content(request.headers.get("Content-Type", ""))
    found = await to_thread(_open_to, exchange, request, collection)
    body = await request.body()  # only now: nobody makes us read what we would refuse
    return await to_thread(_add, exchange, request, found, body)


@delete(f"{COLLECTION}/objects/{{identity:str}}", notes=None, status_code=HTTPStatus.OK, sync_to_thread=True)
def delete_object(
    exchange: Given[Exchange],
    request: Request[Caller, Any, Any],
    collection: FromPath[str],
    identity: FromPath[str],
) -> Response[bytes]:
    """Take away the versions of an object that are named; all of them unless something is said."""
    found = _open_to(exchange, request, collection)
    given = parameters(request)
    is_filtered = any(name.startswith("match[") for name, _ in given)
    filters = filters_of(given, OBJECT_MATCHES) if is_filtered else EVERYTHING
    by = By.caller(request.user, address_of(request))
    entry = by.did(exchange.centre.clock.now(), What.DELETE_OBJECTS, request.url.path)
    if not exchange.book.knows(found.id, identity):
        raise Refused(HTTPStatus.NOT_FOUND, "there is no such object")
    exchange.counters["deleted"] += exchange.book.delete(found.id, replace(filters, ids=(identity,)), entry)
    return answer(b"{}")


def _open_to(exchange: Exchange, request: Request[Caller, Any, Any], name: str) -> Collection:
    """Find a collection that a partner may write to, and from whom something is taken."""
    found = exchange.writable(name, request)
    partner = exchange.centre.sharing.partners.get(found.writer)
    if partner.state is PartnerState.WITHDRAWN:
        raise Refused(HTTPStatus.FORBIDDEN, "nothing is taken from you at present")
    if partner.is_full(exchange.centre.clock.now()):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "you have added as much as is kept of one day")
    return found


def _add(
    exchange: Exchange, request: Request[Caller, Any, Any], collection: Collection, body: bytes
) -> Response[bytes]:
    reading = read_objects(read_envelope(body).objects)
    now = exchange.centre.clock.now()
    made = post_of(collection.writer, now, reading.objects, reading.faults)
    by = By.caller(request.user, address_of(request))
    counted = f"{len(reading.objects)} taken, {len(reading.faults)} refused"
    entry = by.did(now, What.ADD_OBJECTS, request.url.path, counted)
    new = exchange.book.receive(collection.id, reading.objects, made, entry)
    size = size_of_new(reading.objects, new)
    exchange.centre.sharing.partners.took(collection.writer, new, size, reading.faults, now)
    exchange.counters["taken"] += new
    exchange.counters["known"] += len(reading.objects) - new
    for fault in reading.faults:
        exchange.counters[f"refused: {fault.reason}"] += 1
    return answer(made.content, HTTPStatus.ACCEPTED)


ROUTES = (add_objects, delete_object)
