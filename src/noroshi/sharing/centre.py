"""A centre, as what it writes for partners names it."""

from msgspec import Struct


class Centre(Struct, frozen=True):
    """Who writes, and where an answer goes."""

    name: str
    """What partners call it."""
    contact: str = ""
    """A mailbox for answers; some formats demand one."""
    domain: str = ""
    """Its domain name, such as "cert.example"; some formats demand one."""
