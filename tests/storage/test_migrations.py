import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from msgspec.structs import replace
from sqlalchemy import Engine, MetaData, select, text

import noroshi.storage.migrations
from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.history import WATCH, Deed, Entry
from noroshi.alerts.model import AlertState
from noroshi.errors import StorageError
from noroshi.storage.alerts import SqlAlertBook
from noroshi.storage.database import SCHEMA, open_database
from noroshi.storage.migrations import downgrade, knows, scripts, upgrade
from noroshi.storage.outbox import SqlOutboxBook
from noroshi.storage.stepping_back import step_back
from noroshi.storage.tables import (
    access,
    audit,
    block_lists,
    collections,
    credentials,
    epoch,
    indications,
    organisations,
    partners,
    sharing,
)
from noroshi.storage.tables.metadata import metadata
from noroshi.storage.transactions import reading, writing
from tests.delivery.stories import NIGHT, alert, contact, message, notice, telling

OURS = Path(noroshi.storage.migrations.__file__).parent
TRIAL = Path(__file__).parent / "trial_migrations"


@pytest.fixture
def trial() -> ScriptDirectory:
    """Give our migrations, and one more."""
    return ScriptDirectory(str(OURS), version_locations=[str(OURS / "versions"), str(TRIAL)])


@pytest.fixture
def lived(database: Engine) -> Engine:
    """Give a database in which something has happened."""
    told = [alert(number=number) for number in range(3)]
    owed = [notice(each, contact()) for each in told]
    entries = [
        Entry(each.id, NIGHT, NIGHT, Deed.OPENED, WATCH, AlertState.OPEN, None, "狼煙") for each in told
    ]
    SqlAlertBook(database).record(Changed([Revision(each, 0) for each in told], entries, owed))
    assert SqlOutboxBook(database).compose(message(replace(telling(told[0]), notices=(owed[0].id,))))
    return database


def everything(engine: Engine) -> Mapping[str, list[tuple[Any, ...]]]:
    """Give all rows of all tables as the database itself describes them, but for the number of its schema."""
    found = MetaData()
    with reading(engine) as connection:
        found.reflect(connection)
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in found.sorted_tables
            if table.name != "alembic_version"
        }


def schema(engine: Engine) -> str | None:
    """Give the number of a database's schema."""
    with reading(engine) as connection:
        number: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return number


def test_there_and_back(lived: Engine, trial: ScriptDirectory) -> None:
    """Forward, back and forward again, a database has what it had, and the tables that each schema has."""
    for table in (
        access.tokens,
        audit.audit,
        block_lists.block_lists,
        collections.objects,
        credentials.passkeys,
        epoch.epoch,
        indications.indications,
        organisations.register,
        partners.partners,
        sharing.releases,
    ):
        assert table.metadata is metadata  # it has been imported
    before = everything(lived)
    with writing(lived) as connection:
        upgrade(connection, trial)
    newer = everything(lived)
    with writing(lived) as connection:
        step = downgrade(connection, trial)
    after = everything(lived)
    with lived.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    with writing(lived) as connection:
        upgrade(connection, trial)

    assert ("trial", SCHEMA) == step
    assert before == after != newer == everything(lived)
    assert [] == differences
    assert "trial" == schema(lived)


def test_undone(lived: Engine, trial: ScriptDirectory) -> None:
    """Where a step back fails on its way, the database is as it was."""
    with writing(lived) as connection:
        upgrade(connection, trial)
    with writing(lived) as connection:
        connection.execute(text("DROP TABLE trial"))
    before = everything(lived)

    with pytest.raises(StorageError), writing(lived) as connection:
        downgrade(connection, trial)

    assert (before, "trial") == (everything(lived), schema(lived))


def test_opened_by_the_older(lived: Engine, trial: ScriptDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Noroshi before refuses what a newer one has brought forward, and opens it once it was taken back."""
    told, url = alert(number=1), lived.url.render_as_string(hide_password=False)
    with writing(lived) as connection:
        upgrade(connection, trial)

    with pytest.raises(StorageError, match="does not know"):
        open_database(url)
    with monkeypatch.context() as newer:
        newer.setattr(noroshi.storage.migrations, "scripts", lambda: trial)
        step = step_back(url)
    older = open_database(url)
    found = SqlAlertBook(older).get(told.id)
    older.dispose()

    assert ("trial", SCHEMA) == step
    assert told == found


def test_first(lived: Engine, tmp_path: Path) -> None:
    """From the first schema there is no way back; the error says that nothing is to do."""
    [first] = OURS.glob("versions/0001_*.py")
    shutil.copy(first, tmp_path)

    with (
        pytest.raises(StorageError, match="0001 is the first schema") as caught,
        writing(lived) as connection,
    ):
        downgrade(connection, ScriptDirectory(str(OURS), version_locations=[str(tmp_path)]))

    assert "nothing to do" in caught.value.hint


def test_not_the_newest(lived: Engine, trial: ScriptDirectory) -> None:
    """What was taken back is not taken back further."""
    before = everything(lived)

    with pytest.raises(StorageError, match="nothing to take back"), writing(lived) as connection:
        downgrade(connection, trial)

    assert before == everything(lived)


def test_while_delivering(lived: Engine) -> None:
    """While a process delivers from a database, it is not taken back."""
    outbox = SqlOutboxBook(lived)
    outbox.alone()
    try:
        with pytest.raises(StorageError, match="a watch delivers"):
            step_back(lived.url.render_as_string(hide_password=False))
    finally:
        outbox.release()


def test_every_step_has_a_way_back() -> None:
    """Each migration but the first can be taken back, and each has one before it."""
    steps = list(scripts().walk_revisions())
    without = [
        step.revision for step in steps if step.down_revision and not hasattr(step.module, "downgrade")
    ]

    assert [] == without
    assert 1 == sum(step.down_revision is None for step in steps)


def test_way_back(database: Engine) -> None:
    """The newest migration, taken back and brought forward, makes the tables that the code describes."""
    with writing(database) as connection:
        downgrade(connection)
        upgrade(connection)
    with database.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert [] == differences


def test_known() -> None:
    """A schema is known if it is one of ours."""
    assert (True, False) == (knows(SCHEMA), knows("9999"))
