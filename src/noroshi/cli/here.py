"""What every command is given: which home, and where to write."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from noroshi.app import Application
from noroshi.cli.screen import Screen
from noroshi.clock import SystemClock
from noroshi.config.home import Home


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Here:
    """The options that every command has."""

    home: Annotated[Path | None, Parameter(show_default=False)] = None
    """The centre's directory; else NOROSHI_HOME, else ./noroshi-home."""
    json: Annotated[bool, Parameter(negative="", show_default=False)] = False
    """Write JSON, one object a line; see docs/commands.md."""

    def screen(self) -> Screen:
        """Give where to write."""
        return Screen(as_json=self.json)

    def place(self) -> Home:
        """Choose the home."""
        return Home.find(self.home)

    def application(self) -> Application:
        """Open the home's application.

        Raises
        ------
        StorageError
            If there is no home.
        SettingsError
            If its settings are wrong.
        """
        return Application.open(self.place(), SystemClock())


EVERYWHERE = Here()


def command(name: str, *examples: str) -> App:
    """Begin a command: its name (the last word), and examples for its help page."""
    listed = "\n".join(f"  {example}" for example in examples)
    return App(name=name, help_epilogue=f"Examples:\n{listed}")
