"""`noroshi init`: a home for a new watch centre."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from msgspec import Struct

from noroshi.cli.colours import ASIDE, NAME
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.screen import Coloured, Screen
from noroshi.config.home import DEFAULT, Home
from noroshi.config.sections import Config
from noroshi.config.writing import settings_text
from noroshi.domains import domains
from noroshi.errors import SettingsError, StorageError, UsageError
from noroshi.files import privately
from noroshi.organisations.networks import network
from noroshi.organisations.responsibility import ANY
from noroshi.storage.books import Books, sqlite_url

app = command(
    "init",
    "noroshi init",
    "noroshi init --name 'Example CSIRT' --monitored 198.51.100.0/24 --monitored 2001:db8::/32",
    "noroshi init --home /srv/noroshi --database postgresql+psycopg://noroshi@db.example/noroshi",
)


class Made(Struct, frozen=True):
    """A home that was made."""

    home: str
    """The directory."""
    settings: str
    """The settings file."""
    database: str
    """The SQLite database, or the URL of another."""
    archive: str
    """Where detections are kept."""
    checkpoints: str
    """Where watches of directories leave their state."""


OUTPUTS = (Made,)


@app.default
def init(
    *,
    name: Annotated[str, Parameter(show_default=True)] = Config().centre.name,
    monitored: tuple[str, ...] = (),
    database: str = "",
    here: Here = EVERYWHERE,
) -> None:
    """Make a home: settings, database, archive.

    Parameters
    ----------
    name
        The centre's name, which signs messages.
    monitored
        A prefix that is watched whoever holds it, or "any"; may be given more than once.
    database
        URL of a PostgreSQL database; else SQLite in the home.
    """
    home = here.place()
    if home.settings.exists():
        raise UsageError(
            f"{home.path} is a home already",
            hint=f"Change {home.settings} with an editor, or name another place with --home.",
        )
    given = _given(name, monitored, database)
    home.make()
    Books(database or sqlite_url(home.database)).close()
    _write(home.settings, settings_text(domains().values(), given))  # last: with it, it is a home
    made = Made(
        str(home.path),
        str(home.settings),
        database or str(home.database),
        str(home.archive),
        str(home.checkpoints),
    )
    screen = here.screen()
    screen.record(made)
    _show(screen, made, home, here)


def _given(name: str, monitored: Sequence[str], database: str) -> dict[str, dict[str, Any]]:
    for prefix in monitored:
        try:
            _ = prefix == ANY or network(prefix)
        except ValueError as fault:
            raise SettingsError(f"--monitored: {fault}") from None
    given: dict[str, dict[str, Any]] = {}
    if name != Config().centre.name:
        given["centre"] = {"name": name}
    if monitored:
        given["watch"] = {"monitored": list(monitored)}
    if database:
        given["database"] = {"url": database}
    return given


def _write(path: Path, text: str) -> None:
    try:
        with open(path, "x", encoding="utf-8", opener=privately) as file:
            file.write(text)
    except OSError as fault:
        raise StorageError(f"cannot write {path}: {fault.strerror}") from fault


def _show(screen: Screen, made: Made, home: Home, here: Here) -> None:
    """Write what there is now, and what to do next."""
    screen.line("A home for a watch centre: ", Coloured(made.home, NAME))
    screen.line()
    screen.facts(
        [
            ("settings", made.settings),
            ("database", made.database),
            ("archive", made.archive),
            ("checkpoints", made.checkpoints),
        ]
    )
    given = f" --home {shlex.quote(str(home.path))}" if here.home and home.path != DEFAULT else ""
    screen.heading("Next")
    for line, sense in (
        (f"noroshi organisations import{given} members.yaml", "Who holds which prefixes, live and dark."),
        (f"noroshi doctor{given}", "What is missing: the mail server, say."),
        (f"noroshi watch{given} capture.pcap", "Or a directory, or - for standard input."),
    ):
        screen.line(Coloured(line, NAME), indent=2)
        screen.line(Coloured(sense, ASIDE), indent=6)
