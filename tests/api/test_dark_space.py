"""Where dark space lies is for those who may know; others are answered as if there was none."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from msgspec.structs import replace

from noroshi.alerts.notices import NoticeState
from noroshi.api.gate import SAFE
from noroshi.clock import DAY, iso
from noroshi.detections.model import SENSOR, Subject
from noroshi.people.rights import Role
from tests.api.answering import ROSTER, Answering, answering
from tests.api.test_events import Stream
from tests.api.test_laws import HTTP, Route, filled, name
from tests.delivery.stories import DARK, detection

WITHIN = ROSTER.replace("192.0.2.0/25}", "192.0.2.0/24}")
"""Example University has the whole prefix in use, but for what is dark in its upper half."""


@pytest.fixture(scope="module")
def within(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    """A centre whose member has dark space within a prefix in use."""
    with answering(tmp_path_factory.mktemp("centre"), members=WITHIN) as made:
        yield made


@pytest.mark.parametrize(
    ("address", "holders", "of_officer"),
    [
        ("192.0.2.1", ["192.0.2.0/24"], ["192.0.2.0/24"]),
        ("192.0.2.200", ["192.0.2.128/25"], ["192.0.2.0/24"]),
        ("198.51.100.200", ["198.51.100.128/25"], []),
    ],
)
def test_addresses(address: str, holders: list[str], of_officer: list[str], within: Answering) -> None:
    """Who asks address by address learns no more than from the list of prefixes in use: a dark one leaves no gap."""
    lead = within.client("lea", Role.LEAD).get(f"/addresses/{address}").json()
    officer = within.client("mika").get(f"/addresses/{address}").json()

    assert holders == [each["holding"] for each in lead["holders"]]
    assert of_officer == [each["holding"] for each in officer["holders"]]
    assert officer["standing"] is None


def test_map(within: Answering) -> None:
    """The map of an organisation has pieces in use alone, and whole ones."""
    lead = within.client("lea", Role.LEAD).get("/organisations/example/map").json()
    officer = within.client("mika").get("/organisations/example/map").json()

    assert {("192.0.2.0/25", "live"), ("192.0.2.128/25", "dark")} == pieces(lead)
    assert {("192.0.2.0/24", "live")} == pieces(officer)
    assert (False, True) == (lead["masked"], officer["masked"])


def pieces(space: dict[str, list[dict[str, str]]]) -> set[tuple[str, str]]:
    """Prefixes, and how they are used."""
    return {(each["prefix"], each["use"]) for each in space["pieces"]}


OPERATED = ROSTER.replace(
    "    name: Example University\n", "    name: Example University\n    tags: [operator]\n"
)
"""Example University runs the sensors, too."""

RANGE = "192.0.2.128/25"
TELLING = (
    "198.51.100.",
    "192.0.2.128",
    "192.0.2.200",
    "c63364",
    *(str(DARK + host) for host in (13, 14)),
)
"""What tells where dark space lies: in samples, as bytes and as Mirai's sequence numbers; and a dark range that answers."""

UNKNOWING = ("viewer", "officer", "member")
"""Roles without the right to know."""


class Hidden(NamedTuple):
    """A centre with an alert whose samples lie in dark space, and one about a dark range."""

    api: Answering
    alert: str
    awake: str
    notice: str
    """About the latter."""
    askers: dict[str, httpx.Client]

    def ask(self, role: str) -> httpx.Client:
        """Give somebody of a role; a member belongs to the organisation that both are of."""
        if role not in self.askers:
            self.askers[role] = self.api.client(role, Role(role), "example" if role == "member" else "")
        return self.askers[role]


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hidden]:
    """Such a centre."""
    with answering(tmp_path_factory.mktemp("centre"), members=OPERATED) as api:
        awake = replace(
            detection("infection.internal"),
            kind="sensor.answering",
            subject=Subject(SENSOR, RANGE),
            why="Addresses of 192.0.2.128/25 answer.",
        )
        alert, other = api.alerted(detection(), awake)
        notices = api.centre.alerts.notices((), other, 10)
        yield Hidden(api, alert, other, notices[0].id, {})


@pytest.mark.parametrize("role", UNKNOWING)
@pytest.mark.parametrize("route", [route for route in HTTP if "events" not in route.path], ids=name)
def test_every_route(route: Route, role: str, hidden: Hidden) -> None:
    """Nobody who may not know where dark space lies is told, by any route, in any byte of an answer."""
    asker, told = hidden.ask(role), []
    for values in (
        {"alert": hidden.alert, "organisation": "example", "address": "192.0.2.17", "move": "note"},
        {"alert": hidden.awake, "notice": hidden.notice, "organisation": "library", "move": "note"},
    ):
        for query in (
            {},
            {"q": "sensor", "snoozed": "show", "merged": "show", "all": "true"},
            {"kind": "sensor"},
        ):
            answer = asker.request(
                route.method,
                filled(route.path, **values),
                params=query,
                headers={"If-Match": "*"},
                json=None if route.method in SAFE else {"note": "seen", "language": "en"},
            )
            told.append(answer.status_code)
            content = answer.content.lower()
            assert [] == [each for each in TELLING if each.encode() in content], (values, query)
    assert told


