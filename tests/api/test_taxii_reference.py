"""What the reference server's own tests ask of a TAXII 2.1 server, asked of ours.

OASIS' medallion has those tests in its repository, and not in what it publishes, so each case is stated here anew: a request, and what
a server must answer, by the section of TAXII 2.1 that says so. `DIFFERENT` has where ours answers otherwise, on purpose.
"""

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

import httpx
import msgspec
import pytest

from noroshi.clock import HOUR, SECOND
from noroshi.sharing.taxii.media import TAXII
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.sharing.taxii.stamps import stamp
from tests.api.exchanging import AMBER, FROM_EAST, GREEN, ROOT, Exchanging, exchanging
from tests.sharing.taxii.shared import NOON, indicator

RELATED, PLAIN, MARKED, MALWARE, OLDER, FIRST, SECOND_ONE, LATEST = (
    indicator(1, 0, kind="relationship"),
    indicator(2, 0),
    indicator(3, None, kind="marking-definition"),
    indicator(4, 0, kind="malware"),
    indicator(4, 9, "2.0", kind="malware"),
    indicator(5, 0),
    indicator(5, 1),
    indicator(5, 2),
)
ADDED: Final = (RELATED, FIRST, SECOND_ONE, PLAIN, MARKED, MALWARE, OLDER, LATEST)
"""The reference's collection in kind: five objects; one in three versions, one in both versions of STIX, one without a version."""

USUAL: Final = (RELATED, PLAIN, MARKED, MALWARE, LATEST)
"""The last version of each, in its latest version of STIX."""

OBJECTS: Final = f"{ROOT}/collections/{GREEN.id}/objects/"
MANIFEST: Final = f"{ROOT}/collections/{GREEN.id}/manifest/"
MINE: Final = f"{ROOT}/collections/{FROM_EAST.id}/objects/"
NOWHERE: Final = f"{ROOT}/collections/{UUID(int=7)}/"


def added(place: int) -> str:
    """When the object at a place was added."""
    return f"{stamp(NOON + place * HOUR)[:19]}.000000Z"


@pytest.fixture(scope="module")
def taxii(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchanging]:
    """A centre whose green collection is filled as the reference's is."""
    with exchanging(tmp_path_factory.mktemp("centre")) as made:
        for place, each in enumerate(ADDED):
            made.centre.sharing.objects.publish(GREEN.id, [each], NOON + place * HOUR)
        yield made


@pytest.fixture
def east(taxii: Exchanging) -> httpx.Client:
    """A partner's program; its own collection is empty."""
    taxii.centre.sharing.objects.empty(FROM_EAST.id)
    return taxii.client("east")


def of(expected: tuple[SharedObject, ...]) -> list[object]:
    """Objects as they come."""
    return [msgspec.json.decode(each.content) for each in expected]


FILTERS: Final[Mapping[str, tuple[Mapping[str, str], tuple[SharedObject, ...]]]] = {
    "none": ({}, USUAL),
    "added after": ({"added_after": added(3)}, (MARKED, MALWARE, LATEST)),
    "id": ({"match[id]": MALWARE.id}, (MALWARE,)),
    "type": ({"match[type]": "indicator"}, (PLAIN, LATEST)),
    "a version": ({"match[version]": stamp(NOON + SECOND)}, (SECOND_ONE,)),
    "first version": ({"match[version]": "first"}, (RELATED, FIRST, PLAIN, MARKED, MALWARE)),
    "last version": ({"match[version]": "last"}, USUAL),
    "all versions": (
        {"match[version]": "all"},
        (RELATED, FIRST, SECOND_ONE, PLAIN, MARKED, MALWARE, LATEST),
    ),
    "STIX 2.0": ({"match[spec_version]": "2.0"}, (OLDER,)),
    "STIX 2.1": ({"match[spec_version]": "2.1"}, USUAL),
    "either STIX": ({"match[spec_version]": "2.0,2.1"}, (RELATED, PLAIN, MARKED, OLDER, LATEST)),
    "nothing": ({"match[type]": "incident", "match[version]": "2016-01-01T01:01:01.000Z"}, ()),
}
each_filter = pytest.mark.parametrize("name", FILTERS)


