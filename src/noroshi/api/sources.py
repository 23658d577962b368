"""Names of files that callers send the text of; none is ever a file of the centre's machine."""

from pathlib import PurePath
from typing import Final

from noroshi.errors import UsageError

LONGEST: Final = 200
"""Characters of a file's name."""


def source_of(name: str) -> PurePath:
    """Read the name of a file that was sent.

    Raises
    ------
    UsageError
        If it has folders, is empty or too long, or cannot be printed.
    """
    path = PurePath(name)
    if path.name != name or len(name) > LONGEST or not name.isprintable():
        raise UsageError("source is a file's name, without folders", hint="Such as members.yaml.")
    return path
