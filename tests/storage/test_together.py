"""Several at one database, and one that is killed."""

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from noroshi.alerts.book import Changed, Revision
from noroshi.alerts.desk import Desk
from noroshi.alerts.history import Deed, Entry
from noroshi.alerts.model import AlertState, Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.wanted import Wanted
from noroshi.clock import MINUTE, SystemClock
from noroshi.errors import MoveRefusedError, NoroshiError, OvertakenError, VersionConflictError
from noroshi.storage.books import Books
from tests.delivery.stories import NIGHT, alert, detection
from tests.storage.writer import CONTACTS, RESPONSIBILITY

ROOT = Path(__file__).parents[2]
MANY = 6


def at_once(url: str, deeds: Sequence[Callable[[Books], object]]) -> list[object]:
    """Do deeds at the same moment, each with books of its own; give what each returned, or its error."""
    barrier = threading.Barrier(len(deeds))

    def do(deed: Callable[[Books], object]) -> object:
        with Books(url) as books:
            barrier.wait(60)  # or the others wait for ever for one that could not even open its books
            try:
                return deed(books)
            except NoroshiError as error:
                return type(error)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def desk(books: Books) -> Desk:
    return Desk(books.alerts, RESPONSIBILITY, SystemClock())


def test_one_wins(blank: str) -> None:
    """Of several that put another version in the place of the same, one does, and the others know."""
    before, after = alert(), replace(alert(), version=2)
    with Books(blank) as books:
        books.alerts.record(Changed([Revision(before, 0)]))

    ends = at_once(blank, [lambda books: books.alerts.record(Changed([Revision(after, 1)]))] * MANY)

    assert Counter({OvertakenError: MANY - 1, None: 1}) == Counter(ends)


def test_one_opens(blank: str) -> None:
    """A story that several see at the same moment is one alert, and each contact is told once."""
    at_once(blank, [lambda books: desk(books).conclude([detection()])] * MANY)

    with Books(blank) as books:
        (opened,) = books.alerts.page(Wanted(), 0, MANY).alerts
        deeds = [entry.deed for entry in books.alerts.history(opened.id)]
        told = len(books.alerts.notices([], "", 100))

    assert ([Deed.OPENED], len(CONTACTS)) == (deeds, told)


def test_one_takes(blank: str) -> None:
    """Of several officers who take an alert at the same moment, one has it, and the others are told so."""
    with Books(blank) as books:
        desk(books).conclude([detection()])
        (opened,) = books.alerts.page(Wanted(), 0, 10).alerts

    ends = at_once(
        blank,
        [
            partial(
                lambda who, books: desk(books).move(opened.id, Asked(Move.ACKNOWLEDGE, who)).id,
                f"officer {number}",
            )
            for number in range(MANY)
        ],
    )

    assert Counter({MoveRefusedError: MANY - 1, opened.id: 1}) == Counter(ends)


def test_watch_and_officers(blank: str) -> None:
    """While a watch records what goes on, officers move alerts as fast as they can, and no change is lost."""
    rounds, subjects = 4, [f"192.0.2.{number}" for number in range(50)]

    def watch(books: Books) -> int:
        at_desk = desk(books)
        try:
            for step in range(rounds):
                seen = [detection(subject=subject) for subject in subjects]
                at_desk.conclude([replace(each, at=each.at + step * MINUTE) for each in seen])
        finally:
            is_done.set()
        return 0

    def officer(books: Books) -> int:
        moves, at_desk = 0, desk(books)
        while not is_done.is_set():
            for each in books.alerts.page(Wanted(), 0, 10).alerts:
                at_desk.move(each.id, Asked(Move.RESOLVE, "officer", outcome=Outcome.SPOOFED))
                moves += 1
        return moves

    is_done = threading.Event()
    ends = at_once(blank, [watch, officer, officer])

    with Books(blank) as books:
        alerts = books.alerts.page(Wanted(), 0, 1_000).alerts
        history = [entry.deed for each in alerts for entry in books.alerts.history(each.id)]
    moves = sum(end for end in ends if isinstance(end, int))
    assert [int, int, int] == [type(end) for end in ends]
    assert Counter({Deed.OPENED: len(subjects), Deed.RESOLVED: moves}) == Counter(history)
    assert len(subjects) * rounds + moves == sum(each.version for each in alerts)
    assert {NIGHT + (4 + rounds - 1) * MINUTE} == {each.detection.at for each in alerts}


