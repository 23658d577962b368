"""Migration 0014, forward and back."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from noroshi.errors import StorageError
from noroshi.people.audit import AuditWanted, By, What
from noroshi.people.caller import Via
from noroshi.people.sealing import KEY, Seals
from noroshi.storage.migrations import upgrade
from noroshi.storage.people.audit import SqlAuditBook
from noroshi.storage.people.books import people_books
from noroshi.storage.transactions import reading, writing
from tests.people.conftest import DESK, PASSWORD, House
from tests.storage.steps import back_to


def seed(engine: Engine) -> str:
    """The one seed, as it is kept."""
    with reading(engine) as connection:
        return str(connection.scalar(text("SELECT seed FROM passwords")))


def back(engine: Engine, seals: Seals, folder: Path) -> None:
    """Take the database back before the doors."""
    back_to(engine, folder, "0013", lambda: seals)


def forward(engine: Engine, seals: Seals) -> None:
    """Bring the database forward."""
    with writing(engine) as connection:
        upgrade(connection, seals=lambda: seals)


@pytest.fixture
def house(database: Engine) -> House:
    """A centre with somebody who has an authenticator."""
    made = House(people_books(database))
    made.joined_by_password()
    return made


def test_seeds(house: House, database: Engine, tmp_path: Path) -> None:
    """Taken back, a seed is as the Noroshi before reads it; forward again it is sealed, and the same codes fit."""
    back(database, house.seals, tmp_path)
    clear = seed(database)
    forward(database, house.seals)

    assert house.seed == clear
    assert clear not in seed(database)
    assert "mika" == house.door.sign_in.with_password("mika", PASSWORD, house.next_code(), DESK).person.id


def test_lost_key(house: House, database: Engine, tmp_path: Path) -> None:
    """Taken back without its key, a seed becomes one that nobody has, and no nonsense."""
    back(database, Seals(b"\1" * KEY), tmp_path)

    assert (32, True) == (len(seed(database)), seed(database) != house.seed)


@pytest.mark.usefixtures("house")
def test_no_key(database: Engine, tmp_path: Path) -> None:
    """Where nobody gives a key, a database with authenticators stays as it is."""
    before = seed(database)
    with pytest.raises(StorageError, match="key is not at hand"):
        back_to(database, tmp_path, "0013")

    assert before == seed(database)


def test_audit(house: House, database: Engine, tmp_path: Path) -> None:
    """Lines that the Noroshi before cannot read wait, and come back."""
    line = By("chief", Via.COMMAND).did(house.clock.now(), What.BACK_UP, "/mnt/b.tar.zst")
    book = SqlAuditBook(database)
    book.write([line])
    back(database, house.seals, tmp_path)
    older = book.page(AuditWanted(about="/mnt/b.tar.zst"), None, 9)
    forward(database, house.seals)

    assert () == tuple(older)
    assert [line] == [row.entry for row in book.page(AuditWanted(about="/mnt/b.tar.zst"), None, 9)]


def test_sessions(house: House, database: Engine, tmp_path: Path) -> None:
    """A session from before was never proved."""
    back(database, house.seals, tmp_path)
    forward(database, house.seals)

    assert [0] == [each.proved for each in house.door.sessions.of("mika")]
