from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from noroshi.client.client import Client
from noroshi.people.audit import What
from noroshi.people.rights import Role
from noroshi.people.secret import Secret
from noroshi.sharing.taxii.collection import from_one
from noroshi.sharing.taxii.objects import Fault
from tests.api.answering import BY, ROSTER, Answering, answering
from tests.api.certificates import identity
from tests.api.test_releases import signed_in, wanted
from tests.delivery.stories import detection
from tests.sharing.taxii.shared import indicator

PARTNERS = """\
  - {id: abroad, name: CERT Abroad, clearance: amber, tags: [partner, "group:asia"]}
  - {id: over-there, name: CERT Over There, clearance: green, tags: [partner]}
"""


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Answering]:
    """A centre that answers, with two organisations that may be partners."""
    with answering(tmp_path, members=ROSTER + PARTNERS) as made:
        yield made


@pytest.fixture
def root(api: Answering) -> httpx.Client:
    """The administrator's browser."""
    return signed_in(api, "root", Role.ADMINISTRATOR)


def added(browser: httpx.Client, partner: str = "abroad", **ways: str | bool) -> dict[str, Any]:
    """Add a partner."""
    given: dict[str, Any] = browser.put(f"/partners/{partner}", json=ways).raise_for_status().json()
    return given


def test_added(api: Answering, root: httpx.Client, tmp_path: Path) -> None:
    """An administrator adds a partner and reads its secret once; everybody of the centre sees the partner, and only leads who did it."""
    certificate = identity(tmp_path, "abroad").certificate.read_text("ascii")
    first, same = added(root), added(root)
    second = added(root, certificate=certificate, name="Abroad", renew=True)
    lead, viewer = signed_in(api, "lea"), api.client("vi", Role.VIEWER)
    [listed] = viewer.get("/partners").raise_for_status().json()
    shown = viewer.get("/partners/abroad").raise_for_status()
    audit = lead.get("/audit", params={"about": "abroad"}).json()["items"]

    assert first["secret"].startswith("nrp_")
    assert ("", True) == (same["secret"], first["secret"] != second["secret"])
    known = [api.centre.sharing.partners.by_secret(Secret(each["secret"]).digest) for each in (first, second)]
    assert [None, "abroad"] == [each and each.organisation for each in known]
    assert second["secret"] not in shown.text
    assert ("abroad", "Abroad", "active") == (listed["organisation"], listed["name"], listed["state"])
    assert (certificate.strip(), "amber", ["asia"]) == (
        shown.json()["certificate"],
        shown.json()["clearance"],
        shown.json()["groups"],
    )
    assert [("add-partner", "root")] * 3 == [(each["what"], each["who"]) for each in audit]
    assert [403, 403] == [
        each.put("/partners/abroad", json={}).status_code
        for each in (lead, signed_in(api, "vi", Role.VIEWER))
    ]


def test_programs(api: Answering, root: httpx.Client) -> None:
    """A program adds, withdraws and removes no partner, whatever its token says, and the audit has that it tried."""
    added(root)
    program = api.client("root", Role.ADMINISTRATOR)
    answers = (
        program.put("/partners/abroad", json={}),
        program.post("/partners/abroad/withdrawal"),
        program.delete("/partners/abroad"),
    )
    audit = root.get("/audit", params={"who": "root", "outcome": "refused"}).json()["items"]

    assert [403] * 3 == [answer.status_code for answer in answers]
    assert ["remove-partner", "withdraw-partner"] == [
        each["what"] for each in audit if each["about"] == "abroad"
    ]
    assert ("request", "PUT /api/v1/partners/abroad") in {(each["what"], each["about"]) for each in audit}
    assert ["abroad"] == [each["organisation"] for each in root.get("/partners").json()]


