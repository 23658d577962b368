"""The guides of our kinds."""

import re
from importlib.resources import files

import pytest

from noroshi.app.guides import guide
from noroshi.cyber.domain import domain
from noroshi.detections.guide import HEADINGS, Guide, Guides, Section
from noroshi.engine.sensing.sensor import GUIDES, RULES

MOST_WORDS = 280
"""Of a guide in a language that writes words apart; Vietnamese writes syllables apart."""

CYBER = Guides(files("noroshi.cyber") / "guides")
TOPICS = [(shelf, topic) for shelf in (CYBER, GUIDES) for topic in sorted(shelf.topics())]

TOLD = [*(kind for kind in domain.kinds if kind not in domain.indications), *(rule.kind for rule in RULES)]


def editions(shelf: Guides, topic: str) -> list[Guide | None]:
    """A guide in every language."""
    kind, _, label = topic.partition("+")
    return [shelf.find(kind, [label] if label else [], language) for language in HEADINGS]


@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize("language", HEADINGS)
def test_every_kind(kind: str, language: str) -> None:
    """Every kind that somebody is told of has a guide in every language."""
    found = guide(kind, (), language)

    assert found
    assert language == found.language


@pytest.mark.parametrize(("shelf", "topic"), TOPICS, ids=[topic for _, topic in TOPICS])
def test_editions(shelf: Guides, topic: str) -> None:
    """A guide has the same edition in all languages, with the same sections and as many steps."""
    found = [each for each in editions(shelf, topic) if each]

    assert list(HEADINGS) == [each.language for each in found]
    assert [topic] * len(found) == [each.topic for each in found]
    first = found[0]
    assert [(first.version, first.date, first.sources)] * len(found) == [
        (each.version, each.date, each.sources) for each in found
    ]
    assert [[(part, len(steps)) for part, steps in first.sections.items()]] * len(found) == [
        [(part, len(steps)) for part, steps in each.sections.items()] for each in found
    ]


@pytest.mark.parametrize(("shelf", "topic"), TOPICS, ids=[topic for _, topic in TOPICS])
def test_written(shelf: Guides, topic: str) -> None:
    """A guide is short, has something in every section, and nothing that still has to be written."""
    for each in editions(shelf, topic):
        assert each
        text = " ".join(step for steps in each.sections.values() for step in steps)
        assert set(Section) == {part for part, steps in each.sections.items() if steps and all(steps)}
        assert not re.search(r"TODO|TBD|XXX|FIXME|lorem|[{}<>]|\.\.\.|…", f"{each.title} {text}")
        assert len(text.split()) < MOST_WORDS


def test_by_label() -> None:
    """What matches Mirai's fingerprint gets Mirai's guide, and what else infects gets that of its kind."""
    by_label = [guide("infection.external", labels, "en") for labels in (["mirai"], ["zmap"], [])]

    assert ["infection+mirai", "infection.external", "infection.external"] == [
        each and each.topic for each in by_label
    ]


def test_other_language() -> None:
    """Whoever reads a language that there is no guide in gets it in English."""
    found = guide("dos.victim", (), "fr")

    assert found
    assert "en" == found.language


def test_other_kind() -> None:
    """About a kind that nobody knows there is no guide, whatever its name looks like."""
    assert [None, None] == [guide(kind, (), "en") for kind in ("../secret", "sea.drifting")]
