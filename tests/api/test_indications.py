"""Indications over HTTP."""

from http import HTTPStatus

from noroshi.clock import SECOND
from noroshi.indications.model import begun
from noroshi.people.rights import Role
from tests.api.answering import Answering
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
    assert ["fingerprints", "campaigns"] == [each["name"] for each in answer.json()["evidence"]["tallies"]]
    assert HTTPStatus.NOT_FOUND == member.get("/indications/I-00000000").status_code
