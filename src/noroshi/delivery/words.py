"""What messages say, in each language: the tables of `templates/en.toml` and its sisters.

The layout is the same in all languages; only these words differ. A new language is a
new file and a member of `Language`.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from noroshi.organisations.model import Language

Table = Mapping[str, str]


class Translation(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence that detectors say in English, and what to say instead."""

    pattern: str
    """A regular expression for the whole sentence; its named groups are values."""
    says: str
    """The sentence in this language, with the values in braces."""


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """How alerts of one kind are spoken of; braces hold measures by name, and `_threshold` after it."""

    short: str
    """For the subject line, of one alert."""
    short_many: str
    """For the subject line, of several."""
    headline: str
    """What happened, of one alert."""
    many: str
    """What happened, of several."""
    ended: str
    """That it has ended, of one alert."""
    advice: str
    """What to do."""
    rule: str
    """By which rule, with the thresholds; empty if only the detector can tell."""


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's tables."""

    lines: Table
    """Whole lines of a message."""
    titles: Table
    """Headings of sections and rows."""
    reasons: Table
    """Why an alert is told, by `Reason`."""
    subjects: Table
    """Subject lines."""
    severities: Table
    states: Table
    kinds: Mapping[str, Kind]
    """By detection kind; "generic" is for all others."""
    measures: Table
    """Names of measures; one that is missing keeps its English name. So it is below."""
    tallies: Table
    units: Table
    samples: Table
    sentences: tuple[Translation, ...] = ()

    def kind(self, name: str) -> Kind:
        """Find how to speak of a kind."""
        return self.kinds.get(name, self.kinds["generic"])

    def sentence(self, english: str) -> str:
        """Put a detector's sentence into this language, if it is known; else leave it as it is."""
        for translation in self.sentences:
            if found := re.fullmatch(translation.pattern, english):
                return translation.says.format(**found.groupdict())
        return english


@cache
def words_of(language: Language) -> Words:
    """Read the words of a language."""
    text = (files("noroshi.delivery") / "templates" / f"{language}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words)
