"""Lines for a spreadsheet: CSV in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

FORMULA: Final = frozenset("=+-@\t\r\n")
"""How a cell begins that a spreadsheet takes for a formula (OWASP, CSV injection); an apostrophe makes it a text."""


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


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    text = " ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text[:1] in FORMULA and text else text