@pytest.mark.parametrize(
    ("partner", "ways", "status"),
    [
        ("nobody", {}, 404),
        ("example", {}, 422),
        ("over-there", {"name": "CERT Abroad"}, 422),
        ("over-there", {"name": "Noroshi"}, 422),
        ("over-there", {"address": "taxii.example.org"}, 422),
        ("over-there", {"address": "http://taxii.example.org/"}, 422),
        ("over-there", {"certificate": "rubbish"}, 422),
        ("over-there", {"secret_file": "/etc/passwd"}, 400),
    ],
)
def test_refused(partner: str, ways: dict[str, str], status: int, api: Answering, root: httpx.Client) -> None:
    """Who is no partner in the register, a name that is another's, and ways that cannot be are refused, and nothing is written."""
    added(root)

    assert "Noroshi" == api.centre.config.centre.name
    assert status == root.put(f"/partners/{partner}", json=ways).status_code
    assert ["abroad"] == [each["organisation"] for each in root.get("/partners").json()]


def test_secret_kept(api: Answering, root: httpx.Client) -> None:
    """What is said anew about a partner takes its secret from it only if somebody wants that."""
    secret = Secret(added(root)["secret"])
    added(root, name="Abroad")
    kept = api.centre.sharing.partners.by_secret(secret.digest)

    assert kept is not None
    assert "Abroad" == kept.name


def test_found(api: Answering, root: httpx.Client) -> None:
    """The search box finds a partner by its name for the centre's people, and for a member nothing."""
    added(root)
    viewer, member = api.client("vi", Role.VIEWER), api.client("ema", Role.MEMBER, "example")
    found = viewer.get("/search", params={"q": "cert abr"}).raise_for_status().json()

    assert {"kind": "partner", "id": "abroad", "title": "CERT Abroad", "detail": "abroad"} == {
        name: value for name, value in found[-1].items() if name != "href"
    }
    assert "/partners/abroad" == found[-1]["href"]
    assert [] == member.get("/search", params={"q": "cert abr"}).raise_for_status().json()


def test_secret_file(api: Answering, root: httpx.Client) -> None:
    """The file with our secret stays where the partner's server does, and is sent to no other."""
    here, book = "https://taxii.example.org/taxii2/", api.centre.sharing.partners
    added(root, address=here)
    partner = replace(book.get("abroad"), secret_file="/etc/abroad.secret")  # where one would be
    book.add(partner, "", BY.did(1, What.ADD_PARTNER, "abroad"))
    added(root, address=here, name="Abroad")
    kept = book.get("abroad").secret_file
    added(root, address="https://evil.example/taxii2/")

    assert ("/etc/abroad.secret", "") == (kept, book.get("abroad").secret_file)


def test_shown(api: Answering, root: httpx.Client) -> None:
    """A partner's page has what it was told and why, what became of what it told, and what could not be read."""
    added(root)
    [alert] = api.alerted(detection("infection.external", "203.0.113.9"))
    centre, now = api.centre, api.centre.clock.now()
    centre.sharing.objects.publish(from_one("abroad").id, [indicator(1)], now)
    centre.sharing.partners.took("abroad", 1, 9, [Fault("bundle", "it is no JSON", b"<html>\xff")], now)
    centre.sharing.partners.count("abroad", {"taken": 1, "declined: nobody": 2}, now)
    reader = centre.organisations.get("abroad")
    centre.outlet().let_out(reader, [centre.alerts.get(alert)])
    shown = root.get("/partners/abroad").raise_for_status().json()

    assert [
        {"to": "abroad", "level": "counts", "rule": "unreleased", "alerts": 1, "indications": 0}
    ] == shown["told"]
    assert (1, 1, {"taken": 1, "declined: nobody": 2}) == (
        shown["partner"]["taken"],
        shown["partner"]["refused"],
        shown["partner"]["findings"],
    )
    assert [("bundle", "it is no JSON", "<html>\ufffd")] == [
        (each["object"], each["reason"], each["content"]) for each in shown["quarantine"]
    ]
    assert [("to-abroad", 0), ("from-abroad", 1)] == [
        (each["alias"], each["objects"]) for each in shown["collections"]
    ]


