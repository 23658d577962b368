"""The desk's queue over very many open alerts: lists by any filter, counts, and moves of a thousand at once.

python benchmarks/desk.py [--alerts 100000] [--database postgresql://user@host/empty]
"""

import argparse
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from _measuring import Stopwatch, best, memory_folder, verdict
from noroshi.alerts.desk import Desk
from noroshi.alerts.model import AlertState, Outcome
from noroshi.alerts.moves import Asked, Move
from noroshi.alerts.moving import Seen
from noroshi.alerts.silences import Scope
from noroshi.alerts.wanted import Shown, Wanted
from noroshi.campaigns.model import known
from noroshi.clock import DAY, HOUR, SECOND, SystemClock, iso
from noroshi.detections.model import Confidence, Detection, Evidence, Measure, Phase, Subject, Tally
from noroshi.organisations.model import ChannelKind, Contact, Holding, HoldingKind, Organisation, Severity
from noroshi.organisations.responsibility import Responsibility
from noroshi.storage.books import Books, sqlite_url

PAGE_GOAL, SEARCH_GOAL = 300.0, 500.0
"""ms for a page by any filter, and by text (issue 4)."""

MOVE_GOAL = 1_000.0
"""ms to move a thousand alerts."""

ROWS, THOUSAND, MEMBERS, SILENCES = 100, 1_000, 250, 50
ALERT_SIZE: Final = 4_000
"""Bytes on the disk, with its history, notice and indexes."""

KINDS = ("infection.internal", "infection.external", "dos.victim", "misconfiguration")
OFFICE = Contact(ChannelKind.FILE, "told.ndjson")
REGISTER = Responsibility(
    [
        Organisation(
            f"member-{number}",
            f"Member {number}",
            (OFFICE,),
            (Holding(HoldingKind.PREFIX, f"10.{number}.0.0/16"),),
        )
        for number in range(MEMBERS)
    ]
)


