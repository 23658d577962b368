"""The way back: a database in the schema that the Noroshi before this one knows."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from noroshi.errors import StorageError
from noroshi.people.audit import AuditEntry
from noroshi.storage.database import reach
from noroshi.storage.keyless import keyless
from noroshi.storage.migrations import downgrade
from noroshi.storage.people.audit import note
from noroshi.storage.transactions import named_errors, writing
from noroshi.storage.turn import Turn

if TYPE_CHECKING:
    from noroshi.people.sealing import Seals


class Step(NamedTuple):
    """From which schema to which."""

    before: str
    after: str


def step_back(url: str, seals: "Callable[[], Seals]" = keyless, entry: AuditEntry | None = None) -> Step:
    """Take a database from the newest schema to the one before it, all or nothing.

    Parameters
    ----------
    url
        As for `open_database`.
    seals
        Gives the centre's; asked only if something is sealed that the older schema has in the clear.
    entry
        The audit's line about it.

    Raises
    ------
    StorageError
        If a process delivers from it, it does not have the newest schema, that is the first, or it fails.
    """
    engine = reach(url)
    turn = Turn(engine)
    try:
        if not turn.take():
            raise StorageError(
                "a watch delivers from the database", hint="Stop every watch of this centre first."
            )
        with named_errors(), writing(engine) as connection:
            if entry is not None:
                note(connection, entry)
            return Step(*downgrade(connection, seals=seals))
    finally:
        turn.give_back()
        engine.dispose()
