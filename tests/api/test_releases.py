from typing import Any

import httpx
import pytest

from noroshi.clock import DAY, SystemClock, iso
from noroshi.indications.logbook import Logbook
from noroshi.people.rights import Role
from tests.api.answering import Answering
from tests.delivery.stories import detection
from tests.indications.signs import sign


def signed_in(api: Answering, name: str, role: Role = Role.LEAD) -> httpx.Client:
    """Somebody in a browser, whose pages send what belongs to the session."""
    browser = api.browser(name, role)
    browser.headers["X-Noroshi-CSRF"] = browser.get("/session").json()["csrf"]
    return browser


def wanted(**changes: str) -> dict[str, Any]:
    """A release as somebody asks for it."""
    until = iso(SystemClock().now() + DAY)
    return {
        "to": "library",
        "level": "full",
        "kind": "infection",
        "reason": "they ask",
        "until": until,
    } | changes


def test_indication(api: Answering) -> None:
    """A single indication is released, explained for each partner or one organisation, and counted."""
    lea = signed_in(api, "lea")
    [found] = Logbook(api.centre.indications, ["port.rising"]).conclude([sign()])
    path = f"/indications/{found.id}/decisions"
    nobody = lea.get(path).raise_for_status().json()
    [before] = lea.get(path, params={"to": "library"}).raise_for_status().json()
    asked = lea.post("/releases", json=wanted(kind="", indication=found.id)).raise_for_status().json()
    [after] = lea.get(path, params={"to": "library"}).raise_for_status().json()
    api.centre.sign_outlet().let_out(api.centre.organisations.get("library"), [found])

    assert ([], "unreleased", None) == (nobody, before["rule"], before["sign"])
    assert (found.id, "released", found.subject) == (
        asked["what"]["indication"],
        after["rule"],
        after["sign"]["port"],
    )
    assert [{"to": "library", "level": "full", "rule": "released", "alerts": 0, "indications": 1}] == lea.get(
        "/releases/tallies"
    ).json()


def test_two_persons(api: Answering) -> None:
    """One lead asks and another approves; the one who asked cannot, and the audit has all of it."""
    lea, kei = signed_in(api, "lea"), signed_in(api, "kei")
    asked = lea.post("/releases", json=wanted()).raise_for_status().json()
    alone = lea.post(f"/releases/{asked['id']}/approve", json={})
    approved = kei.post(f"/releases/{asked['id']}/approve", json={}).raise_for_status().json()
    [listed] = kei.get("/releases").raise_for_status().json()
    withdrawn = lea.post(f"/releases/{asked['id']}/withdraw", json={}).raise_for_status().json()
    audit = kei.get("/audit", params={"about": asked["id"]}).raise_for_status().json()["items"]

    assert ("asked", "lea", "") == (asked["state"], asked["asked_by"], asked["decided_by"])
    assert (409, "/problems/move-refused") == (alone.status_code, alone.json()["type"])
    assert ("approved", "kei", approved) == (approved["state"], approved["decided_by"], listed)
    assert ("withdrawn", []) == (withdrawn["state"], kei.get("/releases").json())
    assert [
        ("withdraw-release", "lea", "done"),
        ("approve-release", "kei", "done"),
        ("approve-release", "lea", "refused"),
        ("ask-release", "lea", "done"),
    ] == [(each["what"], each["who"], each["outcome"]) for each in audit]


def test_programs(api: Answering) -> None:
    """A program neither asks, approves nor marks, whatever its token says: two tokens are not two persons."""
    [alert] = api.alerted(detection(subject="192.0.2.17"))
    person, program = signed_in(api, "lea"), api.client("kei", Role.LEAD)
    release = person.post("/releases", json=wanted()).raise_for_status().json()["id"]
    answers = (
        program.post("/releases", json=wanted()),
        program.post(f"/releases/{release}/approve", json={}),
        program.put(f"/alerts/{alert}/mark", json={"marking": "clear"}),
    )

    audit = person.get("/audit", params={"who": "kei", "outcome": "refused"}).json()["items"]

    assert [403] * 3 == [answer.status_code for answer in answers]
    assert [("mark", alert), ("approve-release", release), ("ask-release", "library")] == [
        (each["what"], each["about"]) for each in audit if each["what"] != "request"
    ]
    assert 200 == program.post(f"/releases/{release}/refuse", json={}).status_code


def test_mark(api: Answering) -> None:
    """An alert is amber until a lead marks it; a viewer sees that."""
    [alert] = api.alerted(detection(subject="192.0.2.17"))
    lea, viewer = signed_in(api, "lea"), api.client("vi", Role.VIEWER)
    before = viewer.get(f"/alerts/{alert}/mark").raise_for_status().json()
    asked = {"marking": "amber+strict", "fields": {"subject": "red"}}
    marked = lea.put(f"/alerts/{alert}/mark", json=asked).raise_for_status().json()

    assert ("amber", "", None) == (before["marking"], before["by"], before["at"])
    assert ("amber+strict", {"subject": "red"}, "lea") == (marked["marking"], marked["fields"], marked["by"])
    assert marked == viewer.get(f"/alerts/{alert}/mark").json()
    assert 403 == viewer.put(f"/alerts/{alert}/mark", json=asked).status_code


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"kind": ""}, 422),
        ({"level": "counts"}, 422),
        ({"to": "nobody"}, 404),
        ({"until": "soon"}, 400),
        ({"level": "all"}, 400),
    ],
)
def test_refused(changes: dict[str, str], status: int, api: Answering) -> None:
    """What cannot be meant so is refused with a problem, and not written."""
    lea = signed_in(api, "lea")

    assert status == lea.post("/releases", json=wanted(**changes)).status_code
    assert [] == lea.get("/releases?all=true").json()
