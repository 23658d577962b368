"""TAXII over HTTP, clause by clause (TAXII 2.1, OASIS Standard of 10 June 2021)."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from noroshi.clock import DAY, SECOND
from noroshi.people.audit import AuditWanted, Outcome, What
from noroshi.people.rights import Right
from noroshi.sharing import partners
from noroshi.sharing.taxii.media import TAXII
from noroshi.sharing.taxii.objects import LARGEST_BODY, LARGEST_OBJECT
from noroshi.sharing.taxii.stamps import stamp
from tests.api.exchanging import AMBER, BY, CLEAR, FROM_EAST, GREEN, ROOT, TO_EAST, Exchanging, exchanging
from tests.sharing.taxii.shared import NOON, indicator

MINE = f"{ROOT}/collections/{FROM_EAST.id}"
THEIRS = f"{ROOT}/collections/{GREEN.id}"


@pytest.fixture(scope="module")
def taxii(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchanging]:
    """A centre that answers partners, with twelve objects for those that are cleared for green."""
    folder: Path = tmp_path_factory.mktemp("centre")
    with exchanging(folder) as made:
        made.centre.sharing.objects.publish(GREEN.id, [indicator(number) for number in range(10)], NOON)
        made.centre.sharing.objects.publish(GREEN.id, [indicator(0, 7), indicator(50, None)], NOON)
        yield made


@pytest.fixture
def east(taxii: Exchanging) -> httpx.Client:
    """A partner's program; its own collection is empty."""
    taxii.centre.sharing.objects.empty(FROM_EAST.id)
    return taxii.client("east")


def posted(objects: list[Any]) -> bytes:
    """Write a body."""
    return msgspec.json.encode({"objects": objects})


def told(content: bytes) -> dict[str, Any]:
    """Read an object again."""
    found: dict[str, Any] = msgspec.json.decode(content)
    return found


def test_discovery(taxii: Exchanging, east: httpx.Client) -> None:
    """Discovery names the API root, and that says which version it speaks and how much it takes (4.1, 4.2)."""
    discovery = east.get("/taxii2/").json()
    root = east.get(discovery["default"]).json()

    assert [f"{taxii.address}{ROOT}/"] == discovery["api_roots"] == [discovery["default"]]
    assert ([TAXII], LARGEST_BODY) == (root["versions"], root["max_content_length"])


@pytest.mark.parametrize(
    "path",
    ["/taxii2", ROOT, f"{ROOT}/collections", THEIRS, f"{THEIRS}/objects", f"{THEIRS}/manifest"],
)
def test_slashes(path: str, east: httpx.Client) -> None:
    """Every address is answered with a slash at its end and without one, as TAXII's media type."""
    bare, slashed = east.get(path), east.get(f"{path}/")

    assert (HTTPStatus.OK, HTTPStatus.OK, TAXII) == (
        bare.status_code,
        slashed.status_code,
        slashed.headers["Content-Type"],
    )
    assert bare.content == slashed.content


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/taxii+json;version=2.1", 200),
        ("application/taxii+json; version=2.1", 200),
        ('application/taxii+json; version="2.1"', 200),
        ("application/taxii+json", 200),
        ("application/json", 200),
        ("application/vnd.oasis.taxii+json; version=2.0, */*", 200),
        ("", 200),
        ("text/html", 406),
        ("application/taxii+json;version=2.0", 406),
        ("application/json;q=0", 406),
    ],
)
def test_accept(accept: str, status: int, east: httpx.Client) -> None:
    """Whoever takes TAXII 2.1, plain JSON or anything gets it; who takes something else alone is told so (1.6.8)."""
    answer = east.get("/taxii2/", headers={"Accept": accept})

    assert (status, TAXII) == (answer.status_code, answer.headers["Content-Type"])


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (TAXII, 202),
        ("application/taxii+json", 202),
        ("application/json", 202),
        ("text/plain", 415),
        ("application/taxii+json;version=2.0", 415),
        ("", 415),
    ],
)
def test_content_type(kind: str, status: int, east: httpx.Client) -> None:
    """A body that does not say that it is TAXII 2.1 or JSON is refused (5.5)."""
    answer = east.post(f"{MINE}/objects/", content=b"{}", headers={"Content-Type": kind})

    assert status == answer.status_code


