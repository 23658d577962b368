"""What objects have alike that belong to no finding: they stay the same for ever."""

from typing import Any, Final

BEGINNING: Final = "2026-01-01T00:00:00.000Z"
"""When things were made that never change, such as a centre's identity: an id has one moment of creation."""


def unchanging(kind: str, id_: str, /, **properties: Any) -> dict[str, Any]:
    """Make an object that has one version only."""
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": id_,
        "created": BEGINNING,
        "modified": BEGINNING,
        **properties,
    }
