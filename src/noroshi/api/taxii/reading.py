"""Objects, manifests and versions, as they are asked for by filter and page."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from msgspec.structs import replace

from noroshi.api.given import Given
from noroshi.api.taxii.answers import answer
from noroshi.api.taxii.exchange import Exchange, asked
from noroshi.api.taxii.service import ROOT
from noroshi.people.audit import What
from noroshi.people.caller import Caller
from noroshi.sharing.taxii.collection import Collection
from noroshi.sharing.taxii.envelope import envelope, manifest, versions
from noroshi.sharing.taxii.filters import OBJECT_MATCHES, VERSIONS_MATCHES
from noroshi.sharing.taxii.refusals import Refused

COLLECTION = f"{ROOT}/collections/{{collection:str}}"


@get(f"{COLLECTION}/objects", notes=What.READ_COLLECTION, sync_to_thread=True)
def list_objects(
    exchange: Given[Exchange], request: Request[Caller, Any, Any], collection: FromPath[str]
) -> Response[bytes]:
    """Give objects, in the order in which they were added."""
    found = exchange.readable(collection, request)
    page = exchange.book.page(found.id, asked(request))
    exchange.counters["given"] += len(page.items)
    return answer(envelope(page), headers=page.headers())


@get(f"{COLLECTION}/manifest", notes=What.READ_COLLECTION, sync_to_thread=True)
def list_manifest(
    exchange: Given[Exchange], request: Request[Caller, Any, Any], collection: FromPath[str]
) -> Response[bytes]:
    """Give the same, without their content."""
    found = exchange.readable(collection, request)
    page = exchange.book.manifest(found.id, asked(request))
    return answer(manifest(page), headers=page.headers())


@get(f"{COLLECTION}/objects/{{identity:str}}", notes=What.READ_COLLECTION, sync_to_thread=True)
def show_object(
    exchange: Given[Exchange],
    request: Request[Caller, Any, Any],
    collection: FromPath[str],
    identity: FromPath[str],
) -> Response[bytes]:
    """Give the versions of an object that are asked for; the last of them unless something is said."""
    found = exchange.readable(collection, request)
    filters = replace(asked(request, OBJECT_MATCHES), ids=(identity,))
    page = exchange.book.page(found.id, filters)
    if not page.items:
        _check_known(exchange, found, identity)
    exchange.counters["given"] += len(page.items)
    return answer(envelope(page), headers=page.headers())


@get(f"{COLLECTION}/objects/{{identity:str}}/versions", notes=What.READ_COLLECTION, sync_to_thread=True)
def list_versions(
    exchange: Given[Exchange],
    request: Request[Caller, Any, Any],
    collection: FromPath[str],
    identity: FromPath[str],
) -> Response[bytes]:
    """Give which versions of an object there are."""
    found = exchange.readable(collection, request)
    filters = replace(asked(request, VERSIONS_MATCHES), ids=(identity,), every=True)
    page = exchange.book.manifest(found.id, filters)
    if not page.items:
        _check_known(exchange, found, identity)
    return answer(versions(page), headers=page.headers())


def _check_known(exchange: Exchange, collection: Collection, identity: FromPath[str]) -> None:
    """Tell an object that is not there from one of which nothing was asked for."""
    if not exchange.book.knows(collection.id, identity):
        raise Refused(HTTPStatus.NOT_FOUND, "there is no such object")


ROUTES = (list_objects, list_manifest, show_object, list_versions)