def test_nobody(taxii: Exchanging) -> None:
    """Whoever comes with nothing, or with what does not fit, is asked to say who they are, in TAXII's own form (3.6.1)."""
    secret = taxii.partner("east")
    given = [
        None,
        ("east", "wrong"),
        ("west", secret),
        ("east", ""),
        ("nobody", f"nrs_{secret}"),
    ]
    answers = [taxii.nobody().get("/taxii2/", auth=each) for each in given]
    answers.append(taxii.nobody(Authorization="Bearer wrong").get("/taxii2/"))
    answers.append(taxii.nobody(Authorization="Basic !").get("/taxii2/"))

    assert [401] * 6 + [400] == [answer.status_code for answer in answers]
    assert {'Basic realm="TAXII", Bearer'} == {answer.headers["WWW-Authenticate"] for answer in answers[:6]}
    assert {"title": "Unauthorized", "description": "nobody knows who asks", "http_status": "401"} == answers[
        0
    ].json()


def test_ways_in(taxii: Exchanging) -> None:
    """A partner's secret does as a password and as a bearer token; so does an API token of its people, if it may share."""
    secret, token = taxii.partner("east"), taxii.token("east", Right.SHARE)
    answers = [
        taxii.nobody().get("/taxii2/", auth=("east", secret)),
        taxii.nobody(Authorization=f"Bearer {secret}").get("/taxii2/"),
        taxii.nobody(Authorization=f"Bearer {token}").get("/taxii2/"),
        taxii.nobody().get("/taxii2/", auth=("p-east", token)),
    ]
    strangers = taxii.token("example", Right.SHARE)
    blind = taxii.token("west", Right.SEE_OWN)

    assert [200] * 4 == [answer.status_code for answer in answers]
    assert 404 == taxii.nobody(Authorization=f"Bearer {strangers}").get("/taxii2/").status_code
    assert 403 == taxii.nobody(Authorization=f"Bearer {blind}").get("/taxii2/").status_code


def test_clearance(taxii: Exchanging) -> None:
    """A partner sees the collections that it is cleared for, what is for it alone, and its own; others are not there."""
    seen = {
        name: {each["alias"] for each in taxii.client(name).get(f"{ROOT}/collections").json()["collections"]}
        for name in ("east", "west")
    }
    hidden = [
        taxii.client("west").get(f"{ROOT}/collections/{each}/{what}").json()
        for each in (AMBER.id, AMBER.alias, TO_EAST.id, FROM_EAST.id, str(uuid4()))
        for what in ("", "objects", "manifest", "objects/x", "objects/x/versions")
    ]

    assert {
        "east": {"clear", "green", "amber", "to-east", "from-east"},
        "west": {"clear", "green", "from-west"},
    } == seen
    assert {("404", "there is no such collection, or it is not for you")} == {
        (each["http_status"], each["description"]) for each in hidden
    }


def test_may_write(taxii: Exchanging, east: httpx.Client) -> None:
    """Only its own collection a partner may add to and delete from; who tries elsewhere is refused, and the audit has it."""
    told_of = {
        each["alias"]: each["can_write"] for each in east.get(f"{ROOT}/collections").json()["collections"]
    }
    answers = [
        east.post(f"{THEIRS}/objects/", content=posted([])),
        east.delete(f"{THEIRS}/objects/{indicator(1).id}/"),
        taxii.client("west").post(f"{MINE}/objects/", content=posted([])),
    ]
    wanted = AuditWanted("east", What.READ_COLLECTION, outcome=Outcome.REFUSED)

    assert {"clear", "green", "amber", "to-east"} == {each for each, may in told_of.items() if not may}
    assert [403, 403, 404] == [answer.status_code for answer in answers]
    assert 2 <= len(taxii.centre.door.audit.page(wanted, None, 9))


