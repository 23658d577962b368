"""What a search finds, as programs get it."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What was found."""

    ALERT = "alert"
    """An alert, by its id or by what it is about."""
    INDICATION = "indication"
    """A first sign of something new, by its id or by the port that it is about."""
    CAMPAIGN = "campaign"
    """What several organisations have at the same time, by its id."""
    ORGANISATION = "organisation"
    """An organisation, by its id or its name."""
    PARTNER = "partner"
    """A partner, by its organisation's id or by what partners call it."""
    ADDRESS = "address"
    """An address; there is a page for any."""
    PREFIX = "prefix"
    """A prefix; likewise."""
    PORT = "port"
    """A port."""


class Found(Struct, frozen=True):
    """Something that fits."""

    kind: Kind
    """alert, indication, campaign, organisation, partner, address, prefix or port."""
    id: str
    """Its id, or itself."""
    title: str
    """What to call it."""
    detail: str
    """What else tells it apart."""
    href: str
    """Its page in the console."""
