import json
import os
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.inspect import Metadata, StructType, Type, type_info

from noroshi.config.sections import Config
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "operations.md"
REWRITE = "NOROSHI_REWRITE_GOLDEN" in os.environ
"""NOROSHI_REWRITE_GOLDEN=1 pytest tests/cli/test_operations.py writes the page's tables anew."""
BEGIN, END = "<!-- settings: begin -->\n", "<!-- settings: end -->\n"


def tables(name: str, section: StructType) -> Iterator[str]:
    """A table of a section's settings, and of the sections in it."""
    defaults: Struct = section.cls()
    yield f"\n### [{name}]\n\n{section.cls.__doc__}\n\n| setting | default | meaning |\n| --- | --- | --- |\n"
    inner: list[tuple[str, StructType]] = []
    for field in section.fields:
        kind, sentence = described(field.type)
        if isinstance(kind, StructType):
            inner.append((f"{name}.{field.name}", kind))
        else:
            yield f"| `{field.name}` | `{written(getattr(defaults, field.name))}` | {sentence} |\n"
    for inner_name, kind in inner:
        yield from tables(inner_name, kind)


def described(kind: Type) -> tuple[Type, str]:
    """A setting's type, and its sentence."""
    sentence = ""
    while isinstance(kind, Metadata):
        sentence = (kind.extra_json_schema or {}).get("description", sentence)
        kind = kind.type
    return kind, sentence


def written(default: Any) -> str:
    """A default as TOML has it."""
    return json.dumps(msgspec.to_builtins(default))


def test_settings() -> None:
    """The page on running a centre explains every setting with its default."""
    config = type_info(Config)
    assert isinstance(config, StructType)
    sections = [(field.name, field.type) for field in config.fields]
    listed = "".join(
        part for name, kind in sections if isinstance(kind, StructType) for part in tables(name, kind)
    )
    expected = f"{BEGIN}{listed}\n{END}"
    page = PAGE.read_text("utf-8")
    if REWRITE:
        page = page[: page.index(BEGIN)] + expected + page[page.index(END) + len(END) :]
        PAGE.write_text(page, "utf-8")

    assert expected == page[page.index(BEGIN) : page.index(END) + len(END)]


def test_variables() -> None:
    """The page names every environment variable that the code asks for."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    asked = set(re.findall(r"\bNOROSHI_[A-Z_]+\b", source))

    assert set() == asked - set(re.findall(r"`(\w+)`", PAGE.read_text("utf-8")))
