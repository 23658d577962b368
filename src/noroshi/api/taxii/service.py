"""What there is: discovery, API root, collections, and what became of what was added."""

from http import HTTPStatus
from typing import Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath

from noroshi.api.given import Given
from noroshi.api.taxii.answers import answer, resource
from noroshi.api.taxii.exchange import Exchange, visitor_of
from noroshi.people.caller import Caller
from noroshi.sharing.taxii.collection import Collection, Visitor
from noroshi.sharing.taxii.media import STIX, TAXII
from noroshi.sharing.taxii.objects import LARGEST_BODY
from noroshi.sharing.taxii.refusals import Refused

DISCOVERY: Final = "/taxii2"
"""Where discovery is (TAXII 2.1, 4.1); every address is answered with a slash at its end and without."""

ROOT: Final = "/taxii2/centre"
"""Our one API root."""


@get(DISCOVERY, notes=None, sync_to_thread=False)
def discover(exchange: Given[Exchange], request: Request[Any, Any, Any]) -> Response[bytes]:
    """Say which centre this is, and where its API root is."""
    config = exchange.centre.config
    here = config.sharing.public or str(request.base_url)
    root, about = f"{here.rstrip('/')}{ROOT}/", config.centre
    return answer(resource(title=about.name, contact=about.answer_to, default=root, api_roots=[root]))


@get(ROOT, notes=None, sync_to_thread=False)
def show_root(exchange: Given[Exchange]) -> Response[bytes]:
    """Say what our API root knows, and how much it takes at a time."""
    return answer(
        resource(title=exchange.centre.config.centre.name, versions=[TAXII], max_content_length=LARGEST_BODY)
    )


@get(f"{ROOT}/collections", notes=None, sync_to_thread=True)
def list_collections(exchange: Given[Exchange], request: Request[Caller, Any, Any]) -> Response[bytes]:
    """List the collections that the partner may know of."""
    visitor = visitor_of(request)
    found = [_collection(each, visitor) for each in exchange.visible(visitor)]
    return answer(resource(collections=found) if found else b"{}")


@get(f"{ROOT}/collections/{{collection:str}}", notes=None, sync_to_thread=True)
def show_collection(
    exchange: Given[Exchange], request: Request[Caller, Any, Any], collection: FromPath[str]
) -> Response[bytes]:
    """Show one collection."""
    visitor = visitor_of(request)
    return answer(resource(**_collection(exchange.collection(collection, visitor), visitor)))


@get(f"{ROOT}/status/{{post:str}}", notes=None, sync_to_thread=True)
def show_status(
    exchange: Given[Exchange], request: Request[Caller, Any, Any], post: FromPath[str]
) -> Response[bytes]:
    """Say what became of objects that the partner added within a day."""
    found = exchange.book.post(post, visitor_of(request).organisation)
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "nothing of yours has that id, or it is forgotten")
    return answer(found.content)


def _collection(collection: Collection, visitor: Visitor) -> dict[str, Any]:
    told = {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "alias": collection.alias,
        "can_read": collection.may_read(visitor),
        "can_write": collection.may_write(visitor),
        "media_types": [STIX],
    }
    return {name: value for name, value in told.items() if value != ""}


ROUTES = (discover, show_root, list_collections, show_collection, show_status)
