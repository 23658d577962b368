"""The parts of strangers' objects that are read; whatever else they have is passed over."""

from typing import Any

from msgspec import Raw, Struct, field

from noroshi.sharing.stix.answer import EXTENSION as ANSWER
from noroshi.sharing.stix.extension import EXTENSION
from noroshi.sharing.stix.sign import EXTENSION as SIGN


class Envelope(Struct):
    """A bundle, or what a TAXII server gives."""

    objects: list[Raw] = []


class Marked(Struct):
    """Markings that hold for a part of an object; they are taken to hold for all of it."""

    marking_ref: str = ""


class Reference(Struct, frozen=True):
    """Which incident an object is a part of; on the incident itself, the finding."""

    incident_ref: str = ""
    finding: dict[str, Any] | None = None


class Answering(Struct, frozen=True):
    """What an opinion says of an incident that its reader has told."""

    answer: dict[str, Any]


class Signing(Struct, frozen=True):
    """The sign that an indicator tells."""

    sign: dict[str, Any]


class Extensions(Struct, frozen=True):
    """Of all extensions, ours."""

    ours: Reference | None = field(name=EXTENSION, default=None)
    answering: Answering | None = field(name=ANSWER, default=None)
    signing: Signing | None = field(name=SIGN, default=None)


class Head(Struct):
    """What every object has."""

    type: str
    id: str
    created_by_ref: str = ""
    modified: str = ""
    revoked: bool = False
    object_marking_refs: list[str] = []
    granular_markings: list[Marked] = []
    labels: list[str] = []
    confidence: float | None = None
    extensions: Extensions = Extensions()


class Identity(Struct):
    """Who somebody is."""

    name: str


class Observable(Struct):
    """An address."""

    value: str


class Traffic(Struct):
    """Network traffic; of whom, and to which port."""

    src_ref: str = ""
    dst_port: int | None = None
    protocols: list[str] = []
    src_packets: int = 0


class Indicator(Struct):
    """What to look for."""

    pattern: str
    pattern_type: str
    valid_from: str
    indicator_types: list[str] = []


class Sighting(Struct):
    """That something was seen."""

    sighting_of_ref: str
    first_seen: str = ""
    last_seen: str = ""
    count: int = 1
    observed_data_refs: list[str] = []


class ObservedData(Struct):
    """What was observed, without a judgement."""

    first_observed: str
    last_observed: str
    number_observed: int
    object_refs: list[str] = []


class MarkingDefinition(Struct):
    """A marking that somebody made themselves; its name may be a label of TLP all the same."""

    id: str
    name: str = ""
    definition_type: str = ""
    definition: dict[str, Any] = {}
