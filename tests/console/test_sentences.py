"""Every sentence of the console is marked, translated into every language, and compiled."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tests.console.templates import HOLE, templates
from tests.house.source import name_of
from tools.catalogues import (
    COMPILED,
    LANGUAGES,
    SCRIPTS,
    all_sentences,
    catalogue_path,
    compiled,
    read,
    renewed,
    written,
)

FILES = sorted(SCRIPTS.rglob("*.js"))

NAMES = {"AMBER", "CSV", "Noroshi", "TLP", "UTC", "api"}
"""What is called the same in every language."""

READ = ("alt", "aria-label", "hint", "label", "legend", "placeholder", "says", "title", "word")
"""Attributes that people read."""


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_marked(path: Path) -> None:
    """No sentence stands in a template that is not marked for translation."""
    unmarked = [word for template in templates(path.read_text("utf-8")) for word in words_of(template)]

    assert [] == [word for word in unmarked if word not in NAMES]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_marked_calls(path: Path) -> None:
    """No note, warning or announcement says a sentence that is not marked."""
    said = re.findall(r"\b(?:done|warn|announce|trouble)\(\s*[\"'`]([^\"'`]*)", path.read_text("utf-8"))

    assert [] == [text for text in said if re.search(r"[A-Za-z]{2}", re.sub(r"\$\{[^}]*\}", "", text))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue(language: str) -> None:
    """A catalogue has the sentences that are said, and no others (else: `make catalogues`)."""
    assert written(renewed(language)).decode() == catalogue_path(language).read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled(language: str) -> None:
    """What the browser reads is what the catalogue says (else: `make catalogues`)."""
    assert compiled(read(language)) == (COMPILED / f"{language}.json").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_translated(language: str) -> None:
    """Every sentence is translated."""
    catalogue = read(language)
    messages = {
        sentence: catalogue.get(sentence.id, sentence.context or None) for sentence in all_sentences()
    }

    assert [] == [
        sentence.one
        for sentence, each in messages.items()
        if each is None or not all(forms_of(each)) or each.fuzzy
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_holes(language: str) -> None:
    """A translation fills in what the sentence fills in; a plural form may leave the number out."""
    wrong = []
    for message in read(language):
        english = holes(ids_of(message)[-1])
        translated = [holes(form) for form in forms_of(message)]
        wrong += [message.id for each in translated if each - english or english - each - {"n"}]

    assert [] == wrong


def ids_of(message: Message) -> tuple[str, ...]:
    """A sentence in English, with its plural if it has one."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms_of(message: Message) -> tuple[str, ...]:
    """A sentence's translations: one, or one a plural form."""
    given = message.string or ""
    return (given,) if isinstance(given, str) else tuple(form or "" for form in given)


def holes(text: str) -> set[str]:
    """The names that a sentence has in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def words_of(template: str) -> list[str]:
    """The words that a template says by itself."""
    tags = re.findall(r"<[^>]*>", template)
    read = [
        value for tag in tags for name, value in re.findall(r"([\w-]+)=\"([^\"]*)\"", tag) if name in READ
    ]
    text = re.sub(r"<[^>]*>", " ", template)
    return [word for each in [text, *read] for word in re.findall(r"[A-Za-z]{2,}", each.replace(HOLE, " "))]
