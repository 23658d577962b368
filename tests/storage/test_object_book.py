"""Collections in a database, beside a plain list."""

from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.clock import DAY, SECOND
from noroshi.errors import NotFoundError
from noroshi.organisations.model import Marking
from noroshi.people.audit import AuditEntry, AuditWanted, What
from noroshi.people.caller import Via
from noroshi.sharing.taxii.collection import for_all, for_one, from_one
from noroshi.sharing.taxii.filters import EVERYTHING, Filters
from noroshi.sharing.taxii.objects import SharedObject
from noroshi.sharing.taxii.posts import post_of
from noroshi.storage.migrations import upgrade
from noroshi.storage.people.audit import SqlAuditBook
from noroshi.storage.sharing import objects as kept
from noroshi.storage.sharing.objects import SqlObjectBook
from noroshi.storage.transactions import writing
from tests.sharing.taxii.shared import NOON, PlainList, indicator
from tests.storage.steps import back_to

GREEN = for_all(Marking.GREEN)
ENTRY = AuditEntry(NOON, "jpcert", Via.PARTNER, What.DELETE_OBJECTS, "there")


@pytest.fixture
def book(database: Engine) -> SqlObjectBook:
    """Give a book with a collection."""
    made = SqlObjectBook(database)
    made.open(GREEN)
    return made


def test_collections(book: SqlObjectBook) -> None:
    """A collection is there once, however often it is made, and is as it was said last."""
    other = from_one("jpcert")
    book.open(other)
    book.open(for_one("jpcert", Marking.GREEN))
    book.open(for_one("jpcert", Marking.AMBER))

    assert [other, GREEN, for_one("jpcert", Marking.AMBER)] == sorted(
        book.collections(), key=lambda each: each.title
    )


