"""What all objects of one finding bear: who made them, when, for whose eyes, and whether they still hold."""

from functools import cached_property
from typing import Any, Final

from noroshi.clock import MILLISECOND, iso
from noroshi.sharing.finding import Finding
from noroshi.sharing.stix.extension import EXTENSION
from noroshi.sharing.stix.identity import identity_id
from noroshi.sharing.stix.ids import incident_id, observable_id, own_id
from noroshi.sharing.stix.marking import MARKING_IDS

VERSION: Final = "2.1"

LATEST: Final = 10_000
"""ms that a version may be written later than it was made. After so many versions no two fall into the same millisecond:
an alert changes with an interval of a second, or by hand."""

Object = dict[str, Any]
"""A STIX object as it is written."""


class Imprint:
    """Makes the objects of one finding.

    STIX tells versions by `modified`, to the millisecond, and two of an alert may fall into the same. So each
    version is written so many milliseconds later as it has predecessors, and grows strictly as they do.
    """

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        modified = max(finding.modified, finding.first) // MILLISECOND + min(finding.version, LATEST)
        self.first = iso(finding.first)
        self.last = iso(finding.last)
        self.modified = iso(modified * MILLISECOND)
        self.creator = identity_id(finding.centre)
        self.markings = [MARKING_IDS[finding.marking]]
        self.confidence = round(finding.confidence * 100)
        self.revoked = finding.withdrawn

    @cached_property
    def incident(self) -> str:
        """The id of the incident, of which all else is a part."""
        return incident_id(self.finding.centre, self.finding.id)

    @cached_property
    def part(self) -> Object:
        """The extension that says of which incident an object is a part."""
        return {EXTENSION: {"extension_type": "property-extension", "incident_ref": self.incident}}

    def id(self, kind: str, *words: str) -> str:
        """Name one of the finding's own objects."""
        return own_id(kind, self.finding.centre, self.finding.id, *words)

    def versioned(self, kind: str, /, *words: str, **properties: Any) -> Object:
        """Make an object that has versions; one that turned out to be wrong is revoked."""
        made = {
            "type": kind,
            "spec_version": VERSION,
            "id": self.id(kind, *words),
            "created": self.first,
            "modified": self.modified,
            "created_by_ref": self.creator,
            "object_marking_refs": self.markings,
            **properties,
        }
        if self.revoked:
            made["revoked"] = True
        return made

    def observable(self, kind: str, contributing: Object, **properties: Any) -> Object:
        """Make a cyber-observable, which has no versions: it is what it is."""
        return {
            "type": kind,
            "spec_version": VERSION,
            "id": observable_id(kind, contributing),
            "object_marking_refs": self.markings,
            **contributing,
            **properties,
        }
