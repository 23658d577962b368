"""A guide: what a member whose alert is of some kind can do about it, step by step, in their language.

Guides lie in files beside the domain whose kinds they are about, one a topic and language, such as
``infection.external.en.md``. A topic is a kind, or the part before its dot; with a plus and a label
behind it, it is for what matches that label, such as ``infection+mirai.en.md``.
"""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Final

from msgspec import Struct

ENGLISH: Final = "en"
"""The language of guides that are in no other."""


class Section(StrEnum):
    """A part of a guide; each has all four, in this order."""

    WHAT = "what"
    """What it is."""
    CONFIRM = "confirm"
    """How to find out whether it is so."""
    CLEAN = "clean"
    """How to put an end to it."""
    PREVENT = "prevent"
    """How to see that it does not happen again."""


HEADINGS: Final[Mapping[str, Mapping[Section, str]]] = {
    language: dict(zip(Section, headings, strict=True))
    for language, headings in {
        "en": ("What it is", "How to confirm it", "How to clean up", "How to prevent it"),
        "ja": ("何が起きているか", "確認のしかた", "対処のしかた", "再発を防ぐには"),
        "id": ("Apa ini", "Cara memastikan", "Cara membersihkan", "Cara mencegah"),
        "vi": ("Đây là gì", "Cách xác nhận", "Cách xử lý", "Cách phòng ngừa"),
        "th": ("นี่คืออะไร", "วิธียืนยัน", "วิธีแก้ไข", "วิธีป้องกัน"),
    }.items()
}
"""What the sections are headed with, by language: those that guides are written in."""


class Guide(Struct, frozen=True):
    """What to do about an alert."""

    topic: str
    """What it is about: a kind or the part before its dot, and perhaps a label, such as "infection+mirai"."""
    language: str
    """The language that it is written in."""
    version: int
    """Counts its editions; the same in all languages."""
    date: str
    """When this edition was written, such as 2026-11-28."""
    sources: tuple[str, ...]
    """What it rests on, by name."""
    title: str
    """What has happened, in one line."""
    sections: dict[Section, tuple[str, ...]]
    """The sentences of WHAT, a paragraph each; else the steps."""


class Guides:
    """The guides in one folder, read when the first is asked for.

    Parameters
    ----------
    folder
        Where the files are.
    """

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder

    def find(self, kind: str, labels: Collection[str], language: str) -> Guide | None:
        """Give the guide that says most about what was seen, in a language or else in English.

        Parameters
        ----------
        kind
            A detection kind.
        labels
            The labels that what was seen matches.

        Returns
        -------
        Guide or None
            None if there is none about this kind.

        Raises
        ------
        ValueError
            If a file is no guide; the tests read all of ours.
        """
        spoken = ((topic, each) for topic in _topics(kind, labels) for each in (language, ENGLISH))
        return next((self._all[each] for each in spoken if each in self._all), None)

    def topics(self) -> Collection[str]:
        """Give what there are guides about, in any language."""
        return {topic for topic, _ in self._all}

    @cached_property
    def _all(self) -> Mapping[tuple[str, str], Guide]:
        """All of them, by topic and language; files are named by us alone, never by who asks."""
        found: dict[tuple[str, str], Guide] = {}
        for file in self._folder.iterdir():
            topic, _, language = file.name.removesuffix(".md").rpartition(".")
            if file.name.endswith(".md") and language in HEADINGS:
                found[topic, language] = guide_of(file.read_text(encoding="utf-8"), topic, language)
        return found


def _topics(kind: str, labels: Collection[str]) -> Iterator[str]:
    """Give the topics that are about a kind with some labels, the narrowest first."""
    family = kind.partition(".")[0]
    for label in sorted(labels):
        yield f"{kind}+{label}"
        yield f"{family}+{label}"
    yield kind
    yield family


def guide_of(text: str, topic: str, language: str) -> Guide:
    """Read a guide.

    Parameters
    ----------
    text
        Front matter between two lines of hyphens (version, date, and sources divided by semicolons), a title after
        one number sign, and the sections after two. Steps begin with a hyphen; there is no other markup.

    Raises
    ------
    ValueError
        If something is missing, in another order, or not known; it says what.
    """
    start, front, body = (*text.split("---\n", 2), "", "")[:3]
    facts = dict(line.split(": ", 1) for line in front.splitlines() if ": " in line)
    if start or facts.keys() != {"version", "date", "sources"} or not facts["version"].isdecimal():
        raise ValueError(f"{topic}.{language}: the front matter must say version, date and sources")
    title, *parts = body.strip().split("\n## ")
    headings = HEADINGS[language]
    found = [part.partition("\n")[0] for part in parts]
    if not title.startswith("# ") or found != list(headings.values()):
        raise ValueError(
            f"{topic}.{language}: a title and the sections {', '.join(headings.values())} must follow"
        )
    return Guide(
        topic=topic,
        language=language,
        version=int(facts["version"]),
        date=facts["date"],
        sources=tuple(source.strip() for source in facts["sources"].split(";")),
        title=title.removeprefix("# ").strip(),
        sections={
            section: tuple(_lines(part.partition("\n")[2]))
            for section, part in zip(Section, parts, strict=True)
        },
    )


def _lines(text: str) -> Iterator[str]:
    """Give the steps, or the paragraphs, of a section."""
    for line in text.splitlines():
        if line.strip():
            yield line.removeprefix("- ").strip()
