"""Addresses, as programs get them."""

from enum import StrEnum

from msgspec import Struct

from noroshi.organisations.model import Use
from noroshi.records.alerts import ListedAlert
from noroshi.records.silences import SilenceRecord


class Standing(StrEnum):
    """What an address is to the centre."""

    LIVE = "live"
    """Somebody holds it, and it is in use."""
    DARK = "dark"
    """Somebody holds it, and it is unused: whatever is sent there is unsolicited."""
    MONITORED = "monitored"
    """The centre watches it, and nobody holds it."""
    OUTSIDER = "outsider"
    """Nobody in the register holds it, and the centre does not watch it."""


class Holder(Struct, frozen=True):
    """One organisation that answers."""

    organisation: str
    """Its id."""
    name: str
    """Its name."""
    holding: str
    """Because of this holding: a prefix, or an AS number such as AS64500."""
    use: Use
    """live or dark."""


class AddressRecord(Struct, frozen=True):
    """All about an address, or a prefix."""

    subject: str
    """The address or prefix, in its canonical form."""
    at: str
    """The moment as of which it is said what it is and who answers, ISO 8601 in UTC."""
    standing: Standing | None
    """What it is to the centre; null for a prefix, and for readers who may not know where dark space lies."""
    holders: tuple[Holder, ...]
    """Who answers for it, or for a prefix's first address."""
    alerts: tuple[ListedAlert, ...]
    """Alerts about it, the most severe first, then the latest."""
    total: int
    """How many alerts there are."""
    silences: tuple[SilenceRecord, ...]
    """Silences that cover it and still hold."""
