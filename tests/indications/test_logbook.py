"""The logbook writes first signs down, once each, whatever is repeated."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from noroshi.detections.model import Phase
from noroshi.indications.book import IndicationBook, Wanted
from noroshi.indications.logbook import Logbook
from noroshi.indications.merging import Told
from noroshi.indications.model import HERE, Indication, Seen, indication_id
from noroshi.organisations.model import Severity
from noroshi.storage.indications import SqlIndicationBook
from tests.delivery.stories import detection
from tests.indications.signs import BIN, NIGHT, sign


@pytest.fixture
def book(database: Engine) -> IndicationBook:
    """Give an empty book."""
    return SqlIndicationBook(database)


@pytest.fixture
def logbook(book: IndicationBook) -> Logbook:
    """Give a logbook that takes one kind."""
    return Logbook(book, ["port.rising"])


def written(book: IndicationBook) -> Sequence[Indication]:
    return book.page(Wanted(), 100)


def test_life(logbook: Logbook, book: IndicationBook) -> None:
    """An indication begins, goes on and ends, with the latest numbers, the worst severity, and one id."""
    logbook.conclude([sign()])
    logbook.conclude([sign(phase=Phase.CONTINUING, bins=3, severity=Severity.HIGH)])
    logbook.conclude([sign(phase=Phase.ENDED, bins=9)])
    (found,) = written(book)

    assert (indication_id(sign()), "tcp/7547", Severity.HIGH) == (found.id, found.subject, found.severity)
    assert (NIGHT, NIGHT + 9 * BIN, True, 3) == (found.started, found.last, found.ended, found.version)
    assert sign(phase=Phase.ENDED, bins=9) == found.detection


def test_repeated(logbook: Logbook, book: IndicationBook) -> None:
    """What a run that was killed says again changes nothing."""
    told = [sign(), sign(phase=Phase.CONTINUING, bins=3), sign(phase=Phase.ENDED, bins=9)]
    once = logbook.conclude(told)
    again = Logbook(book, ["port.rising"])

    assert [] == again.conclude(told)
    assert list(once) == written(book)
    assert {"repeated": 3} == again.counters()


def test_again(logbook: Logbook, book: IndicationBook) -> None:
    """A port that rises anew is another indication."""
    logbook.conclude([sign(), sign(phase=Phase.ENDED, bins=9), sign(first=NIGHT + 20 * BIN)])

    assert [False, True] == [each.ended for each in written(book)]


def test_others(logbook: Logbook, book: IndicationBook) -> None:
    """What is no indication is passed over, and told apart from what is."""
    infection = detection()

    assert [] == logbook.conclude([infection])
    assert (False, True) == (logbook.takes(infection), logbook.takes(sign()))
    assert [] == written(book)


def test_crossed(logbook: Logbook, book: IndicationBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two episodes that chance gives one id the first keeps it, and the other is counted."""
    monkeypatch.setattr("noroshi.indications.model.short", lambda text, letters: text[:0] + "X" * letters)
    logbook.conclude([sign(), sign("udp/53")])

    assert ["tcp/7547"] == [each.subject for each in written(book)]
    assert {"begun": 1, "crossed": 1} == logbook.counters()


def test_while_a_partner_speaks(
    logbook: Logbook, book: IndicationBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two who write about the same at once, the slower decides anew: both what is seen here and what a partner told stand there."""
    seen = Seen("East", NIGHT, NIGHT + BIN, False, 90, 500, NIGHT + BIN, "an id")
    told, record = Told("port.rising", sign().subject, 0.5, seen), book.record

    def slower(indications: Sequence[Indication], gone: Sequence[Indication] = ()) -> None:
        monkeypatch.setattr(book, "record", record)
        Logbook(book, ["port.rising"]).hear([told])
        record(indications, gone)

    logbook.conclude([sign()])
    monkeypatch.setattr(book, "record", slower)
    logbook.conclude([sign(phase=Phase.CONTINUING, bins=3)])
    (found,) = written(book)

    assert [HERE, "East"] == [each.centre for each in found.seen_by]
    assert (sign(phase=Phase.CONTINUING, bins=3), 3) == (found.detection, found.version)
