"""Indications over HTTP."""

from http import HTTPStatus

import httpx

from noroshi.clock import DAY, SECOND
from noroshi.detections.model import Phase
from noroshi.indications.model import begun
from noroshi.people.rights import Role
from tests.api.answering import Answering
from tests.delivery.stories import detection
from tests.indications.signs import NIGHT, sign


def test_list(api: Answering) -> None:
    """Page after page gives every indication once, the latest seen first, by subject and whether it is over."""
    api.centre.indications.record(
        [begun(sign(f"tcp/{port}", first=NIGHT + port * SECOND)) for port in (1, 2, 3)]
    )
    asker = api.client()
    first = asker.get("/indications", params={"limit": 2}).raise_for_status().json()
    rest = asker.get("/indications", params={"limit": 2, "after": first["next"]}).json()

    assert [["tcp/3", "tcp/2"], ["tcp/1"]] == [
        [each["subject"] for each in page["items"]] for page in (first, rest)
    ]
    assert rest["next"] is None
    assert ["tcp/2"] == [
        each["subject"] for each in asker.get("/indications?subject=tcp/2&ended=false").json()["items"]
    ]
    assert [] == asker.get("/indications?ended=true").json()["items"]


def test_show(api: Answering) -> None:
    """A member sees all of an indication, which is green and names no address; another centre's id is none."""
    made = begun(sign())
    api.centre.indications.record([made])
    member = api.client("mei", Role.MEMBER, "example")
    answer = member.get(f"/indications/{made.id.lower()}")

    assert HTTPStatus.OK == answer.status_code
    assert ("green", made.detection.why) == tuple(
        answer.json()["indication"][each] for each in ("marking", "why")
    )
    assert [("", 60)] == [
        (each["centre"], each["sources"]) for each in answer.json()["indication"]["seen_by"]
    ]
    assert ["fingerprints", "campaigns"] == [each["name"] for each in answer.json()["evidence"]["tallies"]]
    assert HTTPStatus.NOT_FOUND == member.get("/indications/I-00000000").status_code


def test_asking(api: Answering) -> None:
    """Beside an indication are the alerts about machines that asked for the port while it rose; a member's are its own."""
    early, other = sign("tcp/23", Phase.ENDED, first=NIGHT - DAY), sign("udp/53")
    made = [begun(each) for each in (sign("tcp/23"), early, other)]
    api.centre.indications.record(made)
    ours, theirs = api.alerted(detection(), detection("infection.external", "203.0.113.9"))
    asked = [f"/indications/{each.id}/alerts" for each in made]

    def told(asker: httpx.Client, path: str) -> list[str]:
        return [each["id"] for each in asker.get(path).json()["items"]]

    officer, member = api.client(), api.client("mei", Role.MEMBER, "example")
    assert [[ours, theirs], [], []] == [told(officer, path) for path in asked]
    assert {"total": 1, "complete": True} == {
        name: value for name, value in member.get(asked[0]).json().items() if name != "items"
    }
    assert [ours] == told(member, asked[0])
