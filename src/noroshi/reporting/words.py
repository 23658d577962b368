"""What a member's report says, in each language: the tables of `words/en.toml` and its sisters."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

Table = Mapping[str, str]


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's tables."""

    lines: Table
    """Whole lines; braces hold what is filled in."""
    titles: Table
    """Headings of sections and columns."""
    figures: Table
    """What is counted and measured, by the field of `PromptnessRecord`."""
    severities: Table
    states: Table
    outcomes: Table


@cache
def words_of(language: str) -> Words:
    """Read the words of a language: en, ja, id, vi or th."""
    text = (files("noroshi.reporting") / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words)