@each_filter
def test_objects(name: str, east: httpx.Client) -> None:
    """Objects come by each filter, in the order in which they were added, with headers of when (3.4, 5.4)."""
    query, expected = FILTERS[name]
    answer = east.get(OBJECTS, params=query)

    assert (200, TAXII) == (answer.status_code, answer.headers["Content-Type"])
    assert of(expected) == answer.json().get("objects", [])
    assert (expected == ()) == (answer.json() == {})
    assert not answer.json().get("more")
    if expected:
        first, last = (ADDED.index(expected[at]) for at in (0, -1))
        assert (added(first), added(last)) == _dates(answer)


@each_filter
def test_manifest(name: str, east: httpx.Client) -> None:
    """A manifest has the same by each filter, by id, date, version and media type (3.4, 5.3)."""
    query, expected = FILTERS[name]
    answer = east.get(MANIFEST, params=query)

    assert (200, TAXII) == (answer.status_code, answer.headers["Content-Type"])
    assert [
        (each.id, added(ADDED.index(each)), f"application/stix+json;version={each.spec}") for each in expected
    ] == [(each["id"], each["date_added"], each["media_type"]) for each in answer.json().get("objects", [])]
    assert [stamp(each.version) for each in expected if each.version is not None] == [
        each["version"] for each in answer.json().get("objects", []) if each["id"] != MARKED.id
    ]


@pytest.mark.parametrize(
    ("whose", "query", "expected"),
    [
        (MALWARE, {}, (MALWARE,)),
        (MALWARE, {"added_after": added(5)}, ()),
        (MALWARE, {"added_after": added(4)}, (MALWARE,)),
        (MALWARE, {"match[spec_version]": "2.0"}, (OLDER,)),
        (MALWARE, {"match[spec_version]": "2.1"}, (MALWARE,)),
        (MALWARE, {"match[spec_version]": "2.0,2.1"}, (OLDER,)),
        (LATEST, {"limit": "1"}, (LATEST,)),
        (LATEST, {"match[version]": stamp(NOON + SECOND)}, (SECOND_ONE,)),
        (LATEST, {"match[version]": "first"}, (FIRST,)),
        (LATEST, {"match[version]": "last"}, (LATEST,)),
        (LATEST, {"match[version]": "all"}, (FIRST, SECOND_ONE, LATEST)),
        (MARKED, {"match[version]": "all"}, (MARKED,)),
        (MARKED, {"match[version]": "first"}, (MARKED,)),
    ],
)
def test_object(
    whose: SharedObject, query: dict[str, str], expected: tuple[SharedObject, ...], east: httpx.Client
) -> None:
    """One object comes by each filter, also one without versions (5.6)."""
    answer = east.get(f"{OBJECTS}{whose.id}/", params=query)

    assert (200, TAXII) == (answer.status_code, answer.headers["Content-Type"])
    assert of(expected) == answer.json().get("objects", [])


@pytest.mark.parametrize(
    ("whose", "query", "expected"),
    [
        (RELATED, {}, (RELATED,)),
        (RELATED, {"added_after": added(0)}, ()),
        (RELATED, {"added_after": "2014-05-08T08:00:00Z"}, (RELATED,)),
        (LATEST, {}, (FIRST, SECOND_ONE, LATEST)),
        (MALWARE, {}, (MALWARE,)),
        (MALWARE, {"match[spec_version]": "2.0"}, (OLDER,)),
        (MALWARE, {"match[spec_version]": "2.1"}, (MALWARE,)),
        (MALWARE, {"match[spec_version]": "2.0,2.1"}, (MALWARE, OLDER)),
    ],
)
def test_versions(
    whose: SharedObject, query: dict[str, str], expected: tuple[SharedObject, ...], east: httpx.Client
) -> None:
    """The versions of an object come by each filter; where there is none, an empty answer (5.8)."""
    answer = east.get(f"{OBJECTS}{whose.id}/versions/", params=query)

    assert (200, TAXII) == (answer.status_code, answer.headers["Content-Type"])
    assert [stamp(each.version or 0) for each in expected] == answer.json().get("versions", [])
    assert (expected == ()) == (answer.json() == {})