def test_withdrawn(api: Answering, root: httpx.Client) -> None:
    """A lead reads what withdrawing a partner takes away, and it takes exactly that; then the partner is removed."""
    added(root)
    [theirs, _] = api.alerted(
        replace(detection("infection.external", "203.0.113.9"), source="CERT Abroad"),
        detection("infection.external", "203.0.113.10"),
    )
    now = api.centre.clock.now()
    api.centre.sharing.objects.publish(from_one("abroad").id, [indicator(each) for each in range(3)], now)
    lea = signed_in(api, "lea")
    foreseen = lea.get("/partners/abroad/withdrawal").raise_for_status().json()
    before = api.centre.alerts.get(theirs).state
    gone = lea.post("/partners/abroad/withdrawal").raise_for_status().json()
    pulled = lea.post("/partners/abroad/pull")
    removed = root.delete("/partners/abroad")

    assert {"organisation": "abroad", "objects": 3, "alerts": 1} == foreseen == gone
    assert ("open", "resolved") == (before, api.centre.alerts.get(theirs).state)
    assert (422, 200, []) == (pulled.status_code, removed.status_code, root.get("/partners").json())


def test_pull(api: Answering, root: httpx.Client) -> None:
    """A server that cannot be reached is a bad gateway, and the audit has the attempt."""
    added(root, address="http://127.0.0.1:9/taxii2/")
    lea = signed_in(api, "lea")
    answer = lea.post("/partners/abroad/pull")
    [line] = lea.get("/audit", params={"about": "abroad", "what": "pull-partner"}).json()["items"]

    assert 502 == answer.status_code
    assert ("lea", "failed") == (line["who"], line["outcome"])
    assert 1 == lea.get("/partners/abroad").json()["partner"]["failures"]


def test_explained(api: Answering, root: httpx.Client) -> None:
    """What each partner may know of an alert is said with its rule, and with exactly what it is told; of another organisation, too."""
    added(root)
    added(root, "over-there")
    [alert] = api.alerted(detection("infection.external", "203.0.113.9"))
    viewer, lea, kei = api.client("vi", Role.VIEWER), signed_in(api, "lea"), signed_in(api, "kei")
    before = viewer.get(f"/alerts/{alert}/decisions").raise_for_status().json()
    release = lea.post("/releases", json=wanted(to="abroad", level="prefix")).raise_for_status().json()["id"]
    kei.post(f"/releases/{release}/approve").raise_for_status()
    [told, not_told] = viewer.get(f"/alerts/{alert}/decisions").raise_for_status().json()
    [own] = viewer.get(f"/alerts/{alert}/decisions", params={"to": "library"}).raise_for_status().json()

    assert [("abroad", "counts", "unreleased", None), ("over-there", "counts", "clearance", None)] == [
        (each["to"], each["level"], each["rule"], each["finding"]) for each in before
    ]
    assert ("prefix", "released", "203.0.113.0/24") == (
        told["level"],
        told["rule"],
        told["finding"]["subject"],
    )
    assert None is not_told["finding"]
    assert ("full", "own") == (own["level"], own["rule"])
    assert 404 == viewer.get(f"/alerts/{alert}/decisions", params={"to": "nobody"}).status_code
    assert 404 == viewer.get("/alerts/A-NOTHING/decisions").status_code


async def test_client(api: Answering, root: httpx.Client) -> None:
    """The typed client gives partners, releases, marks and decisions; what takes a person it has no word for."""
    added(root)
    [alert] = api.alerted(detection("infection.external", "203.0.113.9"))
    release = (
        signed_in(api, "lea").post("/releases", json=wanted(to="abroad")).raise_for_status().json()["id"]
    )
    async with Client(api.server.address, api.token(api.person("kei", Role.LEAD))) as centre:
        [partner] = await centre.partners.list()
        shown = await centre.partners.get("abroad")
        [decision] = await centre.alerts.decisions(alert, "abroad")
        mark = await centre.alerts.mark(alert)
        [waiting] = await centre.releases.list()
        refused = await centre.releases.refuse(release)
        over = await centre.releases.list(over=True)
        tallies = await centre.releases.tallies()

    assert partner == shown.partner
    assert ("second-person", "amber", ()) == (decision.rule, mark.marking, tallies)
    assert ("asked", "refused", "kei") == (waiting.state, refused.state, refused.decided_by)
    assert (refused,) == over
