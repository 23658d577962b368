"""A centre, as an identity."""

from functools import lru_cache
from typing import Any

from noroshi.sharing.stix.ids import own_id
from noroshi.sharing.stix.shared import unchanging


@lru_cache
def identity_id(centre: str) -> str:
    """Name a centre; whoever writes of it gives it the same id."""
    return own_id("identity", centre)


def identity(centre: str) -> dict[str, Any]:
    """Introduce a centre; its name is all that a finding tells of it."""
    return unchanging("identity", identity_id(centre), name=centre, identity_class="organization")
