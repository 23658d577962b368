"""From the newest schema back to an older one, step by step."""

import shutil
from collections.abc import Callable
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Engine

import noroshi.storage.migrations
from noroshi.people.sealing import Seals
from noroshi.storage.keyless import keyless
from noroshi.storage.migrations import downgrade
from noroshi.storage.transactions import writing

OURS = Path(noroshi.storage.migrations.__file__).parent
STEPS = sorted((OURS / "versions").glob("0*.py"))


def until(folder: Path, schema: str) -> ScriptDirectory:
    """Give our migrations up to a schema, as the Noroshi has them whose newest it is."""
    place = folder / schema
    place.mkdir(exist_ok=True)
    for step in STEPS:
        if step.name[:4] <= schema:
            shutil.copy(step, place)
    return ScriptDirectory(str(OURS), version_locations=[str(place)])


def back_to(engine: Engine, folder: Path, schema: str, seals: Callable[[], Seals] = keyless) -> None:
    """Take a database back to a schema, step by step."""
    for step in reversed(STEPS):
        if step.name[:4] > schema:
            with writing(engine) as connection:
                downgrade(connection, until(folder, step.name[:4]), seals)
