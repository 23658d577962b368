"""The way back: a database in the schema that the Noroshi before this one knows."""

from typing import NamedTuple

from noroshi.errors import StorageError
from noroshi.storage.database import reach
from noroshi.storage.migrations import downgrade
from noroshi.storage.transactions import named_errors, writing
from noroshi.storage.turn import Turn


class Step(NamedTuple):
    """From which schema to which."""

    before: str
    after: str


def step_back(url: str) -> Step:
    """Take a database from the newest schema to the one before it, all or nothing.

    Parameters
    ----------
    url
        As for `open_database`.

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
            return Step(*downgrade(connection))
    finally:
        turn.give_back()
        engine.dispose()
