"""What the settings keep no longer goes: by hand, or once a day beside a watch."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import structlog

from noroshi.clock import DAY, HOUR, SECOND, Clock
from noroshi.config.home import Home
from noroshi.config.secret_key import seals_of
from noroshi.config.sections import Config
from noroshi.errors import StorageError
from noroshi.files import write_whole
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.storage.books import Books, sqlite_url
from noroshi.storage.retention.archive import remove_empty_days, written_before
from noroshi.storage.retention.tables import SqlRetention

WEEK: Final = 7 * DAY
"""ns since somebody last tidied, after which a watch that starts does not trust its clock for a day."""

LOOK: Final = 60.0
"""Seconds between two looks whether a day has gone by; the first of them lets a watch start in peace."""

SHARE: Final = 0.1
"""Of the time, at most, that portions take beside a watch: packets and messages come first."""

SHARE_BY_HAND: Final = 0.5
"""The same where a person waits for it; those who write still get their turn between two portions."""

YOUNGEST: Final = 31
"""Days that the audit is kept at the least, whatever the settings say; triggers refuse before 30 have gone by."""

NEWEST: Final = 14
"""Days that objects are kept at the least: twice the week in which an alert is told of, and what partners tell is taken."""

_HINT: Final = "Run it as the user that the home belongs to."

_log = structlog.get_logger(__name__)


class Tidied(NamedTuple):
    """How much went, or would go."""

    files: int = 0
    """Files of the archive."""
    files_size: int = 0
    """Bytes of these."""
    texts: int = 0
    """Sent messages whose text was emptied."""
    samples: int = 0
    """Resolved alerts that lost their samples."""
    audit: int = 0
    """Lines of the audit."""
    objects: int = 0
    """Versions of objects exchanged with partners."""
    given_back: int = 0
    """Bytes by which the database's file became shorter."""


def due(home: Home, config: Config, now: int) -> Tidied:
    """Say what `tidy` would remove now (ns UTC); nothing is changed.

    Raises
    ------
    StorageError
        If the database cannot be used.
    """
    keep = config.keep
    old = list(written_before(home.detections, _before(now, keep.archive)))
    with Books(config.database.url or sqlite_url(home.database), lambda: seals_of(home.key)) as books:
        return Tidied(
            files=len(old),
            files_size=sum(file.size for file in old),
            texts=books.retention.texts(_before(now, keep.messages)),
            samples=books.retention.samples(_before(now, keep.samples)),
            audit=books.retention.audit(_before(now, _audited(keep.audit))),
            objects=books.sharing.objects.old(_before(now, _exchanged(keep.objects))),
        )


def tidy(
    home: Home,
    config: Config,
    now: int,
    stop: threading.Event | None = None,
    share: float = SHARE_BY_HAND,
) -> Tidied:
    """Remove what the settings keep no longer, a portion at a time.

    Parameters
    ----------
    now
        ns UTC.
    stop
        Set by anybody, it ends this after the present portion; the rest goes the next time.
    share
        Of the time, at most, that portions take.

    Raises
    ------
    StorageError
        If the database cannot be used, or a file of the archive may not be removed.
    """
    keep, at_ease = config.keep, _AtEase(stop or threading.Event(), share)
    sizes = list(at_ease(_removed_files(home, _before(now, keep.archive))))
    remove_empty_days(home.detections, now)
    with Books(config.database.url or sqlite_url(home.database), lambda: seals_of(home.key)) as books:
        retention: SqlRetention = books.retention
        return Tidied(
            files=len(sizes),
            files_size=sum(sizes),
            texts=sum(at_ease(retention.empty_texts(_before(now, keep.messages)))),
            samples=sum(at_ease(retention.empty_samples(_before(now, keep.samples)))),
            audit=_tidied_audit(
                books, at_ease(retention.empty_audit(_before(now, _audited(keep.audit)))), now
            ),
            objects=sum(at_ease(books.sharing.objects.forget(_before(now, _exchanged(keep.objects))))),
            given_back=sum(at_ease(retention.give_back())),
        )


