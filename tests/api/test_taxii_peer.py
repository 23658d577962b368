"""A client that nobody here wrote, taxii2-client, against our server."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from taxii2client.v21 import (  # type: ignore[import-untyped]  # it has no types
    Collection,
    Server,
    as_pages,
)

from noroshi.clock import SECOND
from noroshi.sharing.taxii.stamps import stamp
from tests.api.exchanging import FROM_EAST, GREEN, Exchanging, exchanging
from tests.api.test_taxii import posted, told
from tests.sharing.taxii.shared import NOON, indicator


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchanging]:
    """A centre with 25 objects for those that are cleared for green, one of them in two versions."""
    folder: Path = tmp_path_factory.mktemp("centre")
    with exchanging(folder) as made:
        made.centre.sharing.objects.publish(GREEN.id, [indicator(number) for number in range(25)], NOON)
        made.centre.sharing.objects.publish(GREEN.id, [indicator(0, 7)], NOON)
        yield made


@pytest.fixture
def collections(centre: Exchanging) -> Iterator[dict[str, Collection]]:
    """The collections that the client finds by itself, by alias."""
    server = Server(f"{centre.address}/taxii2/", user="east", password=centre.partner("east"))
    yield {each.alias: each for each in server.default.collections}
    server.close()


def test_found(centre: Exchanging, collections: dict[str, Collection]) -> None:
    """It finds the API root and the collections by discovery, and what may be done with them."""
    server = Server(f"{centre.address}/taxii2/", user="east", password=centre.partner("east"))
    [root] = server.api_roots
    server.close()

    assert ["application/taxii+json;version=2.1"] == root.versions
    assert {"clear", "green", "amber", "to-east", "from-east"} == collections.keys()
    assert (True, False) == (collections["green"].can_read, collections["green"].can_write)


def test_pages(collections: dict[str, Collection]) -> None:
    """It reads a collection page by page to the end, and gets each object once."""
    pages = list(as_pages(collections["green"].get_objects, per_request=10))
    ids = [each["id"] for page in pages for each in page["objects"]]

    assert [10, 10, 5] == [len(page["objects"]) for page in pages]
    assert [indicator(number).id for number in (*range(1, 25), 0)] == ids


def test_filters(collections: dict[str, Collection]) -> None:
    """It finds objects, manifests and versions by its filters."""
    green = collections["green"]
    lines = green.get_manifest(id=indicator(3).id)["objects"]

    assert [told(indicator(0, 7).content)] == green.get_object(indicator(0).id)["objects"]
    assert 2 == len(green.get_objects(id=indicator(0).id, version="all")["objects"])
    assert [indicator(3).id] == [each["id"] for each in lines]
    assert [stamp(NOON), stamp(NOON + 7 * SECOND)] == green.object_versions(indicator(0).id)["versions"]
    assert {} == green.get_objects(added_after="2099-01-01T00:00:00Z")


def test_writes(centre: Exchanging, collections: dict[str, Collection]) -> None:
    """It adds objects, believes our status, and deletes them again."""
    ours = collections["from-east"]
    faulty = {"type": "indicator", "id": "indicator--1"}
    status = ours.add_objects(posted([told(indicator(7).content), faulty]), wait_for_completion=True)
    there = centre.centre.sharing.objects.knows(FROM_EAST.id, indicator(7).id)
    ours.delete_object(indicator(7).id)

    assert ("complete", 2, 1, 1, 0) == (
        status.status,
        status.total_count,
        status.success_count,
        status.failure_count,
        status.pending_count,
    )
    assert [f"indicator--{UUID(int=7)}"] == [each["id"] for each in status.successes]
    assert (True, False) == (there, centre.centre.sharing.objects.knows(FROM_EAST.id, indicator(7).id))
