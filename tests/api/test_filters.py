"""Saved filters follow their owner to another browser, and are nobody else's."""

from http import HTTPStatus

from noroshi.people.rights import Role
from tests.api.answering import Answering


def test_follow(api: Answering) -> None:
    """What is saved in one browser is there in another, until it is forgotten in either; others see nothing of it."""
    first, second = api.browser(), api.browser()
    csrf = {"X-Noroshi-CSRF": second.get("/session").json()["csrf"]}
    asked = {"name": "Attacks/night", "address": "/alerts?kind=dos.victim"}

    saved = api.client().post("/me/filters", json=asked)
    seen = [each.get("/me/filters").json() for each in (first, second)]
    others = api.client("ema", Role.MEMBER, "example").get("/me/filters").json()
    forgotten = second.delete("/me/filters", params={"name": "Attacks/night"}, headers=csrf)

    assert HTTPStatus.OK == saved.status_code
    assert [[asked]] * 2 == [
        [{"name": each["name"], "address": each["address"]} for each in given] for given in seen
    ]
    assert [] == others
    assert HTTPStatus.NO_CONTENT == forgotten.status_code
    assert [] == first.get("/me/filters").json()


def test_refused(api: Answering) -> None:
    """An address elsewhere is refused with a problem, and forgetting what is not there says so."""
    officer = api.client()

    elsewhere = officer.post("/me/filters", json={"name": "Trap", "address": "//evil.example"})
    nothing = officer.delete("/me/filters", params={"name": "Trap"})

    assert (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND) == (
        elsewhere.status_code,
        nothing.status_code,
    )