def since_start() -> float:
    """Give seconds of a clock that nobody sets; it also runs while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def tidy_daily(
    home: Home,
    config: Callable[[], Config],
    clock: Clock,
    stop: threading.Event,
    *,
    elapsed: Callable[[], float] = since_start,
) -> None:
    """Tidy whenever a day has gone by since somebody last did, until told to stop; failures are logged.

    A clock that leaps a year ahead, or starts there, must not empty a centre. So after a jump, and where the last time
    was not in the week before the start, everything stays for another day, in which somebody may set the clock right.

    Parameters
    ----------
    config
        Gives the settings as they are now: a running watch may take them anew.
    stop
        Set by another thread.
    elapsed
        Seconds of a clock that does not jump.
    """
    now, last = clock.now(), _last(home)
    earliest = now + DAY if last and not last <= now < last + WEEK else 0
    ahead = now - round(elapsed() * SECOND)
    while not stop.wait(LOOK):
        now = clock.now()
        if abs(now - round(elapsed() * SECOND) - ahead) > HOUR:
            _log.warning("the clock has jumped, so nothing is tidied for a day")
            ahead, earliest = now - round(elapsed() * SECOND), now + DAY
        last = _last(home)
        if now < earliest or last <= now < last + DAY:
            continue
        try:
            tidied = tidy(home, config(), now, stop, SHARE)
            if not stop.is_set():
                remember(home, now)
            _log.info("tidied", **tidied._asdict())
        except Exception as fault:  # noqa: BLE001  # whatever it is, watching and telling go on
            _log.warning("tidying failed, and is tried again", error=f"{type(fault).__name__}: {fault}")


def remember(home: Home, now: int) -> None:
    """Write down that everything was tidied now (ns UTC), for whichever watch asks next.

    Raises
    ------
    StorageError
        If the home may not be written.
    """
    try:
        write_whole(home.tidied, [b"%d\n" % now], home.tidied.with_suffix(".new"))
    except OSError as fault:
        raise StorageError(f"cannot write {home.tidied}: {fault.strerror}", hint=_HINT) from fault


def _last(home: Home) -> int:
    """Say when the home was tidied last, in ns UTC; 0 if nobody knows."""
    try:
        return int(home.tidied.read_text("ascii"))
    except (OSError, ValueError):
        return 0


def _before(now: int, days: int) -> int:
    """Give the moment before which things go; nothing is as old as what 0 days give."""
    return now - days * DAY if days else 0


def _audited(days: int) -> int:
    """Give how many days the audit is kept: the database refuses to let go of a line before."""
    return max(days, YOUNGEST) if days else 0


def _exchanged(days: int) -> int:
    """Give how many days objects are kept: what a partner told in the last week is read again after each start."""
    return max(days, NEWEST) if days else 0


def _tidied_audit(books: Books, portions: Iterator[int], now: int) -> int:
    """Remove old lines of the audit, and write that down in it."""
    removed = sum(portions)
    if removed:
        by = By("noroshi", Via.COMMAND)
        books.people.audit.write([by.did(now, What.TIDY, note=f"{removed} lines")])
    return removed


def _removed_files(home: Home, before: int) -> Iterator[int]:
    for file in written_before(home.detections, before):
        try:
            file.path.unlink(missing_ok=True)
        except OSError as fault:
            raise StorageError(f"cannot remove {file.path}: {fault.strerror}", hint=_HINT) from fault
        yield file.size


class _AtEase:
    """Leaves the machine to others between two portions."""

    def __init__(self, stop: threading.Event, share: float) -> None:
        self._stop, self._share = stop, share

    def __call__(self, portions: Iterator[int]) -> Iterator[int]:
        began = time.monotonic()
        while not self._stop.is_set() and (portion := next(portions, None)) is not None:
            yield portion
            spent = time.monotonic() - began
            self._stop.wait(spent / self._share - spent)
            began = time.monotonic()