def test_objects(east: httpx.Client) -> None:
    """Objects come as they were added, the last version of each, with headers of when the first and last were (5.4)."""
    answer = east.get(f"{THEIRS}/objects/")
    expected = [indicator(number) for number in range(1, 10)] + [indicator(0, 7), indicator(50, None)]

    assert [told(each.content) for each in expected] == answer.json()["objects"]
    assert (stamp(NOON)[:19] + ".000001Z", stamp(NOON)[:19] + ".000011Z") == (
        answer.headers["X-TAXII-Date-Added-First"],
        answer.headers["X-TAXII-Date-Added-Last"],
    )
    assert "next" not in answer.json()


def test_by_alias(east: httpx.Client) -> None:
    """A collection is found by its alias, too."""
    assert east.get(f"{THEIRS}/objects").content == east.get(f"{ROOT}/collections/green/objects").content


def test_next(east: httpx.Client) -> None:
    """Pages follow each other by next, a text that wins over an added_after that has moved on (3.4.1, 3.5)."""
    got, query = [], {"limit": "4"}
    while True:
        page = east.get(f"{THEIRS}/objects/", params=query).json()
        got += [each["id"] for each in page["objects"]]
        if not page["more"]:
            break
        assert isinstance(page["next"], str)
        query = {"limit": "4", "next": page["next"], "added_after": "2099-01-01T00:00:00Z"}

    assert [each["id"] for each in east.get(f"{THEIRS}/objects/").json()["objects"]] == got


def test_added_after(east: httpx.Client) -> None:
    """Pages follow each other by added_after as well, exclusively, and none is lost or given twice."""
    got, query = [], {"limit": "4"}
    while True:
        answer = east.get(f"{THEIRS}/objects/", params=query)
        got += [each["id"] for each in answer.json().get("objects", [])]
        if not answer.json().get("more"):
            break
        query["added_after"] = answer.headers["X-TAXII-Date-Added-Last"]

    assert [each["id"] for each in east.get(f"{THEIRS}/objects/").json()["objects"]] == got


def test_empty(east: httpx.Client) -> None:
    """An empty page is an empty envelope, without the headers of when the first and last were added."""
    answer = east.get(f"{THEIRS}/objects/", params={"added_after": "2099-01-01T00:00:00Z"})

    assert (200, b"{}") == (answer.status_code, answer.content)
    assert not [name for name in answer.headers if name.startswith("x-taxii")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"match[id]": f"{indicator(1).id},{indicator(2).id}"}, [1, 2]),
        ({"match[type]": "malware"}, []),
        ({"match[id]": indicator(0).id, "match[version]": "all"}, [0, 0]),
        ({"match[id]": indicator(0).id, "match[version]": "first"}, [0]),
        ({"match[id]": indicator(0).id, "match[version]": "first,last"}, [0, 0]),
        ({"match[id]": indicator(0).id, "match[version]": stamp(NOON)}, [0]),
        ({"match[id]": indicator(0).id, "match[version]": "2020-01-01T00:00:00Z"}, []),
        ({"match[spec_version]": "2.0"}, []),
        ({"match[spec_version]": "2.1", "limit": "2"}, [1, 2]),
    ],
)
def test_match(query: dict[str, str], expected: list[int], east: httpx.Client) -> None:
    """Objects are found by id, type, version and version of STIX; values of one filter are alternatives (3.4.1)."""
    found = east.get(f"{THEIRS}/objects/", params=query).json().get("objects", [])

    assert expected == [UUID(each["id"].partition("--")[2]).int for each in found]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "many"},
        {"added_after": "yesterday"},
        {"added_after": "2026-02-30T00:00:00Z"},
        {"next": "of somebody else"},
        {"match[version]": "newest"},
        {"match[name]": "x"},
        {"match[id]": ""},
        {f"a{number}": "" for number in range(200)},
    ],
)
def test_asked_wrongly(query: dict[str, str], east: httpx.Client) -> None:
    """What cannot be read in a query is refused, with its reason (3.6)."""
    answer = east.get(f"{THEIRS}/objects/", params=query)

    assert (400, "400") == (answer.status_code, answer.json()["http_status"])
    assert answer.json()["description"]


