"""Guides as programs get them."""

from msgspec import Struct

from noroshi.detections.guide import HEADINGS, Guide, Section


class GuideSection(Struct, frozen=True):
    """A part of a guide."""

    name: Section
    """what, confirm, clean or prevent."""
    heading: str
    """Its heading, in the guide's language."""
    steps: tuple[str, ...]
    """Its steps in order; of what, its paragraphs."""


class GuideRecord(Struct, frozen=True):
    """What a member whose alert is of some kind can do about it."""

    topic: str
    """What it is about: a kind or the part before its dot, and perhaps a label, such as infection+mirai."""
    language: str
    """The language that it is written in: en, ja, id, vi or th."""
    version: int
    """Counts its editions; the same in all languages."""
    date: str
    """When this edition was written."""
    title: str
    """What has happened, in one line."""
    sections: tuple[GuideSection, ...]
    """What it is, how to confirm it, how to clean up, how to prevent it."""
    sources: tuple[str, ...]
    """What it rests on, by name."""


def guide_record(guide: Guide) -> GuideRecord:
    """Put a guide into the form that programs get."""
    headings = HEADINGS[guide.language]
    return GuideRecord(
        topic=guide.topic,
        language=guide.language,
        version=guide.version,
        date=guide.date,
        title=guide.title,
        sections=tuple(GuideSection(name, headings[name], steps) for name, steps in guide.sections.items()),
        sources=guide.sources,
    )
