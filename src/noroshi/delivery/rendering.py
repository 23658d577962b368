"""A message as people read it: plain text and HTML, in the contact's language.

Nothing here sends. Both layouts show the same `View`, so they say the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from noroshi.delivery.message import Message
from noroshi.delivery.view import view
from noroshi.delivery.words import words_of

WIDTH = 78
"""Columns of a line (RFC 5322, 2.1.1: "SHOULD be no more than 78 characters")."""
WIDE = frozenset("WF")
"""East Asian widths (UAX 11) that take two columns."""

_WORD = re.compile(
    r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]|[^\s\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+|\s+"
)
_NEVER_FIRST = frozenset("、。，．・：；？！）」』】〉》ーっゃゅょッャュョ")  # noqa: RUF001  # JIS X 4051
_NEVER_LAST = frozenset("（「『【〈《")  # noqa: RUF001  # JIS X 4051


def subject(message: Message) -> str:
    """Give the subject line: one line, whatever the names in it hold."""
    return view(message).subject


def text(message: Message) -> str:
    """Render a message as plain text: what happened and what to do first, details after.

    Returns
    -------
    str
        Lines that end in a newline.
    """
    return _layout("message.txt.jinja", message)


def html(message: Message) -> str:
    """Render a message as an HTML document that fetches nothing."""
    return _layout("message.html.jinja", message)


def preview(message: Message) -> str:
    """Give what a person would get: whom it goes to, the subject and the plain text."""
    shown = view(message)
    return f"{message.contact.key}\n{shown.subject}\n\n{text(message)}"


def _layout(name: str, message: Message) -> str:
    words = words_of(message.contact.language)
    template = _layouts().get_template(name)
    return template.render(view=view(message), titles=words.titles, lines=words.lines)


@cache
def _layouts() -> Environment:
    environment = Environment(
        loader=PackageLoader("noroshi.delivery"),
        autoescape=select_autoescape(["html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["fold"] = fold
    environment.filters["table"] = table
    return environment


def columns(line: str) -> int:
    """Count the columns that a line takes on a terminal.

    Examples
    --------
    >>> columns("感染 A")
    6
    >>> columns("ที่อยู่")
    3
    """
    return sum(
        1 + (unicodedata.east_asian_width(character) in WIDE)
        for character in line
        if unicodedata.category(character) != "Mn"
    )


def fold(paragraph: str, indent: int = 0) -> str:
    """Break a paragraph into lines: at spaces, and between Japanese characters.

    Parameters
    ----------
    paragraph
        One line of any length.
    indent
        Columns that all lines but the first are moved by; the first is written after that many.
    """
    lines = [""]
    for word in _unbreakable(paragraph):
        if lines[-1] and indent + columns(lines[-1] + word.rstrip()) > WIDTH:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return ("\n" + " " * indent).join(line.rstrip() for line in lines)


def table(rows: Iterable[Sequence[str]], indent: int = 2) -> str:
    """Set rows of text in columns, two spaces apart; the last column folds."""
    cells = [tuple(row) for row in rows]
    if not cells:
        return ""
    widths = [max(map(columns, column)) for column in list(zip(*cells, strict=True))[:-1]]
    start = indent + sum(widths) + 2 * len(widths)
    lines = []
    for *first, last in cells:
        padded = (cell + " " * (width - columns(cell) + 2) for cell, width in zip(first, widths, strict=True))
        lines.append((" " * indent + "".join(padded) + fold(last, start)).rstrip())
    return "\n".join(lines)


def _unbreakable(paragraph: str) -> Iterator[str]:
    """Give the pieces that a line may not be broken inside of."""
    piece = ""
    for word in _WORD.findall(paragraph):
        if piece and word not in _NEVER_FIRST and piece[-1] not in _NEVER_LAST and not word.isspace():
            yield piece
            piece = ""
        piece += word
    if piece:
        yield piece
