"""What became of a roster, as programs get it."""

from msgspec import Struct


class Imported(Struct, frozen=True):
    """What an import did, or would do."""

    source: str
    """The roster's name without folders."""
    dry_run: bool
    """Whether it was only tried."""
    added: tuple[str, ...]
    """Rows that are new."""
    changed: tuple[str, ...]
    """Rows that the roster says otherwise about."""
    retired: tuple[str, ...]
    """Rows that the roster brought earlier and no longer has."""
    kept: tuple[str, ...]
    """Rows left alone though the roster says otherwise: a person, or another file, has a say in them."""
    unchanged: int
    """Rows that the roster repeats."""
    overlaps: tuple[str, ...]
    """Prefixes and AS numbers that several organisations hold at once; all are alerted."""
    contradictions: tuple[str, ...]
    """Prefixes held live and dark at once; they count as live, and are no sensors."""
