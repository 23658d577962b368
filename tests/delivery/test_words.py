import re
import string
from typing import get_args

import msgspec
import pytest

from noroshi.alerts.model import AlertState
from noroshi.alerts.notices import Reason
from noroshi.cyber.domain import domain
from noroshi.cyber.fingerprints import SENTENCES
from noroshi.delivery.words import Words, words_of
from noroshi.organisations.model import Language, Severity

LANGUAGES = get_args(Language)
FREE = {"measures", "tallies", "units", "samples", "sentences"}
"""Tables in which a missing word keeps its English name."""
TOLD = {kind: sentence for kind, sentence in domain.kinds.items() if kind not in domain.indications}
"""Kinds that members get notices of."""


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def texts(words: Words) -> dict[tuple[str, ...], str]:
    tables = {name: table for name, table in msgspec.to_builtins(words).items() if name not in FREE}
    kinds = tables.pop("kinds")
    flat = {(name, key): text for name, table in tables.items() for key, text in table.items()}
    return flat | {("kinds", kind, key): text for kind, said in kinds.items() for key, text in said.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_in_content(language: Language) -> None:
    """Every language says the same things, with the same values in them."""
    english = texts(words_of("en"))

    assert {key: placeholders(text) for key, text in texts(words_of(language)).items()} == {
        key: placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_has_a_word(language: Language) -> None:
    """Every reason, severity, state and kind of which members are told has words."""
    words = words_of(language)

    assert set(Reason) <= words.reasons.keys()
    assert set(Severity) <= words.severities.keys()
    assert set(AlertState) <= words.states.keys()
    assert TOLD.keys() <= words.kinds.keys()


@pytest.mark.parametrize("sentence", [*TOLD.values(), *SENTENCES.values()])
def test_sentences_are_translated(sentence: str) -> None:
    """What the cyber domain says of kinds and labels is said in Japanese too."""
    said = words_of("ja").sentence(sentence.format(name="Example Labs"))

    assert re.search("[ぁ-ん]", said)


def test_values_in_sentences() -> None:
    """The numbers in a detector's sentence are kept."""
    english = "12 of 30 SYNs come from a service port, as sent to draw SYN-ACKs on a victim"

    assert words_of("ja").sentence(english).startswith("30 個中 12 個の SYN が")


def test_unknown_sentences() -> None:
    """A sentence that nobody has translated is left in English."""
    assert words_of("ja").sentence("the moon was full") == "the moon was full"
