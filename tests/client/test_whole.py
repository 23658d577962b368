"""The client is whole: it asks every route that a program may ask, says all that can be said there, and gives what is answered."""

import asyncio
import inspect
import itertools
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import aclosing
from enum import Enum
from http import HTTPStatus
from typing import Any, Final, NamedTuple, get_args, get_origin, get_type_hints

import pytest
from litestar import Response
from litestar.handlers import BaseRouteHandler
from litestar.response import Stream
from msgspec import DecodeError

from noroshi.api.application import BASE
from noroshi.api.gate import ANYBODY, Connection, Gate
from noroshi.client.block_lists import ListContent
from noroshi.client.client import Client
from noroshi.client.events import Happening
from noroshi.client.line import Answer, Line
from noroshi.client.problem import ProblemError
from noroshi.client.resource import Resource
from noroshi.people.rights import Role
from noroshi.records.pages import Page
from tests.api.answering import ROSTER, Answering, answering
from tests.api.test_laws import EVERY, Route, filled, name
from tests.api.test_partners import PARTNERS
from tests.api.test_releases import wanted
from tests.client.things import Things

LEFT_OUT: Final[Mapping[str, str]] = {
    "GET/openapi.json": "it describes the API to those who write clients",
    "DELETE/session": "a token has no session that would end",
    "POST/alerts/{alert:str}/close": "only the centre itself closes what has been quiet",
    "WEBSOCKET/picture": "its frames are for eyes; docs/api.md says what is in them, for whoever draws them",
}
"""Route -> why no method asks it, though a program is not refused there."""

BODIES: Final[Mapping[str, Mapping[str, Any]]] = {
    "POST/releases": wanted(),
    "POST/blocklists": {"about": ["west"], "reason": "a worm"},
    "PUT/alerts/{alert:str}/mark": {"marking": "red"},
    "POST/session/renewal/passkey": {"id": "", "credential": {}},
    "POST/session/renewal/password": {"password": ""},
}
"""What is refused to programs only once it can be read."""

NOT_DONE: Final[Mapping[str, HTTPStatus]] = {
    "alerts.reopen": HTTPStatus.CONFLICT,  # nobody has touched the alert
    "alerts.wake": HTTPStatus.CONFLICT,
    "alerts.unmerge": HTTPStatus.CONFLICT,
    "alerts.undo": HTTPStatus.CONFLICT,
    "partners.pull": HTTPStatus.BAD_GATEWAY,  # no partner's server is there
    "partners.push": HTTPStatus.UNPROCESSABLE_ENTITY,  # the settings name no MISP
}
"""Method -> what it is refused with here."""

PLACES: Final = frozenset({"after", "Last-Event-ID", "last_event_id"})
"""Where a list or a stream goes on: the client says so by itself."""


def methods() -> Iterator[tuple[str, Any]]:
    """The methods of the client, each with its name."""
    client = Client("http://127.0.0.1", "")
    nouns = {noun: each for noun, each in vars(client).items() if isinstance(each, Resource)}
    for noun, each in {"": client, **nouns}.items():
        for verb, method in inspect.getmembers(type(each), inspect.isfunction):
            if not verb.startswith("_"):
                yield f"{noun}.{verb}".lstrip("."), method


METHODS: Final = dict(methods())


def named(route: Route) -> Iterator[str]:
    """A route's name, once for each value of what it takes of a few."""
    hints, whole = get_type_hints(route.handler.fn), name(route)
    parts = {part: hints[part[1:].partition(":")[0]] for part in whole.split("/") if part.startswith("{")}
    few = {part: kind for part, kind in parts.items() if inspect.isclass(kind) and issubclass(kind, Enum)}
    for values in itertools.product(*few.values()):
        found = whole
        for part, value in zip(few, values, strict=True):
            found = found.replace(part, value.value)
        yield found


ROUTES: Final = {each: route for route in EVERY for each in named(route)}


class Asked(NamedTuple):
    """What a method asked, and what it gave."""

    given: Any
    problem: Exception | None
    routes: tuple[str, ...]
    """One for each request."""
    said: frozenset[str]
    """Names of what the request had in its query, its body and its headers, empty or not."""


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    """A centre with organisations that may be partners."""
    with answering(tmp_path_factory.mktemp("centre"), members=ROSTER + PARTNERS) as made:
        yield made


async def first(items: AsyncGenerator[Any, None]) -> Any:
    """The first of a list or a stream."""
    async with aclosing(items):
        return await anext(items)


