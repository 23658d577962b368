"""What the console says: its sentences, taken out of its scripts and compiled to what a browser reads; and the glossary.

`make catalogues` runs it. Sentences stand in the source in English, in `_("…")`, `pgettext("where", "…")` and `ngettext("…", "…", n)`;
translations in `src/noroshi/console/locale/LANGUAGE/LC_MESSAGES/console.po`, which translators' tools know.
"""

import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parents[1]
CONSOLE: Final = ROOT / "src" / "noroshi" / "console"
SCRIPTS: Final = CONSOLE / "static" / "js"
COMPILED: Final = CONSOLE / "static" / "i18n"
LOCALE: Final = CONSOLE / "locale"
GLOSSARY: Final = ROOT / "docs" / "glossary.md"
WORDS: Final = CONSOLE / "static" / "glossary.json"

LANGUAGES: Final = ("ja", "id", "vi", "th")
"""Into which the console is translated; English stands in the source."""

_LITERAL: Final = r'"((?:[^"\\]|\\.)*)"'
_MARKED: Final = re.compile(
    rf"(?<![\w.])(?:_\(\s*{_LITERAL}|ngettext\(\s*{_LITERAL},\s*{_LITERAL}|pgettext\(\s*{_LITERAL},\s*{_LITERAL})"
)
_COMMENT: Final = re.compile(r"^\s*(?://|/?\*).*$", re.MULTILINE)


class Sentence(NamedTuple):
    """A sentence that people read."""

    one: str
    """In English; for one thing, if it is about a number."""
    many: str
    """For any other number; empty if it is about none."""
    context: str = ""
    """Where it stands, for a word that other languages say differently elsewhere; mostly empty."""

    @property
    def id(self) -> str | tuple[str, str]:
        """What gettext knows it by."""
        return (self.one, self.many) if self.many else self.one


def sentences(script: str) -> Iterator[Sentence]:
    """Give the sentences that a script marks.

    Examples
    --------
    >>> list(sentences('_("Alerts"); ngettext("{n} alert", "{n} alerts", n)'))
    [Sentence(one='Alerts', many='', context=''), Sentence(one='{n} alert', many='{n} alerts', context='')]
    >>> list(sentences('pgettext("theme", "dark")'))
    [Sentence(one='dark', many='', context='theme')]
    """
    for found in _MARKED.finditer(_COMMENT.sub("", script)):
        plain, one, many, context, placed = (
            json.loads(f'"{each}"') if each is not None else "" for each in found.groups()
        )
        yield Sentence(plain or one or placed, many, context)


def all_sentences() -> Mapping[Sentence, Sequence[str]]:
    """Every sentence of the console, with the files that say it."""
    found: dict[Sentence, list[str]] = {}
    for path in sorted(SCRIPTS.rglob("*.js")):
        for sentence in dict.fromkeys(sentences(path.read_text("utf-8"))):
            found.setdefault(sentence, []).append(path.relative_to(SCRIPTS).as_posix())
    return found


def catalogue_path(language: str) -> Path:
    """Where a language's translations lie."""
    return LOCALE / language / "LC_MESSAGES" / "console.po"


def read(language: str) -> Catalog:
    """Read a language's catalogue; an empty one if there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str) -> Catalog:
    """Give the catalogue with exactly the sentences that are said, and the translations that there are."""
    before, after = read(language), Catalog(locale=language, project="Noroshi", version="", fuzzy=False)
    for sentence, files in sorted(all_sentences().items()):
        known = before.get(sentence.id, sentence.context or None)
        translation = known.string if known and known.id == sentence.id else None
        places = [(file, 0) for file in files]
        after.add(sentence.id, translation, locations=places, context=sentence.context or None)
    return after


def written(catalogue: Catalog) -> bytes:
    """Give a catalogue as a file, the same bytes for the same sentences."""
    file = io.BytesIO()
    write_po(file, catalogue, width=0, sort_output=True, omit_header=True, include_lineno=False)
    header = f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    plural = f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    return (header + plural).encode() + file.getvalue()


def key(context: str | None, one: str) -> str:
    """Give what the browser knows a sentence by: its context before it, if any, parted by the character that gettext uses."""
    return f"{context}\4{one}" if context else one


def compiled(catalogue: Catalog) -> str:
    """Give a catalogue as the browser reads it: each sentence with its forms, in the order of gettext."""
    forms = {
        key(message.context, str(message.id[0] if message.pluralizable else message.id)): (
            list(message.string) if message.pluralizable else [message.string]
        )
        for message in catalogue
        if message.id and message.string and all(message.string)
    }
    return json.dumps(forms, ensure_ascii=False, sort_keys=True, indent=0) + "\n"


def glossary(text: str) -> str:
    r"""Give the glossary as the help page reads it: parts, each with its terms and what they mean.

    Examples
    --------
    >>> glossary("## Who\n| term | meaning |\n| --- | --- |\n| desk | writes |\n")
    '[\n{\n"title": "Who",\n"terms": [\n[\n"desk",\n"writes"\n]\n]\n}\n]\n'
    """
    parts: list[dict[str, Any]] = []
    for line in text.splitlines():
        if line.startswith("## "):
            parts.append({"title": line[3:], "terms": []})
        elif line.startswith("| ") and parts:
            term, meaning = (cell.strip() for cell in line.strip("| ").split(" | ", 1))
            parts[-1]["terms"].append([term, meaning])
    for part in parts:
        part["terms"] = part["terms"][2:]  # without the table's head and its line
    return json.dumps(parts, ensure_ascii=False, indent=0) + "\n"


def main() -> None:
    """Write every catalogue, and the glossary, anew."""
    WORDS.write_text(glossary(GLOSSARY.read_text("utf-8")), "utf-8")
    COMPILED.mkdir(exist_ok=True)
    for language in LANGUAGES:
        catalogue = renewed(language)
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalogue))
        (COMPILED / f"{language}.json").write_text(compiled(catalogue), "utf-8")
        missing = sum(1 for message in catalogue if message.id and not all(message.string or [""]))
        sys.stdout.write(f"{language}: {len(catalogue)} sentences, {missing} not translated\n")


if __name__ == "__main__":
    main()
