"""How a guide is read."""

import pytest

from noroshi.detections.guide import Section, guide_of

TEXT = """---
version: 3
date: 2026-11-28
sources: One; Another, of 2019
---
# Something happened

## What it is

It is so.

## How to confirm it

- Look.
- Look again.

## How to clean up

- Wash.

## How to prevent it

- Close.
"""


def test_read() -> None:
    """A guide has its front matter, its title, and the steps of each section."""
    guide = guide_of(TEXT, "some.kind", "en")

    assert (3, "2026-11-28", ("One", "Another, of 2019")) == (guide.version, guide.date, guide.sources)
    assert "Something happened" == guide.title
    assert {
        Section.WHAT: ("It is so.",),
        Section.CONFIRM: ("Look.", "Look again."),
        Section.CLEAN: ("Wash.",),
        Section.PREVENT: ("Close.",),
    } == guide.sections


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("version: 3\n", ""),
        ("version: 3", "version: three"),
        ("---\nversion", "version"),
        ("# Something", "Something"),
        ("## What it is", "## What it was"),
        ("\n## How to prevent it\n\n- Close.\n", ""),
    ],
)
def test_faults(there: str, instead: str) -> None:
    """A guide that lacks something is refused, and the error names it."""
    with pytest.raises(ValueError, match=r"some\.kind\.en: "):
        guide_of(TEXT.replace(there, instead), "some.kind", "en")