def test_pages(book: SqlObjectBook) -> None:
    """Pages of any length give each object once, in the order in which they were added, and end without a further one."""
    made = [indicator(number) for number in range(10)]
    assert 10 == book.publish(GREEN.id, made, NOON)

    for limit in range(1, 12):
        got: list[bytes] = []
        after = -1
        for turn in count(1):
            page = book.page(GREEN.id, Filters(after=after, limit=limit))
            got += page.items
            after = page.last
            if not page.more:
                assert -(-10 // limit) == turn
                break
        assert [each.content for each in made] == got


def test_moments(book: SqlObjectBook) -> None:
    """No two objects were added at once, also where they came together or the clock was set back."""
    book.publish(GREEN.id, [indicator(1), indicator(2)], NOON)
    book.publish(GREEN.id, [indicator(3)], NOON - 3_600 * SECOND)
    book.publish(GREEN.id, [indicator(4)], NOON + SECOND)

    assert [0, 1, 2, 1_000_000] == [
        line.added - NOON // 1_000 for line in book.manifest(GREEN.id, EVERYTHING).items
    ]


def test_known(book: SqlObjectBook) -> None:
    """What is there already is not new, be it in the same post or in an earlier one, and keeps its bytes and its moment."""
    first = indicator(1)
    forged = first._replace(content=b'{"forged":true}')
    unversioned = indicator(2, None)

    counted = [
        book.publish(GREEN.id, objects, NOON)
        for objects in ([first, forged], [forged, indicator(1, 5)], [unversioned, unversioned], [forged])
    ]

    assert [1, 1, 1, 0] == counted
    assert first.content == book.page(GREEN.id, EVERYTHING).items[0]


def test_older(book: SqlObjectBook) -> None:
    """An old version that comes late is kept, and is not what is current."""
    book.publish(GREEN.id, [indicator(1, 2), indicator(1, 5)], NOON)
    book.publish(GREEN.id, [indicator(1, 9), indicator(1, 5), indicator(1, 3), indicator(1, 2)], NOON)

    assert [indicator(1, 9).content] == list(book.page(GREEN.id, Filters()).items)
    assert [2, 5, 9, 3] == [
        (line.version or 0) // SECOND - NOON // SECOND for line in book.manifest(GREEN.id, EVERYTHING).items
    ]


def test_delete(book: SqlObjectBook, database: Engine) -> None:
    """When the last version is deleted, the one before is current again; the audit has who did it."""
    one = f"indicator--{UUID(int=1)}"
    book.publish(GREEN.id, [indicator(1, 2), indicator(1, 5), indicator(2)], NOON)

    assert 1 == book.delete(GREEN.id, Filters(ids=(one,)), ENTRY)
    assert {indicator(1, 2).content, indicator(2).content} == set(book.page(GREEN.id, Filters()).items)
    assert (True, 1) == (book.knows(GREEN.id, one), book.delete(GREEN.id, Filters(ids=(one,)), ENTRY))
    assert (False, 0) == (book.knows(GREEN.id, one), book.delete(GREEN.id, Filters(ids=(one,)), ENTRY))
    assert [ENTRY] * 3 == [row.entry for row in SqlAuditBook(database).page(AuditWanted(), None, 9)]


def test_empty(book: SqlObjectBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A collection is emptied in portions, and others keep what they have."""
    monkeypatch.setattr(kept, "PORTION", 3)
    other = for_all(Marking.CLEAR)
    book.open(other)
    for each in (GREEN, other):
        book.publish(each.id, [indicator(number) for number in range(7)], NOON)

    assert (7, 0) == (book.empty(GREEN.id), book.empty(GREEN.id))
    assert [0, 7] == [len(book.page(each.id, Filters()).items) for each in (GREEN, other)]


def test_large(book: SqlObjectBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page ends where it has grown too large, and says that there is more."""
    monkeypatch.setattr(kept, "LARGEST_PAGE", 300)
    book.publish(GREEN.id, [indicator(number) for number in range(5)], NOON)

    first = book.page(GREEN.id, Filters())
    second = book.page(GREEN.id, Filters(after=first.last))

    assert (2, True, 2, True) == (len(first.items), first.more, len(second.items), second.more)


def test_nowhere(book: SqlObjectBook) -> None:
    """Where there is no such collection nothing is read, and nothing can be added."""
    assert ([], []) == (
        list(book.page("none", Filters()).items),
        list(book.manifest("none", Filters()).items),
    )
    with pytest.raises(NotFoundError):
        book.publish("none", [indicator(1)], NOON)


def test_posts(book: SqlObjectBook) -> None:
    """What became of a post is told to whoever made it, for a day."""
    posts = [post_of("jpcert", NOON + late, [indicator(1)], []) for late in (0, DAY, DAY + SECOND)]
    for each in posts:
        book.receive(GREEN.id, [indicator(1)], each, ENTRY)

    assert posts[1] == book.post(posts[1].id, "jpcert")
    assert (None, None) == (book.post(posts[1].id, "krcert"), book.post(posts[0].id, "jpcert"))


def test_forgotten(book: SqlObjectBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was added before a moment goes, a portion at a time, and what remains of an object is current again."""
    monkeypatch.setattr(kept, "FORGOTTEN", 2)
    book.publish(GREEN.id, [indicator(1, 7), *map(indicator, (2, 3, 4, 5))], NOON)
    book.publish(GREEN.id, [indicator(1, 3), indicator(6)], NOON + DAY)
    old = book.old(NOON + DAY)
    portions = list(book.forget(NOON + DAY))

    assert (5, [2, 2, 1]) == (old, portions)
    assert (0, []) == (book.old(NOON + DAY), list(book.forget(NOON + DAY)))
    left = [indicator(1, 3).content, indicator(6).content]
    assert left == list(book.page(GREEN.id, Filters()).items)


def test_there_and_back(book: SqlObjectBook, database: Engine, tmp_path: Path) -> None:
    """Taken back, the database has nothing that the Noroshi before cannot read; forward again, objects go on from where they were."""
    book.publish(GREEN.id, [indicator(1), indicator(2)], NOON)
    book.delete(GREEN.id, Filters(ids=(indicator(2).id,)), ENTRY)
    back_to(database, tmp_path, "0004")
    older = SqlAuditBook(database).page(AuditWanted(), None, 9)
    with writing(database) as connection:
        upgrade(connection)
    book.publish(GREEN.id, [indicator(3)], 0)

    assert ([], ENTRY) == (list(older), SqlAuditBook(database).page(AuditWanted(), None, 9)[0].entry)
    assert [0, 2] == [line.added - NOON // 1_000 for line in book.manifest(GREEN.id, EVERYTHING).items]


OBJECTS = st.builds(
    indicator,
    st.integers(0, 3),
    st.none() | st.integers(0, 3),
    st.sampled_from(["2.0", "2.1"]),
    st.sampled_from(["indicator", "malware"]),
)
VERSIONS = st.lists(st.integers(0, 3).map(lambda late: NOON + late * SECOND), max_size=2).map(tuple)
IDENTITIES = st.builds(
    lambda kind, number: f"{kind}--{UUID(int=number)}",
    st.sampled_from(["indicator", "malware"]),
    st.integers(0, 3),
)
FILTERS = st.builds(
    Filters,
    limit=st.integers(1, 5),
    ids=st.lists(IDENTITIES, max_size=2, unique=True).map(tuple),
    types=st.sampled_from([(), ("indicator",), ("indicator", "malware"), ("report",)]),
    specs=st.sampled_from([(), ("2.0",), ("2.1",), ("2.0", "2.1"), None]),
    every=st.booleans(),
    first=st.booleans(),
    last=st.booleans(),
    versions=VERSIONS,
)
DEEDS = st.lists(
    st.lists(OBJECTS, min_size=1, max_size=5) | FILTERS.filter(lambda filters: bool(filters.ids)), max_size=6
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds=DEEDS, asked=st.lists(FILTERS, min_size=1, max_size=6))
@example(
    deeds=[[indicator(0, None, "2.1", "malware"), indicator(0, 0, "2.0", "malware")]],
    asked=[Filters(specs=None)],
)
def test_like_a_list(
    book: SqlObjectBook, deeds: list[list[SharedObject] | Filters], asked: list[Filters]
) -> None:
    """Whatever was added and deleted, any filter gives what it gives of a plain list, and one page after the other all of it."""
    book.empty(GREEN.id)
    model = PlainList()
    for deed in deeds:
        if isinstance(deed, Filters):
            assert model.delete(deed) == book.delete(GREEN.id, deed, ENTRY)
        else:
            assert model.publish(deed, NOON) == book.publish(GREEN.id, deed, NOON)
    there = book.manifest(GREEN.id, replace(EVERYTHING, limit=99)).items
    assert [each.object.id for each in model.listed] == [line.id for line in there]
    for filters in asked:
        expected = [each.object.content for each in model.matching(replace(filters, after=-1))]
        got: list[bytes] = []
        after, more = -1, True
        while more:
            page = book.page(GREEN.id, replace(filters, after=after))
            lines = book.manifest(GREEN.id, replace(filters, after=after))
            assert (page.first, page.last, page.more) == (lines.first, lines.last, lines.more)
            assert len(page.items) <= filters.limit
            got += page.items
            after, more = page.last, page.more
        assert expected == got
