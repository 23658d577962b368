"""What every command is given: which home, and where to write."""

import getpass
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App, Parameter

from noroshi.cli.screen import Screen
from noroshi.clock import SystemClock
from noroshi.config.home import Home
from noroshi.config.reading import read
from noroshi.config.sections import Config
from noroshi.errors import UsageError
from noroshi.people.audit import By
from noroshi.people.caller import Via

if TYPE_CHECKING:
    from noroshi.app import Application
    from noroshi.storage.books import Books


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Here:
    """The options that every command has."""

    home: Path | None = None
    """The centre's directory; else NOROSHI_HOME, else ./noroshi-home."""
    json: bool = False
    """Write JSON, one object a line; see docs/commands.md."""

    def screen(self) -> Screen:
        """Give where to write."""
        return Screen(as_json=self.json)

    def place(self) -> Home:
        """Choose the home."""
        return Home.find(self.home)

    def config(self) -> Config:
        """Read the home's settings.

        Raises
        ------
        StorageError
            If there is no home.
        SettingsError
            If they are wrong.
        """
        home = self.place()
        home.check()
        return read(home.settings)

    def books(self) -> "Books":
        """Open the home's database: for commands that need no more than what is written there.

        Raises
        ------
        StorageError
            If there is no home, or its database cannot be used.
        SettingsError
            If its settings are wrong.
        """
        from noroshi.config.secret_key import seals_of  # noqa: PLC0415  # 0.3 s that a help page does not need
        from noroshi.storage.books import Books, sqlite_url  # noqa: PLC0415  # as above

        home = self.place()
        return Books(self.config().database.url or sqlite_url(home.database), lambda: seals_of(home.key))

    def application(self) -> "Application":
        """Open the home's application.

        Raises
        ------
        StorageError
            If there is no home, or its database cannot be used.
        SettingsError
            If its settings are wrong.
        """
        from noroshi.app import Application  # noqa: PLC0415  # half a second for Numba and the channels

        return Application.open(self.place(), SystemClock())


EVERYWHERE = Here()


def command(name: str, *examples: str) -> App:
    """Begin a command: its name (the last word), and examples for its help page."""
    listed = "\n".join(f"  {example}" for example in examples)
    return App(
        name=name,
        help_epilogue=f"Examples:\n{listed}",
        # A default is shown where it says something; an option that is off has no opposite.
        default_parameter=Parameter(negative="", show_default=False),
    )


def written(text: str) -> str:
    """Give what a person has to say, on one line.

    Raises
    ------
    UsageError
        If it holds bytes that are no text.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError("what you wrote is not UTF-8", hint="Set the terminal to UTF-8.") from None
    return " ".join(text.split())


def doer(given: str = "") -> By:
    """Give who does something at the command line, for the audit: as given, else the login name, else the user's number.

    Nobody is refused for want of a name: a back-up by night, in a container that knows none, is made all the same.
    """
    if given.strip():
        return By(written(given), Via.COMMAND)
    try:
        return By(getpass.getuser(), Via.COMMAND)
    except (OSError, KeyError):  # as in `who`
        return By(f"user {os.getuid()}", Via.COMMAND)


def who(given: str) -> str:
    """Give the name under which a person does something: as given, else the login name.

    Raises
    ------
    UsageError
        If nobody knows it.
    """
    if given.strip():
        return written(given)
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # Python 3.13 has made one of the other
        raise UsageError("nobody knows who you are", hint="Say it with --by NAME.") from None
