"""From any older schema to the newest: a file for each step in `versions`, and what runs them."""

from typing import Final

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, func, select

from noroshi.errors import StorageError
from noroshi.storage.tables.metadata import metadata

TURN: Final = 0x6E6F726F7368
"""PostgreSQL's advisory lock for migrations: "norosh" in ASCII."""


def scripts() -> ScriptDirectory:
    """Give the migrations, as Alembic sees them."""
    config = Config()
    config.set_main_option("script_location", __name__.replace(".migrations", ":migrations"))
    return ScriptDirectory.from_config(config)


def upgrade(connection: Connection) -> None:
    """Bring a database to the newest schema, within a transaction that writes.

    Raises
    ------
    StorageError
        If its schema is none of ours: a newer Noroshi has written it.
    """
    if connection.dialect.name == "postgresql":  # in SQLite only one writes anyway
        connection.execute(select(func.pg_advisory_xact_lock(TURN)))
    script = scripts()
    # No env.py: that would be code that runs when imported. The private name is from Alembic's handbook.
    with EnvironmentContext(
        Config(),
        script,
        fn=lambda revision, _: script._upgrade_revs("head", revision),  # noqa: SLF001  # see above
    ) as environment:
        environment.configure(connection=connection, target_metadata=metadata)
        try:
            environment.run_migrations()
        except CommandError as error:
            raise StorageError(
                "the database has a schema that this Noroshi does not know",
                hint="A newer Noroshi has written it: upgrade this one.",
            ) from error
