"""Lines for a spreadsheet: CSV in which no cell is a formula; and back."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

FORMULA: Final = frozenset("=+-@\t\r\n")
"""How a cell begins that a spreadsheet takes for a formula (OWASP, CSV injection); an apostrophe makes it a text."""

APOSTROPHE: Final = "'"
"""A text that begins with one gets another, so that on the way back one is always taken away."""


def line(values: Iterable[Any]) -> bytes:
    r"""Write a line of CSV (RFC 4180) in UTF-8; a list becomes words, and None nothing.

    Examples
    --------
    >>> line(["=1+1", -3, None, ["mirai", "zmap"]])
    b"'=1+1,-3,,mirai zmap\r\n"
    """
    written = io.StringIO(newline="")
    csv.writer(written).writerow(map(_cell, values))
    return written.getvalue().encode()


def lines(text: str) -> Iterator[list[str]]:
    r"""Read what `line` writes, and other CSV, a line at a time; numbers come as text, and nothing as an empty one.

    Raises
    ------
    csv.Error
        If the text is no CSV, or a cell has more than 131,072 letters.

    Examples
    --------
    >>> list(lines("'=1+1,-3,,mirai zmap\r\n"))
    [['=1+1', '-3', '', 'mirai zmap']]
    """
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        yield [cell.removeprefix(APOSTROPHE) for cell in row]


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    text = " ".join(value) if isinstance(value, list) else str(value)
    return f"{APOSTROPHE}{text}" if text[:1] in FORMULA | {APOSTROPHE} and text else text
