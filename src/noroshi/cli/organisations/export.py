"""`noroshi organisations export`: the register as a roster."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from msgspec import Struct

from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.phrases import counted
from noroshi.cli.saving import save
from noroshi.organisations.roster_files import FORMATS, format_of

app = command(
    "export",
    "noroshi organisations export members.yaml",
    "noroshi organisations export --format csv > members.csv",
)


class RosterFormat(StrEnum):
    """How a roster is written to standard output."""

    YAML = "yaml"
    """As people write it."""
    CSV = "csv"
    """As spreadsheets write it."""


class Exported(Struct, frozen=True):
    """A roster that was written, to a file or into this line."""

    organisations: int
    """How many there are in it."""
    path: str | None
    """The file; null for standard output."""
    roster: str | None
    """The whole roster as text where there is no file; else null."""


OUTPUTS = (Exported,)


@app.default
def export(
    path: Path | None = None,
    /,
    *,
    format_: Annotated[RosterFormat, Parameter("--format", show_default=True)] = RosterFormat.YAML,
    here: Here = EVERYWHERE,
) -> None:
    """Write all organisations as a roster.

    Importing it changes nothing; it is also a way to move the register to another centre.

    Parameters
    ----------
    path
        A .yaml or .csv file, which is replaced; standard output if there is none.
    format_
        On standard output.
    """
    form = FORMATS[f".{format_}"] if path is None else format_of(path)
    with here.books() as books:
        organisations = books.organisations.all()
    text = form.write(organisations)
    if path is not None:
        save(path, text.encode())  # it has names and addresses
    screen = here.screen()
    screen.record(
        Exported(len(organisations), None if path is None else str(path), text if path is None else None)
    )
    if path is None:
        screen.raw(text)
    else:
        screen.line(f"{path}: {counted(len(organisations), 'organisation')}")
