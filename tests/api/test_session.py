"""Signing in over HTTP, and what a session is worth."""

from http import HTTPStatus

import pyotp

from noroshi.people.rights import Role
from tests.api.answering import BY, Answering

PASSWORD = "four words of no account"


def test_first_sign_in(api: Answering) -> None:
    """Whoever is invited chooses a password and an authenticator, gets recovery codes, and is signed in."""
    invited = api.centre.door.invitations.invite("ana", "Ana", Role.OFFICER, BY)
    link, ana = invited.link.reveal().rpartition("/")[2], api.nobody()

    shown = ana.get(f"/invitations/{link}").json()
    enrolment = ana.post(f"/invitations/{link}/password", json={"password": PASSWORD}).json()
    code = pyotp.TOTP(enrolment["totp"]["secret"]).now()
    welcome = ana.post(f"/invitations/{link}/totp", json={"id": enrolment["id"], "code": code})
    session = ana.get("/session").json()

    assert ("ana", "officer") == (shown["person"], shown["role"])
    assert enrolment["totp"]["svg"].startswith("<svg")
    assert (HTTPStatus.OK, "ana") == (welcome.status_code, welcome.json()["person"]["id"])
    assert welcome.json()["recovery_codes"]
    assert ("ana", welcome.json()["csrf"]) == (session["person"]["id"], session["csrf"])
    cookie = next(
        each for each in welcome.headers.get_list("Set-Cookie") if "noroshi_session" in each
    ).lower()
    assert all(each in cookie for each in ("httponly", "samesite=strict", "path=/"))
    assert HTTPStatus.NOT_FOUND == api.nobody().get(f"/invitations/{link}").status_code


def test_password(api: Answering) -> None:
    """A password needs a code, and a wrong one says nothing but that it does not fit."""
    nobody = api.nobody()

    needed = nobody.post("/session/password", json={"name": "mika", "password": "x"})
    wrong = nobody.post("/session/password", json={"name": "mika", "password": "x", "code": "123456"})

    assert (401, "/problems/code-needed") == (needed.status_code, needed.json()["type"])
    assert (401, "/problems/sign-in", "that does not fit") == (
        wrong.status_code,
        wrong.json()["type"],
        wrong.json()["detail"],
    )


def test_browser(api: Answering) -> None:
    """A browser changes something with the session's CSRF value, and nothing once it has signed out."""
    browser = api.browser()
    csrf = {"X-Noroshi-CSRF": browser.get("/session").json()["csrf"]}

    changed = browser.patch("/me", json={"language": "ja"}, headers=csrf)
    out = browser.delete("/session", headers=csrf)

    assert (200, "ja") == (changed.status_code, changed.json()["language"])
    assert (204, 401) == (out.status_code, browser.get("/alerts").status_code)


def test_tokens(api: Answering) -> None:
    """A token does what its scopes say, makes no other token, and nothing once it is revoked."""
    browser = api.browser("lee", Role.OFFICER)
    csrf = {"X-Noroshi-CSRF": browser.get("/session").json()["csrf"]}
    made = browser.post("/me/tokens", json={"name": "feed", "scopes": ["see"]}, headers=csrf).json()
    feed = {"Authorization": f"Bearer {made['secret']}"}
    program = api.nobody()
    before = [
        program.get("/alerts", headers=feed).status_code,
        program.get("/alerts.csv", headers=feed).status_code,
        program.post("/me/tokens", json={"name": "more", "scopes": ["see"]}, headers=feed).status_code,
    ]
    browser.delete(f"/me/tokens/{made['token']['id']}", headers=csrf).raise_for_status()

    assert [200, 403, 403] == before
    assert 401 == program.get("/alerts", headers=feed).status_code


def test_tokens_of_others(api: Answering) -> None:
    """An administrator sees and ends everybody's tokens; a lead sees and ends only their own."""
    token = api.token(api.person("lee", Role.OFFICER))
    lead, chief = (api.client(who, role) for who, role in (("lea", Role.LEAD), ("ada", Role.ADMINISTRATOR)))
    [listed] = chief.get("/people/tokens", params={"person": "lee"}).raise_for_status().json()
    refused = [
        lead.get("/people/tokens").status_code,
        *(lead.delete(f"/{each}/tokens/{listed['id']}").status_code for each in ("people", "me")),
    ]
    everybodys = {each["person"] for each in chief.get("/people/tokens").raise_for_status().json()}
    before = api.centre.door.tokens.caller(token).person.id
    chief.delete(f"/people/tokens/{listed['id']}").raise_for_status()

    assert ([403, 403, 404], {"lee", "lea", "ada"}) == (refused, everybodys)
    assert ("lee", 404) == (before, chief.get("/people/tokens", params={"person": "no"}).status_code)
    assert 401 == api.nobody().get("/alerts", headers={"Authorization": f"Bearer {token}"}).status_code


def test_people(api: Answering) -> None:
    """An administrator invites somebody, changes what they are, and deactivates them."""
    chief = api.browser("ada", Role.ADMINISTRATOR)
    chief.headers["X-Noroshi-CSRF"] = chief.get("/session").json()["csrf"]

    made = chief.post("/people/invitations", json={"id": "noa", "name": "Noa", "role": "viewer"}).json()
    changed = chief.patch("/people/noa", json={"role": "lead"}).json()
    gone = chief.patch("/people/noa", json={"active": False}).json()
    nowhere = chief.post(
        "/people/invitations", json={"id": "x", "name": "X", "role": "member", "organisation": "nothing"}
    )

    assert ("/invitations/" in made["link"], "lead", False) == (True, changed["role"], gone["active"])
    assert 404 == nowhere.status_code
    assert {"ada", "noa"} <= {each["id"] for each in chief.get("/people").json()}


def test_no_provider(api: Answering) -> None:
    """Where the centre trusts no provider there is no way to it."""
    assert HTTPStatus.NOT_FOUND == api.nobody().get("/session/oidc").status_code
    assert "oidc" not in api.nobody().get("/about").json()["sign_in"]
