"""Guides over HTTP."""

from http import HTTPStatus

from noroshi.people.rights import Role
from tests.api.answering import Answering


def test_for_member(api: Answering) -> None:
    """A member gets the guide about what their alert matches, in the language that they ask for."""
    asker = api.client("mem", Role.MEMBER, "example")

    guide = asker.get("/guides/infection.external", params={"language": "ja", "label": "mirai"}).json()

    assert ("infection+mirai", "ja", 1) == (guide["topic"], guide["language"], guide["version"])
    assert ["what", "confirm", "clean", "prevent"] == [each["name"] for each in guide["sections"]]
    assert all(each["steps"] for each in guide["sections"])
    assert guide["sources"]


def test_own_language(api: Answering) -> None:
    """Without a language it is the caller's own; one that nobody writes in is English."""
    asker = api.client("mem", Role.MEMBER, "example")

    languages = [
        asker.get("/guides/dos.victim", params=params).json()["language"]
        for params in ({}, {"language": "fr"})
    ]

    assert ["en", "en"] == languages


def test_unknown(api: Answering) -> None:
    """About a kind without a guide there is nothing, whatever it is called; a strange label is passed over."""
    asker = api.client("mem", Role.MEMBER, "example")

    assert [HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND] == [
        asker.get(f"/guides/{kind}").status_code for kind in ("sea.gap", "..%00")
    ]
    strange = asker.get("/guides/dos.victim", params={"label": "../../x\0"})
    assert "dos.victim" == strange.json()["topic"]
