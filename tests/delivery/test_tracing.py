"""What delivery says of its steps, to whoever listens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from noroshi import tracing
from noroshi.clock import HOUR, SECOND
from noroshi.errors import DeliveryError
from noroshi.organisations.model import ChannelKind
from noroshi.storage.database import sqlite_url
from noroshi.tracing import Step
from tests.delivery.open_books import OpenBooks
from tests.delivery.stories import alert, contact, notice
from tests.delivery.test_outbox import Post, posted


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """Set up an outbox over an empty database."""
    with OpenBooks(sqlite_url(tmp_path / "noroshi.db")) as books:
        yield posted(books)


async def test_from_composing_to_sending(post: Post) -> None:
    """Each alert of a message has its composing, and each attempt at sending, which follows from it."""
    steps: list[Step] = []
    broken = OSError("a secret")
    refused = DeliveryError("no answer from 192.0.2.25", retry=True)
    refused.__cause__ = TimeoutError("of 192.0.2.25")
    post.line.failures = [broken, refused]
    post.books.register(contact(ChannelKind.WEBHOOK, "https://hooks.example/secret"))
    for number in (1, 2):
        post.books.owe(
            notice(alert(number=number), contact(ChannelKind.WEBHOOK, "https://hooks.example/secret"))
        )
    with tracing.told_to(steps.append):
        for _ in range(3):
            await post.after(HOUR)
    first, second = ([step for step in steps if step.alert == f"A-000000{number}"] for number in (1, 2))
    shared = {"channel": "webhook", "kind": "infection.internal", "severity": "critical", "alerts": 2}

    assert ["compose", "send", "send", "send"] == [step.name for step in first]
    assert [step[:3] for step in first] == [step[:3] for step in second]
    assert [{first[0].key}, {second[0].key}] == [{step.within for step in its[1:]} for its in (first, second)]
    assert [
        shared | {"reason": "first"},
        shared | {"attempt": 1, "outcome": "failed, to be tried again", "error": "OSError"},
        shared | {"attempt": 2, "outcome": "failed, to be tried again", "error": "TimeoutError"},
        shared | {"attempt": 3, "outcome": "sent"},
    ] == [{name: value for name, value in step.attributes.items() if name != "delay"} for step in first]
    assert [(step.ended - notice(alert(), contact()).at) / SECOND for step in first] == [
        step.attributes["delay"] for step in first
    ]


async def test_given_up(post: Post) -> None:
    """The attempt after which a message is dead says so."""
    steps: list[Step] = []
    post.line.failures = [DeliveryError("the recipient was refused (550)", retry=False)]
    post.books.register(contact())
    post.books.owe(notice(alert(), contact()))
    with tracing.told_to(steps.append):
        await post.after(0)

    assert [("compose", None), ("send", "dead")] == [
        (step.name, step.attributes.get("outcome")) for step in steps
    ]
    assert "DeliveryError" == steps[1].attributes["error"]


async def test_nobody_listens(post: Post) -> None:
    """What was done while nobody listened is told to nobody later."""
    steps: list[Step] = []
    post.books.register(contact())
    post.books.owe(notice(alert(), contact()))
    await post.after(0)
    with tracing.told_to(steps.append):
        await post.after(0)

    assert [] == steps
