"""What a watch should make of an actor."""

from msgspec import Struct


class Plant(Struct, frozen=True, kw_only=True):
    """Something in the traffic that a watch should judge rightly."""

    subject: str
    """The address it is about: an infected machine, a victim, an innocent; or a dark range, or a port."""
    organisation: str
    """Who answers for the subject, by id; empty if nobody does."""
    kind: str | None
    """The kind of detection to expect, None if there should be none."""
    why: str
    """What makes it clear, in one sentence."""
    senders: tuple[str, ...] = ()
    """The addresses whose packets are about it, where the subject is a range or a port."""
    fingerprint: str | None = None
    """The label that all its packets match, if any."""