def test_manifest(east: httpx.Client) -> None:
    """A manifest has a line for each object that would be given, with its version and when it was added (5.3)."""
    lines = east.get(f"{THEIRS}/manifest/", params={"match[id]": indicator(50).id}).json()["objects"]
    paged = east.get(f"{THEIRS}/manifest/", params={"limit": "3"})
    unversioned = stamp(NOON)[:19] + ".000011Z"

    assert [
        {
            "id": indicator(50).id,
            "date_added": unversioned,
            "version": unversioned,
            "media_type": "application/stix+json;version=2.1",
        }
    ] == lines
    assert (3, True) == (len(paged.json()["objects"]), paged.json()["more"])
    assert stamp(NOON) == paged.json()["objects"][0]["version"]


def test_object(east: httpx.Client) -> None:
    """One object is given in its last version, or in those asked for; one that is not there is not found (5.6)."""
    path = f"{THEIRS}/objects/{indicator(0).id}/"
    answers = [east.get(path), east.get(path, params={"match[version]": "first"})]
    nothing = east.get(path, params={"match[version]": "2020-01-01T00:00:00Z"})

    assert [told(indicator(0, 7).content), told(indicator(0).content)] == [
        answer.json()["objects"][0] for answer in answers
    ]
    assert (200, b"{}") == (nothing.status_code, nothing.content)
    assert 404 == east.get(f"{THEIRS}/objects/{indicator(99).id}/").status_code
    assert 400 == east.get(path, params={"match[type]": "indicator"}).status_code


def test_versions(east: httpx.Client) -> None:
    """The versions of an object are listed (5.8)."""
    answer = east.get(f"{THEIRS}/objects/{indicator(0).id}/versions/")

    assert {"more": False, "versions": [stamp(NOON), stamp(NOON + 7 * SECOND)]} == answer.json()
    assert 404 == east.get(f"{THEIRS}/objects/{indicator(99).id}/versions/").status_code


def test_add(taxii: Exchanging, east: httpx.Client) -> None:
    """What is added is there at once, and its status can be asked for by who added it (5.5, 4.3)."""
    objects = [told(indicator(number, number).content) for number in range(3)]
    answer = east.post(f"{MINE}/objects/", content=posted([*objects, objects[0]]))
    status = answer.json()
    again = east.get(f"{ROOT}/status/{status['id']}/")

    assert (202, "complete", 4, 4, 0, 0) == (
        answer.status_code,
        *(
            status[name]
            for name in ("status", "total_count", "success_count", "failure_count", "pending_count")
        ),
    )
    assert stamp(NOON + 2 * SECOND) == status["successes"][2]["version"]
    assert answer.content == again.content
    assert 404 == taxii.client("west").get(f"{ROOT}/status/{status['id']}/").status_code
    assert objects == east.get(f"{MINE}/objects/").json()["objects"]
    entries = taxii.centre.door.audit.page(AuditWanted("east", What.ADD_OBJECTS), None, 1)
    assert "4 taken, 0 refused" == entries[0].entry.note


FAULTY = {
    "its id is not TYPE--UUID": {"type": "indicator", "id": "indicator--1"},
    "it is no JSON object": 7,
    "its type is not what its id begins with": {"type": "malware", "id": indicator(1).id},
    "its property modified is no moment": {"type": "indicator", "id": indicator(1).id, "modified": "soon"},
    "its property created is no moment": {"type": "indicator", "id": indicator(1).id, "created": 1},
    "its spec_version is not of STIX 2": {"type": "indicator", "id": indicator(1).id, "spec_version": "1.2"},
    "a bundle is no object: send what is in it": {"type": "bundle", "id": f"bundle--{UUID(int=1)}"},
    f"it has more than {LARGEST_OBJECT:,} bytes": {"type": "indicator", "x": "x" * LARGEST_OBJECT},
}