@pytest.fixture(scope="module")
def asked(api: Answering) -> Mapping[str, Asked]:
    """Every method, asked once."""
    things, passed = Things(api), list[str]()
    given = {
        each: dict(
            things.given(each.rpartition(".")[2], list(inspect.signature(method).parameters.values())[1:])
        )
        for each, method in METHODS.items()
    }
    said = set[str]()
    let_through, hand_on = Gate.__call__, Line.ask

    async def watched(gate: Gate, connection: Connection, handler: BaseRouteHandler) -> None:
        path = f"{connection.scope.get('method')}{next(iter(handler.paths))}"
        for part, value in connection.path_params.items():
            if isinstance(value, str) and path.replace(f"{{{part}:str}}", value) in ROUTES:
                path = path.replace(f"{{{part}:str}}", value)
        passed.append(path)
        await let_through(gate, connection, handler)

    async def overheard(line: Line, *place: str, **parts: Mapping[str, object] | None) -> Answer:
        said.update(*(each or () for each in parts.values()))
        return await hand_on(line, *place, **parts)  # type: ignore[arg-type]  # as they came

    async def ask(centre: Client, method: str) -> Asked:
        noun, _, verb = method.rpartition(".")
        passed.clear()
        said.clear()
        told = problem = None
        answer = getattr(getattr(centre, noun) if noun else centre, verb)(**given[method])
        try:
            told = await (first(answer) if isinstance(answer, AsyncGenerator) else answer)
        except (ProblemError, DecodeError) as fault:
            problem = fault
        return Asked(told, problem, tuple(passed), frozenset(said))

    async def walk() -> Mapping[str, Asked]:
        async with Client(api.server.address, api.token(things.person)) as centre:
            return {method: await ask(centre, method) for method in METHODS}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Gate, "__call__", watched)
        patch.setattr(Line, "ask", overheard)
        return asyncio.run(walk())


@pytest.mark.parametrize("method", METHODS)
def test_asks(method: str, asked: Mapping[str, Asked]) -> None:
    """A method asks exactly one route, which does it; what it gives could be read as what it says that it gives."""
    found = asked[method]

    assert 1 == len(set(found.routes))
    assert NOT_DONE.get(method) == getattr(found.problem, "status", found.problem)


def test_once(asked: Mapping[str, Asked]) -> None:
    """No route is asked by two methods."""
    routes = [found.routes[0] for found in asked.values()]

    assert sorted(set(routes)) == sorted(routes)


def test_whole(asked: Mapping[str, Asked], api: Answering) -> None:
    """A route that no method asks is for signing in, or refuses programs, or is named with its reason."""
    program = api.client("root", Role.ADMINISTRATOR)
    silent = ROUTES.keys() - {route for found in asked.values() for route in found.routes}
    for each in silent - LEFT_OUT.keys():
        method, _, path = each.partition("/")
        if ROUTES[each].handler.opt["may"] == ANYBODY:
            continue
        answer = program.request(method, filled(f"/{path}"), json=BODIES.get(each, {}))
        assert HTTPStatus.FORBIDDEN == answer.status_code, each
        assert answer.json()["type"] in {"/problems/by-hand", "/problems/access"}, each

    assert set() == LEFT_OUT.keys() - silent


def kind_of(handler: BaseRouteHandler) -> Any:
    """What a route answers with."""
    found = get_type_hints(handler.fn)["return"]
    return get_args(found)[0] if get_origin(found) is Response else found


@pytest.mark.parametrize("method", METHODS)
def test_kinds(method: str, asked: Mapping[str, Asked]) -> None:
    """What a method says that it gives is what its route says that it answers with; a file is bytes, and a text is a string."""
    route, gives = ROUTES[asked[method].routes[0]], get_type_hints(METHODS[method])["return"]
    answers = kind_of(route.handler)
    if answers in {bytes, str, Any, Stream}:
        assert gives in {bytes, str, ListContent | None, AsyncIterator[Happening]}
    elif get_origin(answers) is Page:
        assert get_args(answers) == get_args(gives)
    else:
        assert answers == gives


def test_says(asked: Mapping[str, Asked], api: Answering) -> None:
    """Whatever a route takes can be said to its methods, and nothing else: in the query, in the body, or as a condition."""
    described = api.nobody().get("/openapi.json").raise_for_status().json()
    said: dict[Route, set[str]] = {}
    for found in asked.values():
        said.setdefault(ROUTES[found.routes[0]], set()).update(found.said)

    for route, names in said.items():
        assert taken(route, described) - PLACES == names - PLACES, name(route)


def taken(route: Route, described: Mapping[str, Any]) -> set[str]:
    """What a route takes beside its path, by its description."""
    path = BASE + re.sub(":[a-z]+}", "}", route.path)
    operation = described["paths"][path][route.method.lower()]
    found = {each["name"] for each in operation.get("parameters", ()) if each["in"] != "path"}
    if body := operation.get("requestBody"):
        schema = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        found |= described["components"]["schemas"][schema]["properties"].keys()
    return found