@pytest.mark.parametrize(
    ("path", "query", "pages"),
    [
        (OBJECTS, {"limit": "3"}, (USUAL[:3], USUAL[3:])),
        (MANIFEST, {"limit": "2"}, (USUAL[:2], USUAL[2:4], USUAL[4:])),
        (f"{OBJECTS}{LATEST.id}/", {"match[version]": "all", "limit": "2"}, ((FIRST, SECOND_ONE), (LATEST,))),
        (f"{OBJECTS}{LATEST.id}/versions/", {"limit": "1"}, ((FIRST,), (SECOND_ONE,), (LATEST,))),
    ],
)
def test_pages(
    path: str, query: dict[str, str], pages: tuple[tuple[SharedObject, ...], ...], east: httpx.Client
) -> None:
    """Pages follow each other by next, each with the dates of its first and last, and the last says that there is no more (3.5)."""
    asked = dict(query)
    for number, page in enumerate(pages, 1):
        answer = east.get(path, params=asked)
        said = answer.json()
        is_last = number == len(pages)

        assert (added(ADDED.index(page[0])), added(ADDED.index(page[-1]))) == _dates(answer)
        assert len(page) == len(said.get("objects") or said["versions"])
        assert (not is_last, is_last) == (said["more"], "next" not in said)
        asked = query | {"next": said.get("next", "")}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{ROOT}/collections/"),
        ("GET", f"{ROOT}/status/2223/"),
        ("GET", MANIFEST),
        ("GET", f"{OBJECTS}{MALWARE.id}/"),
        ("GET", MINE),
        ("POST", MINE),
    ],
)
def test_unauthorized(method: str, path: str, taxii: Exchanging) -> None:
    """Whoever does not say who they are is asked to, whether or not what they ask for is there (3.6.1, 401)."""
    answer = taxii.nobody(Accept=TAXII).request(method, path)

    assert (401, "401") == (answer.status_code, answer.json()["http_status"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/trustgroup2/"),
        ("GET", "/taxii2/carbon1/collections/"),
        ("GET", NOWHERE),
        ("GET", f"{ROOT}/status/22101993/"),
        ("GET", f"{ROOT}/collections/24042009/manifest/"),
        ("GET", f"{NOWHERE}objects/"),
        ("POST", f"{NOWHERE}objects/"),
        ("GET", f"{OBJECTS}malware--{UUID(int=9)}/"),
        ("GET", f"{OBJECTS}malware--{UUID(int=9)}/versions/"),
    ],
)
def test_not_found(method: str, path: str, east: httpx.Client) -> None:
    """What is not there is not found: API roots, collections, objects and posts (3.6.1, 404)."""
    content = b'{"objects": []}' if method == "POST" else None
    answer = east.request(method, path, content=content)

    assert (404, TAXII) == (answer.status_code, answer.headers["Content-Type"])


def test_forbidden(east: httpx.Client) -> None:
    """Who may read a collection and not add to it is refused when they try (3.6.1, 403)."""
    assert 403 == east.post(OBJECTS, content=b'{"objects": []}').status_code


def test_bad_limit(east: httpx.Client) -> None:
    """A limit below one is refused (3.4, 400)."""
    assert 400 == east.get(OBJECTS, params={"limit": "-20"}).status_code


def post(east: httpx.Client, *objects: SharedObject) -> dict[str, object]:
    """Add objects; give their status."""
    answer = east.post(MINE, content=msgspec.json.encode({"objects": of(objects)}))
    assert (202, TAXII) == (answer.status_code, answer.headers["Content-Type"])
    status: dict[str, object] = answer.json()
    return status


def test_add_and_delete(east: httpx.Client) -> None:
    """What is added is found among all, by its id and in the manifest, has a status, and is gone when it is deleted (5.5, 5.7)."""
    status = post(east, PLAIN)
    by_id = {"match[id]": PLAIN.id}
    found = [
        east.get(MINE).json()["objects"][0]["id"],
        east.get(MINE, params=by_id).json()["objects"][0]["id"],
        east.get(MINE.replace("objects", "manifest"), params=by_id).json()["objects"][0]["id"],
    ]
    kept = east.get(f"{ROOT}/status/{status['id']}/").json()
    deleted = east.delete(f"{MINE}{PLAIN.id}/")

    assert [PLAIN.id] * 3 == found
    assert (1, [PLAIN.id]) == (kept["success_count"], [each["id"] for each in kept["successes"]])
    assert (200, TAXII) == (deleted.status_code, deleted.headers["Content-Type"])
    assert 404 == east.get(f"{MINE}{PLAIN.id}/").status_code


