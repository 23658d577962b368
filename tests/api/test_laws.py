"""What every route keeps, whichever it is."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, NamedTuple

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.handlers.base import BaseRouteHandler

from noroshi.alerts.silences import Scope
from noroshi.api.application import BASE, RESOURCES
from noroshi.api.gate import ANYBODY, SAFE
from noroshi.api.routes import pages
from noroshi.clock import HOUR
from noroshi.indications.model import begun
from noroshi.people.audit import What
from noroshi.people.rights import Role
from tests.api.answering import Answering
from tests.delivery.stories import detection
from tests.indications.signs import sign


class Route(NamedTuple):
    """A route, as somebody asks for it."""

    method: str
    path: str
    """Below the base, with its parameters in braces."""
    handler: BaseRouteHandler


def routes() -> Iterator[Route]:
    """Every route of the API."""
    for resource in RESOURCES:
        for handler in resource.ROUTES:
            methods = sorted(handler.http_methods) if isinstance(handler, HTTPRouteHandler) else ["WEBSOCKET"]
            for method in methods:
                for path in sorted(handler.paths):
                    yield Route(method, path, handler)


def name(route: Route) -> str:
    """A route as a test's id shows it."""
    return f"{route.method}{route.path}"


EVERY = list(routes())
every_route = pytest.mark.parametrize("route", EVERY, ids=name)
HTTP = [route for route in EVERY if route.method != "WEBSOCKET"]


@every_route
def test_declares(route: Route) -> None:
    """It says who may use it, and what the audit has of it; and its docstring says what it does."""
    assert route.handler.opt.get("may") is not None
    assert "notes" in route.handler.opt or route.handler.opt["may"] == ANYBODY
    assert isinstance(route.handler.opt.get("notes"), What | None)
    assert (route.handler.fn.__doc__ or "").partition("\n")[0].endswith(".")


def test_open() -> None:
    """Nobody who has not signed in gets further than signing in."""
    shown = {name(route).partition("{")[0] for route in EVERY if route.handler.opt["may"] == ANYBODY}

    assert {"GET/about", "GET/openapi.json", "GET/invitations/", "POST/invitations/"} == {
        each for each in shown if "/session" not in each
    }


def filled(path: str, **values: str) -> str:
    """A path with values for its parameters."""
    for part in path.split("/"):
        if part.startswith("{"):
            field = part.strip("{}").partition(":")[0]
            path = path.replace(part, values.get(field, "nothing"))
    return path


@pytest.mark.parametrize("route", HTTP, ids=name)
def test_nobody(route: Route, shared: Answering) -> None:
    """Without a session or a token it answers 401 as a problem, unless it is for signing in."""
    if route.handler.opt["may"] == ANYBODY:
        pytest.skip("it is for people who have not signed in")

    answer = shared.nobody().request(route.method, filled(route.path, move="note"), json={})

    assert HTTPStatus.UNAUTHORIZED == answer.status_code
    assert "application/problem+json" == answer.headers["Content-Type"]


@pytest.mark.parametrize("route", [route for route in HTTP if route.method not in SAFE], ids=name)
def test_forged(route: Route, shared: Answering) -> None:
    """What changes something is refused to a page of another site, and to a browser without the session's CSRF value."""
    browser, path = shared.browser("kei", Role.ADMINISTRATOR), filled(route.path, move="note")

    foreign = browser.request(route.method, path, json={}, headers={"Origin": "https://evil.example"})
    assert (HTTPStatus.FORBIDDEN, "/problems/foreign-origin") == (foreign.status_code, foreign.json()["type"])
    if route.handler.opt["may"] != ANYBODY:
        bare = browser.request(route.method, path, json={})
        wrong = browser.request(route.method, path, json={}, headers={"X-Noroshi-CSRF": "0" * 64})
        assert [HTTPStatus.FORBIDDEN] * 2 == [bare.status_code, wrong.status_code]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MEMBER])
def test_rights(role: Role, shared: Answering) -> None:
    """A role passes exactly the routes for which it has a right."""
    asker = shared.client(role.value, role)
    person = shared.people[role.value]
    for route in HTTP:
        may = route.handler.opt["may"]
        if may == ANYBODY or "events" in route.path:
            continue
        answer = asker.request(route.method, filled(route.path, move="note"), json={})
        is_refused = (
            answer.status_code == HTTPStatus.FORBIDDEN and answer.json()["type"] == "/problems/forbidden"
        )
        assert is_refused == (not may & person.rights), name(route)


SECRETS = ("library", "lending", "203.0.113", "198.51.100", "desk@lending")
"""What only the other member may read: its name, its addresses, its contacts."""


@pytest.mark.parametrize("route", HTTP, ids=name)
def test_member(route: Route, divided: "Divided") -> None:
    """A member who tries everything with another member's ids gets nothing of theirs: not a byte, in no answer."""
    if "events" in route.path:
        pytest.skip("the stream has a test of its own")
    asker, ids = divided.member, divided.ids
    told: list[int] = []
    for query in divided.queries if route.method in SAFE else divided.queries[:1]:
        for values in divided.values(route.path):
            path = filled(route.path, **values)
            for body in divided.bodies(route):
                answer = asker.request(route.method, path, params=query, headers={"If-Match": "*"}, json=body)
                told.append(answer.status_code)
                asked = json.dumps([path, query, body]).lower()
                content = answer.content.lower()
                for secret in (*SECRETS, *ids):
                    if secret.lower() not in asked:
                        assert secret.lower().encode() not in content, (path, query, body, answer.content)
    assert told
    assert not {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INTERNAL_SERVER_ERROR} & set(told)


