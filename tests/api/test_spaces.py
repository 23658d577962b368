"""What an organisation answers for, how soon it answers, and what is known of an address: who is told what."""

from http import HTTPStatus
from pathlib import Path

import pytest

from noroshi.alerts.book import Changed
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import AlertState, Outcome
from noroshi.clock import DAY, HOUR
from noroshi.people.rights import Role
from tests.api.answering import Answering, answering
from tests.delivery.stories import detection

OWN = "/organisations/example"

MOVED = """\
organisations:
  - {id: example, name: Example University, holdings: [{prefix: 192.0.2.0/24, valid_until: 2026-03-01}]}
  - {id: library, name: Example Library, holdings: [{prefix: 192.0.2.0/24, valid_from: 2026-03-01}]}
"""
"""A prefix that went from one to the other."""


def test_map(shared: Answering) -> None:
    """A map is laid of live space; dark space is in it only for those who may know where that lies, and then the audit says so."""
    officer, lead = shared.client(), shared.client("lea", Role.LEAD)
    member = shared.client("ema", Role.MEMBER, "example")

    told = [each.get(f"{OWN}/map").json() for each in (officer, lead, member)]

    assert [True, False, True] == [each["masked"] for each in told]
    assert [None, 128, None] == [each["dark"] for each in told]
    assert [{"192.0.2.0/25"}, {"192.0.2.0/25", "192.0.2.128/25"}, {"192.0.2.0/25"}] == [
        {piece["prefix"] for piece in each["pieces"]} for each in told
    ]
    audit = lead.get("/audit", params={"what": "read-dark", "about": "example"}).json()["items"]
    assert ["lea"] == [each["who"] for each in audit]


@pytest.mark.parametrize("page", ["map", "promptness"])
def test_unknown(page: str, shared: Answering) -> None:
    """An organisation that does not exist, or is another member's, is answered alike: not found."""
    member = shared.client("ema", Role.MEMBER, "example")
    answers = [
        shared.client().get(f"/organisations/nothing/{page}"),
        member.get(f"/organisations/nothing/{page}"),
        member.get(f"/organisations/library/{page}"),
    ]

    assert [HTTPStatus.NOT_FOUND] * 3 == [each.status_code for each in answers]
    assert {"/problems/not-found"} == {each.json()["type"] for each in answers}
    assert answers[1].text == answers[2].text.replace("library", "nothing")


def test_as_of(tmp_path: Path) -> None:
    """Who answers for an address is told as of any moment; else as of now."""
    with answering(tmp_path, members=MOVED) as api:
        officer = api.client()
        asked = ("?at=2026-02-28T23:59:59Z", "?at=2026-03-01", "")
        told = [officer.get(f"/addresses/192.0.2.7{each}").json() for each in asked]
        wrong = officer.get("/addresses/192.0.2.7", params={"at": "yesterday"})

    assert ["example", "library", "library"] == [
        holder["organisation"] for each in told for holder in each["holders"]
    ]
    assert ["2026-02-28T23:59:59", "2026-03-01T00:00:00"] == [each["at"][:19] for each in told[:2]]
    assert (HTTPStatus.BAD_REQUEST, True) == (wrong.status_code, "yesterday" in wrong.text)


def test_promptness(api: Answering) -> None:
    """An organisation's figures are those of its last 90 days; who belongs to it is told the same as an officer."""
    [alert] = api.alerted(detection())
    now = api.centre.clock.now()
    lines = [
        Entry(alert, now - days * DAY + hours * HOUR, 0, deed, WATCH, state, outcome)
        for days, hours, deed, state, outcome in (
            (91, 0, Deed.OPENED, AlertState.OPEN, None),
            (40, 0, Deed.CAME_BACK, AlertState.OPEN, None),
            (40, 2, Deed.ACKNOWLEDGED, AlertState.ACKNOWLEDGED, None),
            (40, 5, Deed.RESOLVED, AlertState.RESOLVED, Outcome.CLEANED),
            (20, 0, Deed.CAME_BACK, AlertState.OPEN, None),
            (3, 0, Deed.CLOSED, AlertState.RESOLVED, Outcome.QUIET),
        )
    ]
    api.centre.alerts.record(Changed(entries=lines))

    told = api.client().get(f"{OWN}/promptness").json()
    member = api.client("ema", Role.MEMBER, "example").get(f"{OWN}/promptness").json()

    del told["since"], member["since"]
    assert told == member
    assert {
        "opened": 1,
        "came_back": 2,
        "acknowledged": 1,
        "resolved": 1,
        "cleaned": 1,
        "quiet": 1,
        "to_acknowledge": 7200,
        "to_clean": 18000,
        "recurrence": 1,
        "recurrence_of": 1,
    } == told


def test_activity(shared: Answering) -> None:
    """What is known of an address is told to officers and to whose it is; to another member it is as if nothing was known."""
    shared.alerted(detection(subject="192.0.2.66"))
    theirs = {"subject": "192.0.2.66"}
    told, own, other = (
        each.get("/activity", params=theirs).json()
        for each in (
            shared.client(),
            shared.client("ema", Role.MEMBER, "example"),
            shared.client("laura", Role.MEMBER, "library"),
        )
    )

    assert told["first"] == own["first"] is not None
    assert ["tcp/23", 50] == told["tallies"][0]["counts"][0]
    assert (None, [], [], []) == (other["first"], other["tallies"], other["detections"], other["notes"])


def test_notes(shared: Answering) -> None:
    """What officers wrote about an address is in its activity for officers, and not for the member."""
    [alert] = shared.alerted(detection(subject="192.0.2.67"))
    officer, member = shared.client(), shared.client("ema", Role.MEMBER, "example")
    officer.post(
        f"/alerts/{alert}/note", json={"note": "called"}, headers={"If-Match": "*"}
    ).raise_for_status()

    officers, members = (
        each.get("/activity", params={"subject": "192.0.2.67"}).json()["notes"] for each in (officer, member)
    )

    assert ["called"] == [each["note"] for each in officers]
    assert [] == members


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, HTTPStatus.BAD_REQUEST),
        ({"subject": "::1" * 30}, HTTPStatus.BAD_REQUEST),
        ({"subject": "192.0.2.7", "days": "0"}, HTTPStatus.BAD_REQUEST),
        ({"subject": "192.0.2.7", "days": "367"}, HTTPStatus.BAD_REQUEST),
        ({"subject": "nothing"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"subject": "192.0.2.7/24"}, HTTPStatus.UNPROCESSABLE_ENTITY),
    ],
    ids=["no subject", "too long", "no days", "too many days", "no address", "no prefix"],
)
def test_activity_of_nothing(query: dict[str, str], status: HTTPStatus, shared: Answering) -> None:
    """What is no address, or no span, is refused with a problem that says so."""
    answer = shared.client().get("/activity", params=query)

    assert status == answer.status_code
    assert "application/problem+json" == answer.headers["Content-Type"]
