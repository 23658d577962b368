from collections import Counter

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine

from noroshi.clock import DAY, HOUR
from noroshi.indications.book import Wanted
from noroshi.indications.logbook import Logbook
from noroshi.sharing.partners import Partner
from noroshi.sharing.sign import Sign
from noroshi.sharing.signs.taking import MOST, SignTaker
from noroshi.storage.indications import SqlIndicationBook
from noroshi.testing import HandClock
from tests.alerts.stories import NOON
from tests.sharing.signs.stories import RISING

ABROAD = Partner("abroad", RISING.centre)


class Taking:
    """A centre that takes first signs from a partner."""

    def __init__(self, database: Engine) -> None:
        self.clock = HandClock(NOON + HOUR)
        book, kinds = SqlIndicationBook(database), ["port.rising"]
        self._book = book
        self._taker = SignTaker(book, Logbook(book, kinds), "Our Centre", kinds, self.clock)

    def take(self, *signs: Sign) -> Counter[str]:
        """Take some; count what became of them."""
        counts: Counter[str] = Counter()
        self._taker.take(ABROAD, signs, counts)
        return counts

    def ports(self) -> list[str]:
        """What is written down."""
        return sorted(each.subject for each in self._book.page(Wanted(), 100))


@pytest.fixture
def taking(database: Engine) -> Taking:
    """Give a centre that has seen nothing itself."""
    return Taking(database)


def test_flood(taking: Taking, monkeypatch: pytest.MonkeyPatch) -> None:
    """A partner that speaks of more ports than rise in a year is not listened to beyond that until the next day, and that is counted."""
    monkeypatch.setattr("noroshi.sharing.signs.taking.MOST", 3)
    assert MOST > 3
    signs = [replace(RISING, id=f"s{port}", port=f"tcp/{port}") for port in range(1, 6)]
    first, again = taking.take(*signs), taking.take(replace(signs[0], modified=RISING.modified + 1))
    taking.clock.advance(DAY)

    assert (3, 2) == (first["signs"], first["signs declined: flood"])
    assert (1, 0) == (again["signs"], again["signs declined: flood"])
    assert 2 == taking.take(*signs[3:])["signs"]
    assert 5 == len(taking.ports())


def test_taken_back(taking: Taking) -> None:
    """A sign that its centre revokes is struck out; told anew, it is there again."""
    other = replace(RISING, id="other", port="udp/53")
    taking.take(RISING, other)
    counts = taking.take(replace(RISING, withdrawn=True, modified=RISING.modified + 1))
    left = taking.ports()
    taking.take(replace(RISING, modified=RISING.modified + 2))

    assert 1 == counts["signs withdrawn"]
    assert ["udp/53"] == left
    assert ["tcp/7547", "udp/53"] == taking.ports()


def test_declined(taking: Taking) -> None:
    """What is declined is counted by its reason, and nothing is written."""
    counts = taking.take(replace(RISING, centre="A Third Centre"), replace(RISING, centre="Our Centre"))

    assert {"signs": 0, "signs declined: foreign": 1, "signs declined: own": 1} == counts
    assert [] == taking.ports()
