"""What messages advise."""

from collections.abc import Collection, Iterator

import pytest

from noroshi.alerts.notices import Reason
from noroshi.clock import DAY, HOUR
from noroshi.delivery.rendering import html, text
from noroshi.detections.guide import Guide, Section
from tests.delivery.open_books import OpenBooks
from tests.delivery.stories import alert, contact, notice
from tests.delivery.test_outbox import posted


@pytest.fixture
def books(empty: str) -> Iterator[OpenBooks]:
    """Open an empty database."""
    with OpenBooks(empty) as books:
        yield books


def advised(kind: str, labels: Collection[str], language: str) -> Guide | None:
    """Advise something about everything."""
    steps: dict[Section, tuple[str, ...]] = {
        section: (f"{section} {language} {'+'.join(labels)}",) for section in Section
    }
    return Guide(kind, language, 2, "2026-11-28", ("A source",), f"About {kind}", steps)


async def test_guide(books: OpenBooks) -> None:
    """A message says step by step what to do, in the contact's language, once for all its alerts."""
    post = posted(books, find_guide=advised)
    books.register(contact(language="ja"))
    for number in (17, 18):
        books.owe(notice(alert("infection.external", number), contact(language="ja")))

    [message] = list(await post.after(HOUR))

    assert 2 == len(message.tellings)
    assert ["infection.external"] == [guide.topic for guide in message.guides]
    assert "1. clean ja mirai" in text(message)
    assert "<li>confirm ja mirai</li>" in html(message)
    assert "手引き infection.external、第 2 版" in text(message)


async def test_link(books: OpenBooks) -> None:
    """Where members can open the console, a message links to the alert's page, which has the guide."""
    post = posted(books, console="https://noroshi.example.org", find_guide=advised)
    books.register(contact())
    books.owe(notice(alert(), contact()))

    [message] = list(await post.after(HOUR))

    assert () == message.guides
    assert f"https://noroshi.example.org/alerts/{message.tellings[0].alert.id}" in text(message)


async def test_no_guide(books: OpenBooks) -> None:
    """What has ended, or merely goes on, comes without steps."""
    post = posted(books, find_guide=advised)
    books.register(contact())
    books.owe(notice(alert(), contact(), Reason.ENDED))
    books.owe(notice(alert(number=18), contact(), Reason.STILL))

    told = list(await post.after(2 * DAY))

    assert [(), ()] == [message.guides for message in told]
