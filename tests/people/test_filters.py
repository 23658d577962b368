"""Saved filters: kept with the person, bounded, and of the queue alone."""

import pytest
from sqlalchemy import Engine, insert

from noroshi.clock import SystemClock
from noroshi.errors import NotFoundError, UsageError
from noroshi.people.filters import MOST, Filters
from noroshi.people.model import Person
from noroshi.people.rights import Role
from noroshi.storage.people.books import people_books
from noroshi.storage.tables.people import people, person_row
from noroshi.storage.transactions import writing

MIKA, KEI = (Person(name, name, Role.OFFICER) for name in ("mika", "kei"))


@pytest.fixture
def filters(database: Engine) -> Filters:
    """Two people who have saved nothing yet."""
    with writing(database) as connection:
        connection.execute(insert(people), [person_row(MIKA), person_row(KEI)])
    return Filters(people_books(database).filters, SystemClock())


def kept(filters: Filters, person: Person) -> list[tuple[str, str]]:
    """What somebody has saved."""
    return [(each.name, each.address) for each in filters.of(person)]


def test_saved(filters: Filters) -> None:
    """A filter is kept under its name, in place of the one before it, and by its owner alone."""
    filters.save(MIKA, "Attacks", "/alerts?kind=dos.victim")
    filters.save(MIKA, "  Attacks ", "/alerts?kind=dos.victim&severity=high")
    filters.save(MIKA, "All", "/")
    filters.save(KEI, "Attacks", "/alerts")

    assert [("All", "/"), ("Attacks", "/alerts?kind=dos.victim&severity=high")] == kept(filters, MIKA)
    assert [("Attacks", "/alerts")] == kept(filters, KEI)


def test_forgotten(filters: Filters) -> None:
    """What is forgotten is gone; what is not there cannot be."""
    filters.save(MIKA, "Attacks", "/alerts")
    with pytest.raises(NotFoundError):
        filters.forget(KEI, "Attacks")
    filters.forget(MIKA, "Attacks")

    assert [] == kept(filters, MIKA)


@pytest.mark.parametrize(
    "address",
    ["", "//evil.example", "https://evil.example", "/me", "/alerts/A-1", "/alerts?q=\n", "/alerts?q=a b", "/alerts#x",
     "/alerts?q=" + "x" * 2_000],
)  # fmt: skip
def test_elsewhere(address: str, filters: Filters) -> None:
    """An address that is not the queue's is refused: a saved filter leads nowhere else."""
    with pytest.raises(UsageError, match="no address of the queue"):
        filters.save(MIKA, "Trap", address)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 300])
def test_name(name: str, filters: Filters) -> None:
    """A filter has a name that can be shown."""
    with pytest.raises(UsageError):
        filters.save(MIKA, name, "/alerts")


def test_most(filters: Filters) -> None:
    """Nobody keeps more than can be found again; one of the same name still makes room for itself."""
    for number in range(MOST):
        filters.save(MIKA, f"{number}", "/alerts")
    filters.save(MIKA, "0", "/")

    with pytest.raises(UsageError, match="30 saved filters already"):
        filters.save(MIKA, "one more", "/alerts")
