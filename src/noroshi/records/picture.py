"""The rings of the picture, and where alerts are on them, as programs get them."""

from msgspec import Struct

from noroshi.alerts.model import AlertState
from noroshi.onlooking import Arc
from noroshi.organisations.model import Severity


class AlertSpot(Struct, frozen=True):
    """An alert on a ring."""

    id: str
    """Its id."""
    subject: str
    """What it is about."""
    position: int
    """1/65536 of the circumference."""
    severity: Severity
    """low, medium, high or critical."""
    kind: str
    """The detection kind."""
    new: bool
    """Whether nobody has taken it yet."""
    state: AlertState
    """open or acknowledged."""


class RingShown(Struct, frozen=True):
    """An organisation's space, with its alerts."""

    ring: int
    """What the frames call it."""
    organisation: str
    """Its id."""
    name: str
    """What people call it."""
    addresses: int
    """How large it is."""
    arcs: tuple[Arc, ...]
    """What is in use and what is dark; empty where the reader may not know."""
    alerts: tuple[AlertSpot, ...]
    """What somebody has to do something about."""


class PictureShown(Struct, frozen=True):
    """The rings, as a reader sees them."""

    rings: tuple[RingShown, ...]
    """One an organisation; none without a watch in this process."""
    masked: bool
    """Whether positions are moved, so that they do not tell where dark space lies."""
    as_of: str
    """When, ISO 8601 in UTC."""
