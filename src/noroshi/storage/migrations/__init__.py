"""From any older schema to the newest, and from the newest to the one before it.

A file for each step in `versions`; each but the first knows the way back.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, func, select

from noroshi.errors import StorageError
from noroshi.storage.keyless import keyless
from noroshi.storage.tables.metadata import metadata

if TYPE_CHECKING:
    from noroshi.people.sealing import Seals

TURN: Final = 0x6E6F726F7368
"""PostgreSQL's advisory lock for migrations: "norosh" in ASCII."""


def scripts() -> ScriptDirectory:
    """Give the migrations, as Alembic sees them."""
    config = Config()
    config.set_main_option("script_location", __name__.replace(".migrations", ":migrations"))
    return ScriptDirectory.from_config(config)


def knows(schema: str) -> bool:
    """Tell whether a schema is one of ours, so that no newer Noroshi has written it."""
    return any(script.revision == schema for script in scripts().walk_revisions())


def upgrade(
    connection: Connection, script: ScriptDirectory | None = None, seals: "Callable[[], Seals]" = keyless
) -> None:
    """Bring a database to the newest schema, within a transaction that writes.

    Parameters
    ----------
    script
        The migrations; None for ours.
    seals
        Gives the centre's, where something is to be sealed.

    Raises
    ------
    StorageError
        If its schema is none of ours: a newer Noroshi has written it.
    """
    script = script or scripts()
    _run(
        connection,
        script,
        seals,
        lambda revision, _: script._upgrade_revs("head", revision),  # noqa: SLF001  # from Alembic's handbook
    )


def downgrade(
    connection: Connection, script: ScriptDirectory | None = None, seals: "Callable[[], Seals]" = keyless
) -> tuple[str, str]:
    """Take a database from the newest schema to the one before it, within a transaction that writes.

    Parameters
    ----------
    script
        The migrations; None for ours.
    seals
        Gives the centre's, where something is to be opened.

    Returns
    -------
    tuple[str, str]
        The newest schema, and the one that it has now.

    Raises
    ------
    StorageError
        If it does not have the newest schema, or that is the first.
    """
    script = script or scripts()
    newest = script.get_revision(script.get_current_head() or "")
    before = newest.down_revision
    if not isinstance(before, str):
        raise StorageError(
            f"{newest.revision} is the first schema: there is none before it",
            hint="Every Noroshi knows it, so there is nothing to do.",
        )
    _run(
        connection, script, seals, lambda revision, _: _steps_back(script, revision, newest.revision, before)
    )
    return newest.revision, before


def _steps_back(script: ScriptDirectory, revision: Any, newest: str, before: str) -> Any:
    if revision not in {newest, (newest,)}:
        raise StorageError(
            "the database does not have this Noroshi's newest schema, so there is nothing to take back",
            hint="The Noroshi before this one may be able to open it already; try.",
        )
    return script._downgrade_revs(before, revision)  # noqa: SLF001  # from Alembic's handbook


def _run(
    connection: Connection,
    script: ScriptDirectory,
    seals: "Callable[[], Seals]",
    steps: Callable[[Any, Any], Any],
) -> None:
    if connection.dialect.name == "postgresql":  # in SQLite only one writes anyway
        connection.execute(select(func.pg_advisory_xact_lock(TURN)))
    # No env.py: that would be code that runs when imported.
    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection, target_metadata=metadata, seals=seals)
        try:
            environment.run_migrations()
        except CommandError as error:
            raise StorageError(
                "the database has a schema that this Noroshi does not know",
                hint="A newer Noroshi has written it: upgrade this one.",
            ) from error
