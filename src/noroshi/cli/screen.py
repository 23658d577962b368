"""Where commands write: to people in lines and tables, to programs in JSON."""

import sys
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

import msgspec
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from noroshi.delivery.washing import washed, washed_through

UNSEEN: Final = 200
"""Columns where nobody's terminal says how many: a pipe, a file. Tables are as wide as they need to be."""

GAP: Final = 2
"""Columns between two columns of a table."""

FOLDED: Final = 24
"""Columns that the last column of a table keeps, at the least, when it is folded."""


class Coloured(NamedTuple):
    """A text in a colour, as rich spells it."""

    text: str
    style: str


Cell: TypeAlias = str | Coloured


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
        self.console = _console(quiet=as_json)
        self.notes = _console(quiet=as_json, stderr=True)
        """Standard error: what is not the result, such as progress and remarks."""

    def record(self, value: object) -> None:
        """Write one object for programs; nothing to people."""
        if not self.as_json:
            return
        try:
            line = msgspec.json.encode(value)
        except UnicodeEncodeError:  # a path may hold bytes that are no text
            line = msgspec.json.encode(washed_through(msgspec.to_builtins(value)))
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()

    def line(self, *pieces: Cell, indent: int = 0) -> None:
        """Write a line for people, of one piece or several; nothing to programs.

        Parameters
        ----------
        indent
            Columns to the left that stay empty, also where a long line is folded.
        """
        text = Text.assemble(*map(_text, pieces))
        self.console.print(Padding(text, (0, 0, 0, indent), expand=False) if indent else text)

    def raw(self, text: str) -> None:
        """Write a whole file for people, as it is; nothing to programs.

        It is not folded, coloured or washed, so that it can be read back.
        """
        if not self.as_json:
            sys.stdout.buffer.write(text.encode())
            sys.stdout.buffer.flush()

    def remark(self, text: str) -> None:
        """Write a line for people that is not the result, to standard error."""
        self.notes.print(Text(washed(text), style="dim"))

    def heading(self, text: str) -> None:
        """Write a heading for people, after an empty line."""
        self.console.print()
        self.console.print(Text(washed(text), style="bold"))

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[Cell]], *, indent: int = 0) -> None:
        """Write a table for people; nothing to programs.

        Only the last column is folded. A terminal that is still too narrow gets each row as a paragraph,
        with a title before each cell.
        """
        cells = [tuple(map(_text, row)) for row in rows]
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
        table.header_style = "bold"
        *widths, last = (
            max(map(cell_len, column)) for column in zip(titles, *map(_plain, cells), strict=True)
        )
        for place, title in enumerate(titles):
            table.add_column(washed(title), overflow="fold", no_wrap=place < len(widths))
        for row in cells:
            table.add_row(*row)
        if indent + sum(widths) + GAP * len(widths) + min(last, FOLDED) <= self.console.width:
            self.console.print(Padding(table, (0, 0, 0, indent), expand=False))
            return
        for row in cells:
            self._paragraph(titles, row, indent)

    def entry(self, heads: Iterable[tuple[Cell, int]], *lines: Cell) -> None:
        """Write lines for people, folded to the right of what stands before them.

        Parameters
        ----------
        heads
            What stands before the first line, each with the columns that it takes.
        """
        grid = Table.grid(padding=(0, 1, 0, 0))
        cells = []
        for head, width in heads:
            grid.add_column(min_width=width, no_wrap=True)
            cells.append(_text(head))
        grid.add_column(overflow="fold")
        grid.add_row(*cells, Text("\n").join(map(_text, lines)))
        self.console.print(grid)

    def _paragraph(self, titles: Sequence[str], row: Sequence[Text], indent: int) -> None:
        """Write a row's cells one after the other, and lines after the first a little to the right."""
        told = [(title, cell) for title, cell in zip(titles, row, strict=False) if cell]
        lines = [Text.assemble(told[0][1])] if told else []
        for title, cell in told[1:]:
            piece = Text.assemble((f"  {washed(title)} ", "dim"), cell)
            if indent + lines[-1].cell_len + piece.cell_len > self.console.width:
                lines.append(Text("  "))
            lines[-1].append_text(piece)
        for line in lines:
            self.console.print(Padding(line, (0, 0, 0, indent), expand=False))

    def facts(self, facts: Iterable[tuple[str, Cell]], *, indent: int = 0) -> None:
        """Write titles and what stands beside them, for people; those that are empty are left out."""
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim", no_wrap=True)
        table.add_column(overflow="fold")
        for title, value in facts:
            text = _text(value)
            if text:
                table.add_row(Text(washed(title)), text)
        self.console.print(Padding(table, (0, 0, 0, indent), expand=False))


def _plain(row: Iterable[Text]) -> list[str]:
    return [cell.plain for cell in row]


class HonestConsole(Console):
    """A console that does not end the process by itself when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        """Say so to whoever wrote, instead of ending with code 1."""
        raise BrokenPipeError


def _console(*, quiet: bool, stderr: bool = False) -> Console:
    console = HonestConsole(highlight=False, markup=False, emoji=False, stderr=stderr, quiet=quiet)
    if not console.is_terminal:
        console.width = UNSEEN
    return console


def _text(cell: Cell) -> Text:
    return Text(washed(cell.text), style=cell.style) if isinstance(cell, Coloured) else Text(washed(cell))
