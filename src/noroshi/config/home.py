"""The home: the one directory in which the state of a watch centre lies."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from noroshi.errors import StorageError
from noroshi.files import PRIVATE_FOLDER

VARIABLE = "NOROSHI_HOME"
"""The environment variable that names the home."""

DEFAULT = Path("noroshi-home")
"""The home if nobody names one: in the current directory."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where the state of a watch centre lies.

    Examples
    --------
    >>> Home.find(None, {"NOROSHI_HOME": "/srv/noroshi"}).settings
    PosixPath('/srv/noroshi/noroshi.toml')
    """

    path: Path

    @classmethod
    def find(cls, given: Path | None, environment: Mapping[str, str] = os.environ) -> Self:
        """Choose the home: what was given, else `NOROSHI_HOME`, else ./noroshi-home."""
        return cls(given or Path(environment.get(VARIABLE) or DEFAULT))

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.path / "noroshi.toml"

    @property
    def database(self) -> Path:
        """The SQLite database, unless the settings name another."""
        return self.path / "noroshi.db"

    @property
    def archive(self) -> Path:
        """Where what was concluded is kept for good."""
        return self.path / "archive"

    @property
    def detections(self) -> Path:
        """The part of the archive that has detections, in a folder for each day."""
        return self.archive / "detections"

    @property
    def checkpoints(self) -> Path:
        """Where runs leave their state."""
        return self.path / "checkpoints"

    @property
    def tidied(self) -> Path:
        """When what is kept no longer was last removed."""
        return self.path / "tidied"

    @property
    def key(self) -> Path:
        """The key with which what only this centre may read is sealed."""
        return self.path / "key"

    @property
    def invitation(self) -> Path:
        """While nobody can sign in: the link by which the first administrator does."""
        return self.path / "first-sign-in"

    def make(self) -> None:
        """Make the folders, for the owner's eyes only; those that are there keep their mode.

        Raises
        ------
        StorageError
            If they cannot be made.
        """
        try:
            for folder in (self.path, self.archive, self.checkpoints):
                folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        except OSError as fault:
            raise StorageError(f"cannot make {fault.filename}: {fault.strerror}") from fault

    def check(self) -> None:
        """Make sure that this is a home.

        Raises
        ------
        StorageError
            If there is no settings file.
        """
        if not self.settings.is_file():
            raise StorageError(
                f"{self.path} is not the home of a watch centre: it has no {self.settings.name}",
                hint=f"`noroshi init` makes one; --home or {VARIABLE} say where else it is.",
            )
