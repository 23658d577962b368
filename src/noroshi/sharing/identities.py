"""Ids of what leaves: the same for the same thing, and telling nothing of it."""

import hashlib
import hmac
from uuid import UUID


def public_id(*parts: str) -> str:
    """Make an id of what whoever reads it is told anyway; anybody can make the same.

    Examples
    --------
    >>> public_id("Example Centre", "count")
    '9a0044e5-bb33-557a-a05b-8bee910d38c8'
    """
    return _uuid(hashlib.sha256("\x1f".join(parts).encode()).digest())


def secret_id(key: str, *parts: str) -> str:
    """Make an id of what readers may not learn: only who has the key can make the same.

    Without a key, whoever is told a /24 would find the address by making the ids of all 256.
    """
    return _uuid(hmac.digest(key.encode(), "\x1f".join(parts).encode(), "sha256"))


def _uuid(digest: bytes) -> str:
    """Write a digest as a UUID of version 5 (RFC 9562, 5.5).

    Version 8 would say that it is our own way to make one, but what checks STIX knows versions 1 to 5 alone.
    """
    return str(UUID(bytes=digest[:16], version=5))