@pytest.mark.parametrize("role", UNKNOWING)
def test_ranges_are_unseen(role: str, hidden: Hidden) -> None:
    """What a dark range does is answered as what does not exist, whatever is asked, and is counted nowhere."""
    asker = hidden.ask(role)
    listed = asker.get("/alerts", params={"merged": "show", "snoozed": "show"}).json()
    asked = [
        asker.get("/alerts", params={"subject": RANGE}).json()["total"],
        asker.get("/alerts", params={"kind": "sensor"}).json()["total"],
        len(asker.get("/notices", params={"alert": hidden.awake}).json()["items"]),
    ]
    bulk = {"move": "note", "note": "x", "ids": [[hidden.awake, None]]}

    ids = [each["id"] for each in listed["items"]]
    assert hidden.alert in ids
    assert hidden.awake not in ids
    assert len(ids) == listed["total"]
    assert [0, 0, 0] == asked
    assert {404} == {
        asker.get(path).status_code
        for path in (f"/alerts/{hidden.awake}", f"/alerts/{hidden.awake}/text", f"/notices/{hidden.notice}")
    }
    if role == "officer":
        assert [hidden.awake] == [
            each["id"] for each in asker.post("/alerts/bulk", json=bulk).json()["refused"]
        ]


def test_preview(hidden: Hidden) -> None:
    """What a silence would have held back is told without what a dark range does, and its alert is as one that does not exist."""
    officer, lead = hidden.ask("officer"), hidden.ask("lead")
    told = [
        each.post("/silences/preview", json={"organisation": "example"}).json()["alerts"]
        for each in (officer, lead)
    ]
    answers = [
        officer.post("/silences/preview", json={"alert": each}) for each in (hidden.awake, "A-NOTHING")
    ]

    ranges = lead.get("/alerts", params={"kind": "sensor"}).json()["total"]  # others' tests open some more
    assert ranges
    assert told[0] + ranges == told[1]
    assert [404, 404] == [each.status_code for each in answers]
    assert answers[0].text.replace(hidden.awake, "A-NOTHING") == answers[1].text


def test_held(tmp_path: Path) -> None:
    """What a silence has held back and what lifting it lets go is counted without what a dark range does; all of it goes out."""
    with answering(tmp_path, members=OPERATED) as api:
        officer, lead = api.client("mika"), api.client("lea", Role.LEAD)
        until = iso(api.centre.clock.now() + DAY)
        wanted = {"organisation": "example", "reason": "They know.", "until": until}
        silence = officer.post("/silences", json=wanted).raise_for_status().json()["id"]
        awake = replace(detection(), kind="sensor.answering", subject=Subject(SENSOR, RANGE))
        api.alerted(detection(), awake)
        told = [each.get("/silences").json()[0]["held"] for each in (officer, lead)]
        lifted = officer.delete(f"/silences/{silence}").raise_for_status().json()["released"]
        states = {each.state for each in api.centre.alerts.notices((), "", 10)}

    assert ([1, 2], 1, {NoticeState.OWED}) == (told, lifted, states)


def test_who_may_know(hidden: Hidden) -> None:
    """A lead is told all of it."""
    lead = hidden.ask("lead")

    assert RANGE == lead.get(f"/alerts/{hidden.awake}").json()["alert"]["subject"]
    assert hidden.awake in [each["id"] for each in lead.get("/alerts").json()["items"]]
    assert "198.51.100.13" in lead.get(f"/alerts/{hidden.alert}").text


@pytest.mark.parametrize(("number", "role"), [(18, "viewer"), (19, "member"), (20, "lead")])
def test_stream(number: int, role: str, hidden: Hidden) -> None:
    """The stream has what a dark range does only for those who may know where it lies."""
    stream = Stream(hidden.ask(role))
    stream.next("hello")
    prefix, address = f"192.0.2.{8 * number}/29", f"192.0.2.{number}"
    awake = replace(detection(), kind="sensor.two-way", subject=Subject(SENSOR, prefix))
    hidden.api.alerted(awake, detection(subject=address))
    first = stream.next("alert")
    stream.close()

    assert (prefix if role == "lead" else address) == first.data["alert"]["subject"]