def test_officer(divided: "Divided", shared: Answering) -> None:
    """What a member is not told is there: an officer who asks the same is told all of it."""
    officer = shared.client("mika")
    paths = (
        "/alerts",
        f"/alerts/{divided.alert}",
        f"/alerts/{divided.alert}/text",
        f"/indications/{divided.indication}/alerts",
        "/organisations",
        "/organisations/library",
        "/addresses/203.0.113.9",
        "/notices",
        f"/notices/{divided.notice}",
        "/silences",
        "/people",
        "/search?q=203.0.113.9",
        "/alerts.csv",
        "/alerts.json",
    )

    assert [] == [
        path for path in paths if not any(each in officer.get(path).text.lower() for each in SECRETS)
    ]


class Divided:
    """Two members with everything that they can have, and somebody of the first who is curious about the second."""

    def __init__(self, api: Answering) -> None:
        centre = api.centre
        [self.own, self.alert] = api.alerted(
            detection(subject="192.0.2.17"), detection("infection.external", "203.0.113.9")
        )
        desk = centre.desk()
        self.silence = desk.silence(
            Scope(organisation="library"), "Lending Library cleans up", "mika", centre.clock.now() + HOUR
        ).id
        notices = centre.alerts.notices((), self.alert, 10)
        self.notice = notices[0].id
        sighted = begun(sign("tcp/23"))
        centre.indications.record([sighted])
        self.indication = sighted.id
        self.colleague = api.person("laura", Role.MEMBER, "library").id
        self.member = api.client("ema", Role.MEMBER, "example")
        officer = api.client("mika")
        officer.post(
            f"/alerts/{self.alert}/note", json={"note": "lending desk called"}, headers={"If-Match": "*"}
        ).raise_for_status()
        self.ids = (self.alert, self.silence, self.notice, self.colleague)
        self.queries: tuple[dict[str, str], ...] = (
            {},
            {"organisation": "library"},
            {"subject": "203.0.113.0/24", "q": "203.0.113.9"},
            {"q": "lib", "alert": self.alert, "all": "true", "merged": "show", "snoozed": "show"},
        )

    def values(self, path: str) -> Iterator[dict[str, str]]:
        """Values for a path's parameters, all of the other member's."""
        every = {
            "alert": self.alert,
            "indication": self.indication,
            "notice": self.notice,
            "silence": self.silence,
            "organisation": "library",
            "person": self.colleague,
        }
        yield every
        if "{address" in path:
            yield {**every, "address": "203.0.113.9"}
            yield {**every, "address": "203.0.113.0/24"}
            yield {**every, "address": "198.51.100.200"}
        if "{move" in path:
            for move in ("acknowledge", "resolve", "note", "undo", "merge", "assign"):
                yield {**every, "move": move}

    def bodies(self, route: Route) -> Iterator[dict[str, Any] | None]:
        """Bodies that name what is the other member's."""
        if route.method in SAFE or route.method == "DELETE":
            yield None
            return
        yield {}
        yield {"outcome": "cleaned"}
        yield {"into": self.alert, "note": "x", "to": self.colleague}
        yield {"move": "acknowledge", "ids": [[self.alert, None]]}
        yield {"move": "acknowledge", "filter": {"organisation": "library"}}
        yield {"reason": "x", "until": "2100-01-01", "organisation": "library", "alert": self.alert}


@pytest.fixture(scope="module")
def divided(shared: Answering) -> Divided:
    """Two members, and somebody curious."""
    return Divided(shared)


def test_members_alert_is_untouched(divided: Divided, shared: Answering) -> None:
    """After all that, the other member's alert is as it was, while one's own can be answered."""
    alert = shared.centre.alerts.get(divided.alert)
    answer = divided.member.post(
        f"/alerts/{divided.own}/resolve", json={"outcome": "cleaned"}, headers={"If-Match": "*"}
    )
    refused = divided.member.post(
        f"/alerts/{divided.own}/resolve", json={"outcome": "spoofed"}, headers={"If-Match": "*"}
    )

    assert ("open", "") == (alert.state, alert.assignee)
    assert (200, "resolved") == (answer.status_code, answer.json()["state"])
    assert 403 == refused.status_code


def test_unknown_and_others_are_alike(divided: Divided) -> None:
    """What belongs to others is answered in the same words as what does not exist."""
    pairs = [
        (f"/alerts/{divided.alert}", "/alerts/A-NOTHING"),
        (f"/alerts/{divided.alert}/text", "/alerts/A-NOTHING/text"),
        ("/organisations/library", "/organisations/nothing"),
        (f"/notices/{divided.notice}", f"/notices/{'0' * 32}"),
    ]
    for theirs, nothing in pairs:
        found, missing = divided.member.get(theirs), divided.member.get(nothing)
        first, second = theirs.split("/")[2], nothing.split("/")[2]

        assert HTTPStatus.NOT_FOUND == found.status_code
        assert found.text.replace(first, "X") == missing.text.replace(second, "X")


def test_pages_are_open() -> None:
    """The console's own files need no sign-in, and say nothing of alerts."""
    assert {ANYBODY} == {handler.opt["may"] for handler in pages.ROUTES}


def test_below_base() -> None:
    """The base names the version."""
    assert "/api/v1" == BASE
