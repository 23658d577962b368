"""Campaigns over HTTP."""

from http import HTTPStatus

from noroshi.clock import DAY, HOUR
from noroshi.detections.model import Phase
from noroshi.indications.model import begun
from noroshi.people.rights import Role
from tests.api.answering import Answering
from tests.delivery.stories import detection
from tests.indications.signs import sign


def test_campaigns(api: Answering) -> None:
    """A campaign is listed and shown: whom it reached, who was first, how it spread, and whether its port rises."""
    now = api.centre.clock.now()
    began = now - now % HOUR - 5 * HOUR
    first, second, third = api.alerted(
        detection("infection.external", "203.0.113.9", began),
        detection("infection.internal", "192.0.2.17", began + 2 * HOUR),
        detection("infection.external", "192.0.2.18", began + 2 * HOUR),
    )
    rising = begun(sign("tcp/23", first=began))
    api.centre.indications.record(
        [
            rising,
            begun(sign("tcp/23", Phase.ENDED, first=began - 30 * DAY)),
            begun(sign("udp/53", first=began)),
        ]
    )
    asker = api.client()
    (listed,) = asker.get("/campaigns").json()["items"]
    shown = asker.get(f"/campaigns/{listed['id'].lower()}").json()

    assert ("infection: mirai, tcp/23", "tcp/23", 3, 2, "Lending Library") == tuple(
        listed[each] for each in ("pattern", "port", "alerts", "organisations", "first_name")
    )
    assert listed == shown["campaign"]
    assert [("library", first, 1), ("example", second, 2)] == [
        (each["organisation"], each["alert"], each["alerts"]) for each in shown["members"]
    ]
    assert third not in str(shown)
    assert (3600, [1, 0, 2]) == (shown["seconds"], [each["alerts"] for each in shown["spread"]])
    assert [rising.id] == [each["id"] for each in shown["indications"]]
    assert HTTPStatus.NOT_FOUND == asker.get("/campaigns/C-00000000").status_code


def test_pages(api: Answering) -> None:
    """Page after page gives every campaign once, those with the latest alert first; only kinds that may be somebody's make one."""
    now = api.centre.clock.now()
    for kind in ("misconfiguration", "dos.victim", "infection.external"):
        api.alerted(*(detection(kind, address, now - HOUR) for address in ("192.0.2.30", "203.0.113.30")))
    asker = api.client()
    first = asker.get("/campaigns", params={"limit": 1}).json()
    rest = asker.get("/campaigns", params={"limit": 1, "after": first["next"]}).json()

    assert (2, None) == (first["total"], rest["next"])
    assert {"dos: mirai, tcp/23", "infection: mirai, tcp/23"} == {
        each["pattern"] for page in (first, rest) for each in page["items"]
    }


def test_member(api: Answering) -> None:
    """The search box finds a campaign by its id; a member is refused all of it, for a campaign says that others have it."""
    api.alerted(
        *(detection(subject=each, first=api.centre.clock.now()) for each in ("192.0.2.9", "203.0.113.9"))
    )
    (campaign,) = api.client().get("/campaigns").json()["items"]
    member = api.client("ema", Role.MEMBER, "example")
    asked = {"q": campaign["id"].lower()}

    assert [("campaign", f"/campaigns/{campaign['id']}")] == [
        (each["kind"], each["href"]) for each in api.client().get("/search", params=asked).json()
    ]
    assert [] == member.get("/search", params=asked).json()

    assert {HTTPStatus.FORBIDDEN} == {
        member.get(path).status_code
        for path in ("/campaigns", f"/campaigns/{campaign['id']}", "/campaigns/C-00000000")
    }
