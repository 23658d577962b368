import ast
import inspect
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from noroshi.delivery.document import SCHEMA, Document, document, encoded
from noroshi.detections.masking import masked
from tests.delivery.stories import SEVERITIES, alert, message, telling

PAGE = Path(__file__).parents[2] / "docs" / "notices.md"
REWRITE = "NOROSHI_REWRITE_GOLDEN" in os.environ
"""NOROSHI_REWRITE_GOLDEN=1 pytest tests/delivery/test_document.py writes the page's table anew."""
BEGIN, END = "<!-- fields: begin -->\n", "<!-- fields: end -->\n"


def sentences(struct: type) -> dict[str, str]:
    """The sentence below each field of a struct."""
    body = ast.parse(inspect.getsource(struct)).body[0]
    assert isinstance(body, ast.ClassDef)
    pairs = zip(body.body, body.body[1:], strict=False)
    return {
        field.target.id: " ".join(str(said.value.value).split())
        for field, said in pairs
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
    }


def fields(struct: type, path: str = "") -> Iterator[tuple[str, str]]:
    """Each field of a struct and of the structs in it, with its sentence."""
    said = sentences(struct)
    for name, kind in get_type_hints(struct).items():
        inner = [
            one
            for one in (kind, *get_args(kind))
            if isinstance(one, type) and issubclass(one, msgspec.Struct)
        ]
        many = "[]" if get_args(kind) and get_args(kind)[-1] is Ellipsis else ""
        yield f"{path}{name}{many}", said[name]
        if inner:
            yield from fields(inner[0], f"{path}{name}{many}.")


def test_page() -> None:
    """The page on notices lists every field of the document with its sentence."""
    rows = "".join(f"| `{name}` | {sentence} |\n" for name, sentence in fields(Document))
    actual = f"{BEGIN}| field | sense |\n|---|---|\n| `schema` | Always `{SCHEMA}`. |\n{rows}{END}"
    page = PAGE.read_text(encoding="utf-8")
    if REWRITE:
        page = page[: page.index(BEGIN)] + actual + page[page.index(END) + len(END) :]
        PAGE.write_text(page, encoding="utf-8")

    assert actual == page[page.index(BEGIN) : page.index(END) + len(END)]


@pytest.mark.parametrize("kind", SEVERITIES)
def test_there_and_back(kind: str) -> None:
    """A reader gets back what was written."""
    told = message(telling(alert(kind)), telling(alert(kind, 18)))

    assert msgspec.json.decode(encoded(told), type=Document) == document(told)


def test_nothing_lost() -> None:
    """All that a detection holds is in the document, but where dark space lies."""
    detection = alert().detection
    told = document(message()).alerts[0]

    assert told.why == detection.why
    assert told.confidence == detection.confidence
    assert told.evidence.measures == detection.evidence.measures
    assert told.evidence.tallies == detection.evidence.tallies
    assert told.evidence.labels == detection.evidence.labels
    assert told.evidence.samples == masked(detection).evidence.samples


def test_one_line() -> None:
    """A document is one line and begins with its schema."""
    line = encoded(message(name="a\nb"))

    assert line.startswith(b'{"schema":"noroshi.message/1","key":')
    assert b"\n" not in line


def listed(value: Any) -> Iterator[str]:
    """Every text anywhere in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from listed(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from listed(inner)


def test_no_contact_inside() -> None:
    """A document does not tell whom else we write to: no contact's address is in it."""
    told = list(listed(msgspec.json.decode(encoded(message()))))

    assert [text for text in told if "soc@example.org" in text] == []
