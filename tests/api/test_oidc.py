"""Signing in by a provider, with a real one on this machine."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from noroshi.api.application import application
from noroshi.api.house import House
from noroshi.api.server import Server
from noroshi.app import Application
from noroshi.cli.program import run
from noroshi.clock import SystemClock
from noroshi.config.home import Home
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.people.oidc.entrance import BACK
from noroshi.people.rights import Role
from tests.api.answering import Answering
from tests.people.idp import CLIENT, SECRET, IdentityProvider

PLACE = "/session/oidc"


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    """Give a provider that answers on this machine."""
    with IdentityProvider(now=lambda: int(time.time())) as running:
        yield running


@pytest.fixture
def trusting(tmp_path: Path, provider: IdentityProvider) -> Iterator[Answering]:
    """Give a centre that trusts it."""
    home = Home(tmp_path / "home")
    assert run(["init", "--home", str(home.path)]) == 0
    (tmp_path / "secret").write_text(SECRET, "utf-8")
    said = f'issuer = "{provider.issuer}"\nclient = "{CLIENT}"\nsecret_file = "{tmp_path / "secret"}"\n'
    rule = 'claim = "groups"\nroles = { soc = "officer" }\n'
    written = home.settings.read_text("utf-8")
    home.settings.write_text(written.replace("[console.oidc]\n", f"[console.oidc]\n{said}{rule}"), "utf-8")
    with Application.open(home, SystemClock()) as centre:
        server, house = Server("127.0.0.1", 0), House(centre, None)
        made = Answering(centre, server)
        with server.beside(application(house), house.close):
            yield made
            for client in made.clients:
                client.close()


def come(browser: httpx.Client, provider: IdentityProvider, invitation: str = "") -> httpx.Response:
    """Go to the provider, say yes, and come back."""
    sent = browser.get(PLACE, params={"invitation": invitation} if invitation else {})
    state, code = provider.visit(sent.headers["Location"])
    return browser.get(f"{PLACE}/callback", params={"state": state, "code": code})


def test_signed_in(trusting: Answering, provider: IdentityProvider) -> None:
    """Whom the provider's claim lets in comes back to the queue, and is signed in."""
    provider.claims |= {"groups": "soc", "preferred_username": "mika"}
    browser = trusting.nobody()

    back = come(browser, provider)

    assert (302, "/") == (back.status_code, back.headers["Location"])
    assert "mika" == browser.get("/session").raise_for_status().json()["person"]["id"]
    assert "oidc" in browser.get("/about").json()["sign_in"]
    assert BACK == f"/api/v1{PLACE}/callback"


def test_cookies(trusting: Answering, provider: IdentityProvider) -> None:
    """No script reads the cookies; the one that ties the way back comes back from another site, and is gone then."""
    provider.claims["groups"] = "soc"
    browser = trusting.nobody()
    [tie] = browser.get(PLACE).headers.get_list("Set-Cookie")
    back = [cookie.lower() for cookie in come(browser, provider).headers.get_list("Set-Cookie")]
    kept = [cookie for cookie in back if not cookie.startswith("noroshi_oidc")]

    assert "httponly" in tie.lower()
    assert "samesite=lax" in tie.lower()
    assert [(True, True)] * 2 == [("httponly" in cookie, "samesite=strict" in cookie) for cookie in kept]
    assert "noroshi_oidc" not in browser.cookies


def test_joined(trusting: Answering, provider: IdentityProvider) -> None:
    """Who accepts an invitation by the provider is signed in."""
    by = By("tests", Via.COMMAND)
    invited = trusting.centre.door.invitations.invite("yuki", "Yuki", Role.VIEWER, by)
    browser = trusting.nobody()

    back = come(browser, provider, invited.link.reveal().rpartition("/")[2])

    assert (302, "/") == (back.status_code, back.headers["Location"])
    assert "yuki" == browser.get("/session").raise_for_status().json()["person"]["id"]


def test_refused(trusting: Answering, provider: IdentityProvider) -> None:
    """Whom nobody knows, or who did not leave from here, is not signed in, and shown a page that says why."""
    browser, other = trusting.nobody(), trusting.nobody()
    unknown = come(browser, provider)
    provider.claims["groups"] = "soc"
    state, code = provider.visit(other.get(PLACE).headers["Location"])
    stolen = browser.get(f"{PLACE}/callback", params={"state": state, "code": code})
    bare = browser.get(f"{PLACE}/callback")
    stale = browser.get(PLACE, params={"invitation": "nothing"})

    assert ["stranger", "provider", "provider", "invitation"] == [
        each.headers["Location"].removeprefix("/sign-in/refused?why=")
        for each in (unknown, stolen, bare, stale)
    ]
    assert 401 == browser.get("/session").status_code


def test_no_provider(api: Answering) -> None:
    """Where the settings name no provider there is nothing to go to."""
    answers = [api.nobody().get(path) for path in (PLACE, f"{PLACE}/callback")]

    assert [404, 404] == [answer.status_code for answer in answers]


def test_declined(trusting: Answering, provider: IdentityProvider) -> None:
    """Who says no at the provider, or whose provider is away, is shown a page that says so."""
    browser = trusting.nobody()
    declined = browser.get(f"{PLACE}/callback", params={"error": "access_denied", "state": "x"})
    provider.discovery["issuer"] = "https://other.example"
    away = browser.get(PLACE)

    assert [(302, "/sign-in/refused?why=declined"), (302, "/sign-in/refused?why=provider")] == [
        (each.status_code, each.headers["Location"]) for each in (declined, away)
    ]


@pytest.mark.parametrize(("asked", "status"), [(0, 201), (400, 403), (None, 403)])
def test_proved(asked: int | None, status: int, trusting: Answering, provider: IdentityProvider) -> None:
    """Signed in by a provider, somebody has proved who they are for as long as since it last asked them; if it says that."""
    provider.claims |= {"groups": "soc"} | ({} if asked is None else {"auth_time": int(time.time()) - asked})
    browser = trusting.nobody()
    sent = browser.get(PLACE, params={"renew": "true"})
    state, code = provider.visit(sent.headers["Location"])
    browser.get(f"{PLACE}/callback", params={"state": state, "code": code})
    csrf = {"X-Noroshi-CSRF": browser.get("/session").json()["csrf"]}

    made = browser.post("/me/tokens", json={"name": "x", "scopes": ["see"]}, headers=csrf)

    assert "300" == provider.asked[-1]["max_age"]
    assert status == made.status_code
