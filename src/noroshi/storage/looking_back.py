"""Looking back through the archive of detections: what was concluded about a subject, the latest first.

A watch writes a file a minute at most, so a month may have 40,000. Files are therefore read from the latest on, and no more
than a bounded number: whoever asks is told how far back that reached.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final, NamedTuple

import structlog

from noroshi.clock import SECOND, iso
from noroshi.errors import StorageError

FILES: Final = 3_000
"""Files that are read at most: two days of one a minute; 0.6 ms each."""

_log = structlog.get_logger(__name__)


class Concluded(NamedTuple):
    """A detection as the archive's own columns tell it."""

    at: int
    """ns UTC, as are `first` and `last`."""
    kind: str
    phase: str
    severity: str
    subject: str
    episode: str
    first: int
    last: int
    observations: int
    """Of the episode so far."""
    rate: float
    """Observations per second."""


class LookedBack(NamedTuple):
    """What an archive has about a subject."""

    detections: Sequence[Concluded]
    """The latest first, each once."""
    since: int
    """ns UTC: from then on all that was archived has been looked at."""


def look_back(folder: Path, subject: str, since: int, limit: int) -> LookedBack:
    """Look for detections about an address, about any in a prefix, or about another subject as it is written.

    Parameters
    ----------
    folder
        The archive; one that is not there holds nothing.
    since
        ns UTC: what was concluded earlier is not looked for.
    limit
        Detections at most.
    """
    found: dict[tuple[str, int, str], Concluded] = {}
    reached = since
    for count, (path, begun) in enumerate(_latest_first(folder, since)):
        if count == FILES or len(found) >= limit:
            break
        for each in _about(path, subject):
            if each.at >= since:
                found.setdefault((each.episode, each.at, each.phase), each)
        reached = begun
    else:
        reached = since
    latest = sorted(found.values(), key=lambda each: each.at, reverse=True)
    return LookedBack(latest[:limit], reached)


def _latest_first(folder: Path, since: int) -> Iterator[tuple[Path, int]]:
    """Give files with the moment (ns UTC) that their name tells: that of their first detection."""
    first = iso(since)[:10]
    days = sorted((each for each in folder.glob("????-??-??") if each.name >= first), reverse=True)
    for day in days:
        for path in sorted(day.glob("*.parquet"), reverse=True):
            begun = _begun(path)
            if begun is not None:
                yield path, begun


def _begun(path: Path) -> int | None:
    try:
        read = datetime.strptime(f"{path.parent.name} {path.name[:6]}", "%Y-%m-%d %H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None  # not ours
    return int(read.timestamp()) * SECOND


def _about(path: Path, subject: str) -> list[Concluded]:
    from noroshi.storage.parquet import rows_about  # noqa: PLC0415  # 0.4 s that no start waits for

    try:
        rows = rows_about(path, Concluded._fields, lambda found: _is_about(found, subject))
    except StorageError as fault:
        _log.warning("a file of the archive cannot be read", error=str(fault))
        return []
    return [Concluded(*row) for row in rows]


def _is_about(found: str, subject: str) -> bool:
    if found == subject or "/" not in subject:
        return found == subject
    try:
        return ip_address(found) in ip_network(subject)
    except ValueError:
        return False