def test_refused(taxii: Exchanging, east: httpx.Client) -> None:
    """What is not done for a partner is counted by reason, and written down for persons to see; of strangers, it is only counted."""
    taxii.exchange.write_down()
    before = taxii.centre.sharing.partners.get("east").refusals
    east.get("/taxii2/", headers={"Accept": "text/html"})
    east.get(f"{ROOT}/collections/{uuid4()}/")
    east.post(f"{MINE}/objects/", content=b"{}", headers={"Content-Type": "text/html"})
    for _ in range(2):
        east.post(f"{MINE}/objects/", content=b"nothing")
    east.post(f"{MINE}/objects/", content=b" " * (LARGEST_BODY + 1))
    httpx.get(f"{taxii.address}/taxii2/")
    taxii.exchange.write_down()
    after = taxii.centre.sharing.partners.get("east").refusals
    expected = {
        f"we answer with {TAXII} alone": 1,
        "there is no such collection, or it is not for you": 1,
        f"a body is {TAXII}": 1,
        "the body is no envelope of objects": 2,
        "Request Entity Too Large": 1,
    }

    assert expected == {reason: after[reason] - before.get(reason, 0) for reason in expected}
    assert 1 <= taxii.exchange.counters["refused: nobody knows who asks"]
    assert "nobody knows who asks" not in after


def test_faulty(taxii: Exchanging, east: httpx.Client) -> None:
    """What is wrong with one object is said, counted and kept, and the others are taken."""
    before = taxii.centre.sharing.partners.get("east")
    deep: Any = "deep"
    for _ in range(40):
        deep = [deep]
    faulty = {**FAULTY, "it has more than 32 levels": {"type": "indicator", "id": indicator(1).id, "x": deep}}
    good = told(indicator(5).content)
    status = east.post(f"{MINE}/objects/", content=posted([*faulty.values(), good])).json()
    after = taxii.centre.sharing.partners.get("east")

    assert list(faulty) == [each["message"] for each in status["failures"]]
    assert (1, len(faulty)) == (status["success_count"], status["failure_count"])
    assert [good] == east.get(f"{MINE}/objects/").json()["objects"]
    assert (1, len(faulty)) == (after.taken - before.taken, after.refused - before.refused)
    assert list(faulty)[::-1] == [
        each.fault.reason for each in taxii.centre.sharing.partners.quarantine("east", len(faulty))
    ]
    assert 1 <= taxii.exchange.counters["refused: it is no JSON object"]
    assert 1 == after.refusals["it is no JSON object"] - before.refusals.get("it is no JSON object", 0)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"nothing", 422),
        (b"[]", 422),
        (b'{"objects":{}}', 422),
        (b'{"objects":[' + b"[" * 100_000, 422),
        (b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 422),
        (b'{"objects":[' + b"1," * 1_100_000 + b"1]}", 413),
        (b'{"objects":[' + b"1," * 30_000 + b"1]}", 413),
        (b" " * (LARGEST_BODY + 1), 413),
        (b"{}", 202),
    ],
    ids=range(10),
)
def test_hostile(body: bytes, status: int, east: httpx.Client) -> None:
    """A body that is no envelope, or has too much in it, is refused by name."""
    answer = east.post(f"{MINE}/objects/", content=body)

    assert (status, TAXII) == (answer.status_code, answer.headers["Content-Type"])


@pytest.mark.parametrize(
    "written",
    [b'"\xff"', b'"\\ud800"', b"1e999", b"[" * 2_000 + b"]" * 2_000, b"NaN", b"01", b'{"a":1,"a":2}'],
)
def test_unreadable(written: bytes, east: httpx.Client) -> None:
    """What some reader could not read, or would read differently, never leaves as it came."""
    whole = b'{"objects":[{"type":"indicator","id":"%s","x":%s}]}' % (indicator(1).id.encode(), written)
    answer = east.post(f"{MINE}/objects/", content=whole)
    given = east.get(f"{MINE}/objects/")

    assert answer.status_code in {202, 422}
    given.json()
    assert written not in given.content


