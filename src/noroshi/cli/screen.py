"""Where commands write: to people in lines and tables, to programs in JSON."""

import sys
from collections.abc import Iterable, Sequence

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from noroshi.delivery.washing import washed


class Screen:
    """Standard output, for people or for programs.

    Colour goes to terminals only, and not if NO_COLOR is set. Whatever is shown is
    washed: names and addresses come from files and from attackers.

    Parameters
    ----------
    as_json
        Write `record`s, and keep silent about the rest; else the other way round.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.console = Console(highlight=False, markup=False, emoji=False, quiet=as_json)
        self.notes = Console(highlight=False, markup=False, emoji=False, stderr=True, quiet=as_json)
        """Standard error: what is not the result, such as progress and remarks."""

    def record(self, value: object) -> None:
        """Write one object for programs; nothing to people."""
        if self.as_json:
            sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
            sys.stdout.buffer.flush()

    def line(self, text: str = "", style: str = "") -> None:
        """Write a line for people; nothing to programs."""
        self.console.print(Text(washed(text), style=style))

    def remark(self, text: str) -> None:
        """Write a line for people that is not the result, to standard error."""
        self.notes.print(Text(washed(text), style="dim"))

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write a table for people; nothing to programs."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
        for title in titles:
            table.add_column(title, overflow="fold")
        for row in rows:
            table.add_row(*(Text(washed(cell)) for cell in row))
        self.console.print(table)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Write titles and what stands beside them, for people; those that are empty are left out."""
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim", no_wrap=True)
        table.add_column(overflow="fold")
        for title, value in facts:
            if value:
                table.add_row(Text(title), Text(washed(value)))
        self.console.print(table)
