"""An answer, as an opinion about the incident that another centre has told.

Nobody but its maker may change an object, so a partner's incident cannot be updated with what became of it, and a sighting
would say that it was seen here too. An opinion is what STIX has for an assessment of somebody else's object; there is one of
each finding, with a version for each answer, and while nobody knows better it is neutral. Our extension has what the five
degrees of agreement cannot say.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from noroshi.clock import MILLISECOND, iso
from noroshi.sharing.answer import Answer
from noroshi.sharing.plain import UnsoundError, exact, from_exact
from noroshi.sharing.soundness import answer_fault
from noroshi.sharing.stix.extension import AUTHOR, extension_definition
from noroshi.sharing.stix.identity import identity, identity_id
from noroshi.sharing.stix.ids import own_id
from noroshi.sharing.stix.imprint import LATEST, VERSION, Object
from noroshi.sharing.stix.marking import MARKING_IDS, marking
from noroshi.sharing.stix.opinion import OPINIONS
from noroshi.sharing.stix.shared import BEGINNING

EXTENSION: Final = own_id("extension-definition", "answer")

SCHEMA: Final = "urn:noroshi:answer:1"
"""A name, not a place: what stands in it are the fields of `noroshi.sharing.answer`."""


def answer_extension() -> Object:
    """Define the extension, as whoever uses one has to."""
    return extension_definition(
        EXTENSION, "answer", SCHEMA, "How a finding stands at the centre that it was told to."
    )


def answer_objects(answer: Answer) -> Iterator[Object]:
    """Give the objects that tell one answer; the incident itself is the other centre's."""
    yield from (marking(answer.marking), identity(answer.by), identity(AUTHOR), answer_extension())
    yield opinion_of(answer)


def opinion_of(answer: Answer) -> Object:
    """Give the opinion. Versions are told apart as those of findings are; see `noroshi.sharing.stix.imprint`."""
    modified = answer.at // MILLISECOND + min(answer.version, LATEST)
    said = (
        f"The outcome is: {answer.outcome.value}."
        if answer.outcome
        else f"The state is: {answer.state.value}."
    )
    return {
        "type": "opinion",
        "spec_version": VERSION,
        "id": own_id("opinion", answer.by, "answer", answer.centre, answer.finding),
        "created": BEGINNING,
        "modified": iso(modified * MILLISECOND),
        "created_by_ref": identity_id(answer.by),
        "object_marking_refs": [MARKING_IDS[answer.marking]],
        "opinion": OPINIONS.get(answer.outcome, "neutral") if answer.outcome else "neutral",
        "explanation": said,
        "object_refs": [own_id("incident", answer.centre, answer.finding)],
        "extensions": {EXTENSION: {"extension_type": "property-extension", "answer": _plain(answer)}},
    }


def _plain(answer: Answer) -> dict[str, Any]:
    written: dict[str, Any] = msgspec.to_builtins(answer)
    return {**written, "at": exact(answer.at)}


def answer_from(written: Mapping[str, Any]) -> Answer:
    """Read the answer that an opinion carries.

    Raises
    ------
    UnsoundError
        If a field is missing or of another type, or says what cannot be.
    """
    try:
        read = msgspec.convert({**written, "at": from_exact(written["at"])}, Answer)
    except (msgspec.ValidationError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise UnsoundError(str(error)) from error
    if wrong := answer_fault(read):
        raise UnsoundError(wrong)
    return read
