"""Our own extension: an incident carries the whole finding, and every other object says of which incident it is a part.

Without it the way back would lose what STIX has no place for, such as the level, or who was hidden.
"""

from typing import Any, Final

from noroshi.sharing.stix.identity import identity_id
from noroshi.sharing.stix.ids import own_id
from noroshi.sharing.stix.shared import unchanging

EXTENSION: Final = own_id("extension-definition", "finding")

SCHEMA: Final = "urn:noroshi:finding:1"
"""A name, not a place: what stands in it are the fields of `noroshi.sharing.finding`."""


AUTHOR: Final = "The Noroshi project"
"""Who defines them: the same wherever one is used, because each has one id."""


def extension_definition(identity: str, what: str, schema: str, description: str) -> dict[str, Any]:
    """Define one of our extensions, as whoever uses one has to."""
    return unchanging(
        "extension-definition",
        identity,
        name=f"Noroshi {what}",
        description=description,
        schema=schema,
        version="1.0.0",
        extension_types=["property-extension"],
        created_by_ref=identity_id(AUTHOR),
    )


def finding_extension() -> dict[str, Any]:
    """Define the extension for findings."""
    described = "A finding of a watch centre as a whole, on its incident; on all else, of which incident it is a part."
    return extension_definition(EXTENSION, "finding", SCHEMA, described)