def test_killed(blank: str) -> None:
    """Killed at any moment, an alert, its history and its notices are all there or none of them is."""
    chance, start = random.Random(5), 0
    for _ in range(4):
        command = [sys.executable, "-m", "tests.storage.writer", blank, str(start)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            said = int(writer.stdout.readline())
            time.sleep(chance.random() * 0.1)
            writer.kill()
            said = max([said, *(int(line) for line in writer.stdout if line.endswith("\n"))])
        start = said + 100  # what it was about to write may be there too

        with Books(blank) as books:
            alerts = books.alerts.page(Wanted(), 0, 100_000).alerts
            notices = Counter(each.alert for each in books.alerts.notices([], "", 100_000))
            history = Counter(
                (each.id, entry.deed) for each in alerts for entry in books.alerts.history(each.id)
            )

        assert {each.id: len(CONTACTS) for each in alerts} == notices
        assert {(each.id, Deed.OPENED): 1 for each in alerts} == history
        # What it said was written is there, for good.
        assert f"192.0.{said - 1 >> 8}.{said - 1 & 255}" in {each.subject for each in alerts}


def test_one_conflicts(blank: str) -> None:
    """Of several officers who saw the same and do something at the same moment, one does it, and the others know."""
    with Books(blank) as books:
        desk(books).conclude([detection()])
        (opened,) = books.alerts.page(Wanted(), 0, 10).alerts

    def note(books: Books, who: str) -> str:
        return desk(books).move(opened.id, Asked(Move.NOTE, who, "I called them."), opened.version).id

    ends = at_once(blank, [partial(note, who=f"officer {number}") for number in range(MANY)])

    assert Counter({VersionConflictError: MANY - 1, opened.id: 1}) == Counter(ends)


def test_merged_while_resolved(blank: str) -> None:
    """Whether an alert is merged into another before or after that is resolved, none is out of sight and left open."""
    subjects = [f"192.0.2.{number}" for number in range(MANY)]
    with Books(blank) as books:
        desk(books).conclude([detection(subject=subject) for subject in subjects])
        into, *others = (each.id for each in books.alerts.page(Wanted(), 0, MANY).alerts)

    def resolve(books: Books) -> None:
        desk(books).move(into, Asked(Move.RESOLVE, "aiko", outcome=Outcome.CLEANED))

    def merge(books: Books, alert: str) -> None:
        desk(books).move(alert, Asked(Move.MERGE, "ben", into=into))

    at_once(blank, [resolve, *(partial(merge, alert=each) for each in others)])

    with Books(blank) as books:
        alerts = books.alerts.page(Wanted(), 0, MANY).alerts
    assert {into} == {
        each.id for each in alerts if not each.merged_into and each.state is AlertState.RESOLVED
    }
    assert {AlertState.RESOLVED} >= {each.state for each in alerts if each.merged_into}


def test_followed(blank: str) -> None:
    """Who follows history by its numbers while many write reads every line, each once."""
    lines, writers = 30, 4
    with Books(blank) as books:
        desk(books).conclude([detection(subject=f"192.0.2.{number}") for number in range(writers)])
        alerts = [each.id for each in books.alerts.page(Wanted(), 0, writers).alerts]
        start = books.alerts.latest_entry()

    def write(books: Books, alert: str) -> None:
        for number in range(lines):
            desk(books).move(alert, Asked(Move.NOTE, "aiko", f"{number}"))

    def follow(books: Books) -> list[tuple[str, str]]:
        read: list[tuple[int, Entry]] = []
        while len(read) < lines * writers and not is_late.is_set():
            read += books.alerts.since(read[-1][0] if read else start, 7)
        return [(entry.alert, entry.note) for _, entry in read]

    is_late = threading.Event()
    watchdog = threading.Timer(120, is_late.set)
    watchdog.start()
    read, *_ = at_once(blank, [follow, *(partial(write, alert=each) for each in alerts)])
    watchdog.cancel()

    assert isinstance(read, list)
    assert {(each, f"{number}"): 1 for each in alerts for number in range(lines)} == Counter(read)
