"""`noroshi downgrade`: the database, as the Noroshi before this one knows it."""

from msgspec import Struct

from noroshi.cli.here import EVERYWHERE, Here, command, doer
from noroshi.clock import SystemClock
from noroshi.config.secret_key import seals_of
from noroshi.errors import StorageError
from noroshi.people.audit import What

app = command("downgrade", "noroshi downgrade")


class SteppedBack(Struct, frozen=True):
    """A database that went back by one schema."""

    before: str
    """The schema that it had."""
    after: str
    """The schema that it has now."""


OUTPUTS = (SteppedBack,)


@app.default
def downgrade(*, here: Here = EVERYWHERE) -> None:
    """Take the database back by one schema, for the Noroshi before this one.

    Run it with the newer Noroshi, with no watch running, after a back-up; then install the older one. What only
    the newer schema has is dropped. Whichever command of the newer one comes next brings it forward again.
    """
    config = here.config()
    from noroshi.storage.books import sqlite_url  # noqa: PLC0415  # 0.3 s that a help page does not need
    from noroshi.storage.stepping_back import step_back  # noqa: PLC0415  # the same

    home = here.place()
    if not (config.database.url or home.database.exists()):
        raise StorageError(f"{home.path} has no database", hint="Restore a back-up, if there is one.")
    step = step_back(
        config.database.url or sqlite_url(home.database),
        lambda: seals_of(home.key),
        doer().did(SystemClock().now(), What.STEP_BACK),
    )
    screen = here.screen()
    screen.record(SteppedBack(*step))
    screen.line(f"The database went back from schema {step.before} to {step.after}.")
    screen.line("Install the older Noroshi now, before any other command.")