def test_delete_versions(east: httpx.Client) -> None:
    """Versions are deleted by what is matched: one of them, the first, the last, all (5.7)."""
    assert 5 == post(east, *(indicator(7, version) for version in range(5)))["success_count"]
    left = []
    for wanted in (stamp(NOON + 3 * SECOND), "first", "last", "all"):
        assert 200 == east.delete(f"{MINE}{indicator(7).id}/", params={"match[version]": wanted}).status_code
        left.append(east.get(f"{MINE}{indicator(7).id}/versions/"))

    assert [
        [stamp(NOON + version * SECOND) for version in versions]
        for versions in ((0, 1, 2, 4), (1, 2, 4), (1, 2))
    ] == [answer.json()["versions"] for answer in left[:3]]
    assert 404 == left[3].status_code


def test_delete_by_stix(east: httpx.Client) -> None:
    """Versions are deleted by the version of STIX that they are in (5.7)."""
    post(east, MALWARE, OLDER)
    path = f"{MINE}{MALWARE.id}/"
    east.delete(path, params={"match[spec_version]": "2.0"})
    left = east.get(f"{path}versions/").json()["versions"]
    east.delete(path, params={"match[spec_version]": "2.1"})

    assert [stamp(NOON)] == left
    assert 404 == east.get(f"{path}versions/").status_code


def test_observable(east: httpx.Client) -> None:
    """An object that has no versions is its first, its last and all of them; and nothing is newer than it (3.4, 5.6)."""
    observable = indicator(8, None, kind="artifact")
    post(east, observable)
    path = f"{MINE}{observable.id}/"
    found = [
        len(east.get(path, params={"match[version]": wanted}).json()["objects"])
        for wanted in ("all", "first", "last")
    ]
    earlier = east.get(path, params={"added_after": "2017-01-27T13:49:53.935Z"})
    later = east.get(path, params={"added_after": "2099-01-01T00:00:00Z"})

    assert [1, 1, 1, 1] == [*found, len(earlier.json()["objects"])]
    assert {} == later.json()


def test_already_there(east: httpx.Client) -> None:
    """What is there already is no failure when it is added again (5.5)."""
    post(east, RELATED)
    status = post(east, RELATED)

    assert (1, 0) == (status["success_count"], status["failure_count"])
    assert "failures" not in status
    assert 1 == len(east.get(f"{MINE}{RELATED.id}/versions/").json()["versions"])


DIFFERENT: Final[tuple[tuple[str, str, str, Mapping[str, str], int, int], ...]] = (
    (
        "next with other parameters",
        "GET",
        OBJECTS,
        {"match[version]": "first", "limit": "2", "next": "0"},
        400,
        200,
    ),
    (
        "a collection above the reader's clearance",
        "GET",
        f"{ROOT}/collections/{AMBER.id}/objects/",
        {},
        403,
        404,
    ),
)
"""Case, method, path and query; what the reference answers, and what ours does. docs/sharing.md says why."""


@pytest.mark.parametrize(("case", "method", "path", "query", "theirs", "ours"), DIFFERENT)
def test_different(
    case: str, method: str, path: str, query: Mapping[str, str], theirs: int, ours: int, taxii: Exchanging
) -> None:
    """Where ours answers otherwise than the reference, it does so on purpose."""
    answer = taxii.client("west").request(method, path, params=query)

    assert ours == answer.status_code, case
    assert theirs != ours


def test_no_envelope(east: httpx.Client) -> None:
    """A body that is an object and no envelope is refused, and says why, in TAXII's form (5.5, 422)."""
    answer = east.post(MINE, content=PLAIN.content)

    assert (422, TAXII, "422") == (
        answer.status_code,
        answer.headers["Content-Type"],
        answer.json()["http_status"],
    )
    assert answer.json()["description"]


def _dates(answer: httpx.Response) -> tuple[str, str]:
    return answer.headers["X-TAXII-Date-Added-First"], answer.headers["X-TAXII-Date-Added-Last"]