def main() -> None:
    """Print what each list takes, and what a move does, beside its goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--alerts", type=int, default=100_000)
    parser.add_argument("--database", default="", help="An empty one; else SQLite's, made and thrown away.")
    given = parser.parse_args()
    dice, now = random.Random(1), SystemClock().now()
    folder = memory_folder(given.alerts * ALERT_SIZE)
    with (
        tempfile.TemporaryDirectory(dir=folder) as place,
        Books(given.database or sqlite_url(Path(place) / "desk.db")) as books,
    ):
        desk = Desk(books.alerts, REGISTER, SystemClock())
        seen = [detection(dice, now - given.alerts * SECOND + each * SECOND) for each in range(given.alerts)]
        with Stopwatch() as opening:
            desk.conclude(seen)
        there_are = books.alerts.count(Wanted(), now)
        print(f"{there_are:,} alerts opened in {opening.wall:.1f} s")
        for number in range(SILENCES):
            desk.silence(Scope(f"member-{number}", subject=f"10.{number}.7.0/24"), "works", "aiko", now + DAY)
        lists(books, now)
        moves(books, desk, now)


def lists(books: Books, now: int) -> None:
    """Measure the first page, a later one, each filter, searches by text, and counts."""
    first = books.alerts.page(Wanted(), now, ROWS)
    middle = Wanted(severity=Severity.HIGH, until=first.alerts[-1].last - HOUR)
    pages: Mapping[str, Wanted] = {
        "the first page": Wanted(),
        "as officers see it": Wanted(
            (AlertState.OPEN, AlertState.ACKNOWLEDGED), snoozed=Shown.HIDE, merged=Shown.HIDE
        ),
        "of a member": Wanted(organisation="member-7"),
        "of a kind": Wanted(kind="infection"),
        "of no kind": Wanted(kind="none"),
        "about an address": Wanted(subject=first.alerts[0].subject),
        "about a prefix": Wanted(subject="10.7.0.0/20"),
        "about a large prefix": Wanted(subject="10.0.0.0/8"),
        "about a prefix without any": Wanted(subject="192.0.2.0/24"),
        "severe, and seen long ago": middle,
        "of a person who has none": Wanted(assignee="nobody-like-this"),
        "snoozed, of which there are none": Wanted(snoozed=Shown.ONLY),
        "merged, of which there are none": Wanted(merged=Shown.ONLY),
        "ended, of which there are none": Wanted(ended=True),
        f"silenced, by {SILENCES} silences": Wanted(silenced=Shown.ONLY),
        f"not silenced, by {SILENCES} silences": Wanted(silenced=Shown.HIDE),
    }
    for name, wanted in pages.items():
        show(name, milliseconds(lambda wanted=wanted: books.alerts.page(wanted, now, ROWS)), PAGE_GOAL)  # type: ignore[misc]  # bound early on purpose
    show(
        "the page after that",
        milliseconds(lambda: books.alerts.page(Wanted(), now, ROWS, first.next)),
        PAGE_GOAL,
    )
    for text in (first.alerts[-1].id, "10.7.12", "member-99", "dos", "not in any"):
        taken = milliseconds(lambda text=text: books.alerts.page(Wanted(text=text), now, ROWS))  # type: ignore[misc]  # bound early on purpose
        show(f"search for {text!r}", taken, SEARCH_GOAL)
    show("count of all", milliseconds(lambda: books.alerts.count(Wanted(), now)), PAGE_GOAL)
    searched = milliseconds(lambda: books.alerts.count(Wanted(text="10.7"), now))
    show("count of a search", searched, SEARCH_GOAL)
    preview = milliseconds(lambda: books.alerts.would_hold(Scope(kind="infection"), now - 30 * DAY))
    show("preview of a silence", preview, SEARCH_GOAL)
    found = milliseconds(lambda: known(books.alerts, KINDS, now))
    show(f"{len(known(books.alerts, KINDS, now))} campaigns", found, SEARCH_GOAL)


def moves(books: Books, desk: Desk, now: int) -> None:
    """Measure what an officer does with a thousand alerts at once."""
    found = books.alerts.page(Wanted(), now, THOUSAND + 1).alerts
    into, *rest = (Seen(alert.id) for alert in found)
    asked: Sequence[Asked] = (
        Asked(Move.ACKNOWLEDGE, "aiko"),
        Asked(Move.SNOOZE, "aiko", until=now + DAY),
        Asked(Move.MERGE, "aiko", into=into.alert),
        Asked(Move.UNDO, "aiko"),
        Asked(Move.RESOLVE, "aiko", outcome=Outcome.CLEANED),
    )
    for each in asked:
        with Stopwatch() as watch:
            done, refused = desk.move_all(rest, each)
        show(f"{each.move} {len(done):,}, and {len(refused)} refused", watch.wall * 1e3, MOVE_GOAL)


def detection(dice: random.Random, at: int) -> Detection:
    """Make a detection of the size that real ones have, about an address of a member."""
    subject = f"10.{dice.randrange(MEMBERS)}.{dice.randrange(256)}.{dice.randrange(256)}"
    return Detection(
        kind=dice.choice(KINDS),
        subject=Subject("address", subject),
        phase=Phase.NEW,
        at=at,
        severity=dice.choice(tuple(Severity)),
        why=f"{subject} scanned 41 dark addresses of its own network in 183.3 s; the rule asks 3.",
        confidence=Confidence(0.85, ("the TTL is steady (54), as from one host on one route",)),
        evidence=Evidence(
            observations=57,
            first=at - SECOND,
            last=at,
            rate=0.3,
            tallies=(
                Tally("destination ports", ((f"tcp/{dice.choice((23, 23, dice.randrange(400)))}", 57),)),
            ),
            measures=(Measure("packets", 57, "", 3), Measure("dark addresses", 41, "", 3)),
            samples=tuple(
                {
                    "time": iso(at),
                    "source": subject,
                    "destination": f"198.51.100.{number}",
                    "protocol": 6,
                    "ttl": 54,
                }
                for number in range(5)
            ),
        ),
    )


def milliseconds(deed: Callable[[], object]) -> float:
    """Give the ms that something takes, at best."""

    def timed() -> float:
        with Stopwatch() as watch:
            deed()
        return watch.wall * 1e3

    return best(timed)


def show(name: str, taken: float, goal: float) -> None:
    """Print what something took, beside its goal."""
    verdict(f"{name:<40}", taken, goal, "ms", at_most=True)


if __name__ == "__main__":
    main()
