"""The API, described for programs: OpenAPI 3.1, from the routes and the records themselves."""

import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, Final

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, License, SecurityScheme
from msgspec import Struct

from noroshi import __version__
from noroshi.api.conflicts import Conflict
from noroshi.api.gate import ANYBODY, COOKIE, CSRF, SAFE
from noroshi.api.problems import MEDIA, Faulty, Problem
from noroshi.records.fields import sentences

PROBLEMS: Final[Mapping[HTTPStatus, str]] = {
    HTTPStatus.BAD_REQUEST: "Something in the request is not what it should be.",
    HTTPStatus.UNAUTHORIZED: "Nobody knows who asks.",
    HTTPStatus.FORBIDDEN: "Who asks may not do that, or the request comes from another site's page.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or none that the caller sees.",
    HTTPStatus.CONFLICT: "The state of a thing does not allow that.",
    HTTPStatus.PRECONDITION_FAILED: "Somebody else was faster.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is no JSON.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "What is asked for cannot be.",
    HTTPStatus.PRECONDITION_REQUIRED: "The header If-Match is missing.",
    HTTPStatus.TOO_MANY_REQUESTS: "The caller asks too fast; Retry-After says when to ask again.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong that nobody foresaw.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The database cannot be used right now; Retry-After says when to ask again.",
}
"""What each status means that an answer may have instead of what was asked for."""

ALWAYS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""Statuses that any answer may have."""

EXAMPLES: Final[Mapping[str, Any]] = {
    "alert": "A-7QX3M2K",
    "notice": "5f1c02aa9e3b4d6c8e7f001122334455",
    "silence": "S-3K9XT",
    "organisation": "example-university",
    "address": "192.0.2.0/24",
    "person": "mika",
    "q": "tcp/23",
    "subject": "192.0.2.0/24",
    "kind": "infection",
    "from": "2026-11-24T18:00:00Z",
    "to": "2026-11-25T18:00:00Z",
    "If-Match": '"3"',
    "move": "acknowledge",
}
"""What a parameter may look like, by its name."""


def configuration() -> OpenAPIConfig:
    """Say what the framework is to write down by itself."""
    return OpenAPIConfig(
        title="Noroshi",
        version=__version__,
        summary="A watch centre's alerts, and what people do with them.",
        license=License("Apache-2.0", identifier="Apache-2.0"),
        components=Components(
            security_schemes={
                "session": SecurityScheme(
                    "apiKey",
                    name=COOKIE,
                    security_scheme_in="cookie",
                    description=f"A browser that has signed in; what changes something needs the header {CSRF} too.",
                ),
                "token": SecurityScheme("http", scheme="bearer", description="A program with an API token."),
            }
        ),
        use_handler_docstrings=True,
        path="/api/openapi",
        render_plugins=[],
    )


@cache
def described(app: Litestar) -> bytes:
    """Write the description: what the framework has written down, with what it does not know of us."""
    told: dict[str, Any] = app.openapi_schema.to_schema()
    schemas = told["components"]["schemas"]
    _, inner = msgspec.json.schema_components(
        [Problem, Conflict, Faulty], ref_template="#/components/schemas/{name}"
    )
    schemas |= {name: schema for name, schema in inner.items() if name not in schemas}
    structs = {struct.__name__: struct for struct in _all(Struct)}
    for name, schema in schemas.items():
        if name in structs:
            _explain(schema, structs[name])
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            path = told["paths"].get(route.path_format)
            if path and isinstance(handler, HTTPRouteHandler):
                for method in handler.http_methods:
                    if operation := path.get(method.lower()):
                        _complete(operation, handler, method, _tag(route.path_format))
    return msgspec.json.encode(told)


def _all(struct: type[Struct]) -> Iterator[type[Struct]]:
    for each in struct.__subclasses__():
        if each.__module__.startswith("noroshi.") and not each.__module__.startswith("noroshi.cli"):
            yield each  # commands have records of their own, some of which go by the same names
        yield from _all(each)


def _explain(schema: dict[str, Any], struct: type[Struct]) -> None:
    """Say what a record and its fields are, in the words of its class."""
    schema["description"] = " ".join((inspect.getdoc(struct) or "").partition("\n\n")[0].split())
    said = sentences(struct)
    for name, outside in zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True):
        if outside in schema.get("properties", {}) and name in said:
            schema["properties"][outside]["description"] = said[name]


def _complete(operation: dict[str, Any], handler: HTTPRouteHandler, method: str, tag: str) -> None:
    """Say who may, what else may be answered, and what parameters look like."""
    operation["operationId"] = handler.handler_name
    operation["summary"] = operation.get("description", "").partition("\n")[0]
    operation["tags"] = [tag]
    may = handler.opt["may"]
    operation["security"] = [] if may == ANYBODY else [{"session": []}, {"token": []}]
    if may != ANYBODY:
        operation["x-noroshi-rights"] = sorted(may)
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in EXAMPLES:
            parameter["example"] = EXAMPLES[parameter["name"]]
    for status in _statuses(operation, method, names):
        operation["responses"][str(int(status))] = {
            "description": PROBLEMS[status],
            "content": {MEDIA: {"schema": {"$ref": f"#/components/schemas/{_problem(tag, status)}"}}},
        }


def _problem(tag: str, status: HTTPStatus) -> str:
    """Name the record that says what the problem is."""
    if status is HTTPStatus.PRECONDITION_FAILED:
        return Conflict.__name__
    is_faulty = tag == "roster" and status is HTTPStatus.UNPROCESSABLE_ENTITY
    return (Faulty if is_faulty else Problem).__name__


def _tag(path: str) -> str:
    """Name the resource that a path is of.

    Examples
    --------
    >>> _tag("/api/v1/alerts.csv")
    'alerts'
    """
    return path.split("/")[3].partition(".")[0]


def _statuses(operation: Mapping[str, Any], method: str, names: set[str]) -> Iterator[HTTPStatus]:
    yield from ALWAYS
    yield HTTPStatus.UNPROCESSABLE_ENTITY
    yield HTTPStatus.NOT_FOUND
    if operation["security"] or method not in SAFE:
        yield HTTPStatus.UNAUTHORIZED
        yield HTTPStatus.FORBIDDEN
    if method not in SAFE:
        yield HTTPStatus.CONFLICT
    if "requestBody" in operation:
        yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        yield HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    if "If-Match" in names:
        yield HTTPStatus.PRECONDITION_FAILED
        yield HTTPStatus.PRECONDITION_REQUIRED