def test_delete(taxii: Exchanging, east: httpx.Client) -> None:
    """An object is deleted in the versions that are named, or in all; another partner's is not there (5.7)."""
    versions = [told(indicator(1, late).content) for late in range(4)]
    east.post(f"{MINE}/objects/", content=posted(versions))
    path = f"{MINE}/objects/{indicator(1).id}/"
    statuses = [
        taxii.client("west").delete(path).status_code,
        east.delete(path, params={"match[version]": "last"}).status_code,
        east.delete(path, params={"match[version]": stamp(NOON)}).status_code,
        east.delete(path, params={"match[name]": "x"}).status_code,
    ]
    left = east.get(f"{path}versions/").json()["versions"]
    statuses += [east.delete(path).status_code, east.delete(path).status_code]

    assert [404, 200, 200, 400, 200, 404] == statuses
    assert [stamp(NOON + late * SECOND) for late in (1, 2)] == left


def test_withdrawn(taxii: Exchanging) -> None:
    """From a partner that is withdrawn nothing is taken; it reads as before."""
    west = taxii.client("west")
    taxii.centre.sharing.partners.withdraw("west", BY.did(0, What.WITHDRAW_PARTNER, "west"))

    assert 403 == west.post(f"{ROOT}/collections/from-west/objects/", content=b"{}").status_code
    assert 200 == west.get(f"{THEIRS}/objects/").status_code


def test_flood(taxii: Exchanging, east: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has added as much as is kept of one day is refused more until the next, which is counted; it reads as before."""
    first, second = indicator(901), indicator(902)
    before = taxii.centre.sharing.partners.get("east").today
    monkeypatch.setattr(partners, "MOST_A_DAY", before + 2 * len(first.content))
    bodies = [b'{"objects":[' + each.content + b"]}" for each in (first, first, second, indicator(903))]
    taken = [east.post(f"{MINE}/objects/", content=body).status_code for body in bodies]

    assert [202, 202, 202, 429] == taken  # what is known takes no room
    assert 200 == east.get(f"{THEIRS}/objects/").status_code
    taxii.exchange.write_down()
    found = taxii.centre.sharing.partners.get("east")
    assert 1 == found.refusals["you have added as much as is kept of one day"]
    assert not found.is_full((found.day + 1) * DAY)


def test_removed(taxii: Exchanging) -> None:
    """A partner that was removed is nobody at once."""
    taxii.partner("example")
    program = taxii.client("example")
    before = program.get("/taxii2/").status_code
    taxii.centre.sharing.partners.remove("example", BY.did(0, What.REMOVE_PARTNER, "example"))

    assert (200, 401) == (before, program.get("/taxii2/").status_code)


def test_elsewhere(east: httpx.Client) -> None:
    """What is not there, or not that way, is refused in TAXII's own form."""
    answers = [east.get("/taxii2/other/"), east.put(THEIRS), east.post(f"{THEIRS}/manifest/", content=b"{}")]

    assert [("404", 404), ("405", 405), ("405", 405)] == [
        (answer.json()["http_status"], answer.status_code) for answer in answers
    ]


def test_left(taxii: Exchanging) -> None:
    """Whoever is not in the register at the moment is nobody, whatever they come with, also where all that is clear may be read."""
    left, never = taxii.partner("south"), taxii.partner("gone")
    token = taxii.token("south", Right.SHARE)
    answers = [
        taxii.nobody().get(f"{ROOT}/collections/", auth=("south", left)),
        taxii.nobody(Authorization=f"Bearer {left}").get(f"{ROOT}/collections/{CLEAR.id}/objects/"),
        taxii.nobody(Authorization=f"Bearer {token}").get(f"{ROOT}/collections/"),
        taxii.nobody(Authorization=f"Bearer {never}").get(f"{ROOT}/collections/"),
    ]

    assert [401] * 4 == [answer.status_code for answer in answers]
