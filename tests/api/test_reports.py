"""Reports: what they say, and to whom."""

import csv
import io
from http import HTTPStatus

import httpx
import pytest

from noroshi.people.rights import Role
from tests.api.answering import Answering
from tests.api.test_releases import signed_in
from tests.delivery.stories import detection


@pytest.fixture(scope="module")
def centre(shared: Answering) -> Answering:
    """A centre in which each of two members has an alert, and one of these is taken."""
    [_, alert] = shared.alerted(detection(subject="203.0.113.9"), detection(subject="192.0.2.17"))
    answer = shared.client().post(
        f"/alerts/{alert}/acknowledge", json={"note": "called"}, headers={"If-Match": "*"}
    )
    answer.raise_for_status()
    return shared


def member(centre: Answering) -> httpx.Client:
    """Somebody of one of the members."""
    return centre.client("ema", Role.MEMBER, "example")


def test_shift(centre: Answering) -> None:
    """A shift's report says what is open, taken and snoozed, and what happened, the latest first."""
    told = centre.client().get("/reports/shift").json()

    assert [1, 1, 0] == [told[heap]["total"] for heap in ("open", "taken", "snoozed")]
    assert ["203.0.113.9"] == [each["subject"] for each in told["open"]["items"]]
    assert {"opened": 2, "acknowledged": 1} == told["deeds"]
    assert ("acknowledged", "called") == tuple(told["happened"][0][field] for field in ("deed", "note"))


def test_shift_of_member(centre: Answering) -> None:
    """A member's shift report has their own alerts alone, and nothing that an officer wrote."""
    told = member(centre).get("/reports/shift").json()

    assert [0, 1, 0] == [told[heap]["total"] for heap in ("open", "taken", "snoozed")]
    assert {"192.0.2.17"} == {each["subject"] for each in told["happened"]}
    assert {""} == {each["note"] for each in told["happened"]}
    assert [] == told["silences"]


def test_week(centre: Answering) -> None:
    """A week's report has each member of whom there is something to say, and to a member itself alone."""
    told, own = centre.client().get("/reports/week").json(), member(centre).get("/reports/week").json()

    assert [("library", 1, 0), ("example", 0, 1)] == [
        (each["organisation"], each["open"], each["taken"]) for each in told["members"]
    ]
    assert ["example"] == [each["organisation"] for each in own["members"]]
    assert {(0, True)} == {(each["quiet"], each["complete"]) for each in (told, own)}


@pytest.mark.parametrize("report", ["shift", "week"])
def test_table(report: str, centre: Answering) -> None:
    """As a table a report is for those who may export, which members may not."""
    answer = centre.client().get(f"/reports/{report}.csv")
    refused = [who.get(f"/reports/{report}.csv") for who in (member(centre), centre.client("v", Role.VIEWER))]

    assert 3 == len(list(csv.reader(io.StringIO(answer.text))))
    assert f'attachment; filename="noroshi-{report}.csv"' == answer.headers["Content-Disposition"]
    assert [HTTPStatus.FORBIDDEN] * 2 == [each.status_code for each in refused]


@pytest.mark.parametrize(
    "asked", ["shift?hours=0", "shift?hours=169", "shift?hours=x", "week?days=0", "week?days=93"]
)
def test_span(asked: str, centre: Answering) -> None:
    """A span of nothing, or of more than is kept in sight, is refused with a problem."""
    answer = centre.client().get(f"/reports/{asked}")

    assert HTTPStatus.BAD_REQUEST == answer.status_code
    assert "application/problem+json" == answer.headers["Content-Type"]


def test_member(centre: Answering) -> None:
    """A member gets their own report, and the same as an officer who asks for it; of any other member nothing is known."""
    own = member(centre).get("/reports/members/example")
    told = centre.client().get("/reports/members/example").json()
    refused = [member(centre).get(f"/reports/members/{each}") for each in ("library", "nothing")]

    assert ["192.0.2.17"] == [each["subject"] for each in own.json()["had"]]
    assert "called" not in own.text
    assert own.json() | {"since": "", "until": ""} == told | {"since": "", "until": ""} | {
        each: own.json()[each] for each in ("happened", "quarter")
    }
    assert [HTTPStatus.NOT_FOUND] * 2 == [each.status_code for each in refused]
    assert refused[0].text.replace("library", "nothing") == refused[1].text


@pytest.mark.parametrize(("language", "title"), [("", "What to do next"), ("th", "สิ่งที่ต้องทำต่อไป")])
def test_member_text(language: str, title: str, centre: Answering) -> None:
    """It is there as plain text as well, in the language asked for, else in the reader's."""
    asked = {"language": language} if language else {}
    answer = member(centre).get("/reports/members/example/text", params=asked)

    assert "text/plain; charset=utf-8" == answer.headers["Content-Type"]
    assert f"== {title} ==" in answer.text


def test_member_clearance(api: Answering) -> None:
    """Of a member who may not receive what is amber there is no report: an officer is told why, and the member sees nothing."""
    api.alerted(detection(subject="192.0.2.17"))
    low = {"clearance": "green", "role": "member", "organisation": "example"}
    person = api.person("ema", Role.MEMBER, "example")
    signed_in(api, "ada", Role.ADMINISTRATOR).patch(f"/people/{person.id}", json=low).raise_for_status()

    assert HTTPStatus.NOT_FOUND == api.client("ema").get("/reports/members/example").status_code


def test_member_span(centre: Answering) -> None:
    """A language that no report is written in, or a span out of sight, is refused with a problem."""
    answers = [
        centre.client().get("/reports/members/example", params=asked)
        for asked in ({"language": "fr"}, {"days": "93"})
    ]

    assert [HTTPStatus.BAD_REQUEST] * 2 == [each.status_code for each in answers]
