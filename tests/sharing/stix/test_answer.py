import json
from typing import Any

import msgspec
import pytest
import stix2  # type: ignore[import-untyped]  # it has no types
from hypothesis import given
from msgspec.structs import replace

from noroshi.alerts.model import AlertState, Outcome
from noroshi.organisations.model import Marking
from noroshi.sharing.answer import Answer
from noroshi.sharing.stix.answer import EXTENSION, opinion_of
from noroshi.sharing.stix.reading import Reading, Skip, read_objects
from noroshi.sharing.stix.writing import objects, write_answers
from tests.alerts.stories import NOON
from tests.sharing.sound import answers
from tests.sharing.stix.complaints import complaints
from tests.sharing.stories import found

FINDING = found()
CLEANED = Answer(
    FINDING.id,
    FINDING.centre,
    "East Centre",
    Marking.AMBER,
    AlertState.RESOLVED,
    Outcome.CLEANED,
    NOON,
    3,
)
TAKEN = replace(CLEANED, state=AlertState.ACKNOWLEDGED, outcome=None)


def read(opinion: dict[str, Any]) -> Reading:
    """Read one opinion."""
    return read_objects([json.dumps(opinion).encode()])


@given(answers())
def test_round_trip(answer: Answer) -> None:
    """What is answered is read to the same meaning."""
    reading = read_objects(each.json for each in write_answers([answer]))

    assert (answer,) == reading.answers
    assert () == reading.findings


@pytest.mark.parametrize("answer", [CLEANED, TAKEN], ids=["cleaned", "acknowledged"])
def test_valid(answer: Answer) -> None:
    """OASIS' validator has nothing against an answer beside the incident that it is about, and its library reads it."""
    told = [*objects(FINDING), *(json.loads(each.json) for each in write_answers([answer]))]
    once = {each["id"]: each for each in told}
    bundle = {"type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000000"}

    assert [] == complaints(msgspec.json.encode(bundle | {"objects": list(once.values())}))
    assert stix2.parse(opinion_of(answer), allow_custom=True).id == opinion_of(answer)["id"]


def test_refers() -> None:
    """An answer is an opinion about the incident that its reader has told; while nobody knows better it is neutral."""
    [incident] = [each["id"] for each in objects(FINDING) if each["type"] == "incident"]
    cleaned, taken = opinion_of(CLEANED), opinion_of(TAKEN)

    assert [incident] == cleaned["object_refs"]
    assert ("strongly-agree", "neutral") == (cleaned["opinion"], taken["opinion"])
    assert "The state is: acknowledged." == taken["explanation"]
    assert cleaned["id"] == taken["id"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "on fire"},
        {"outcome": "eaten"},
        {"outcome": None},
        {"state": "open"},
        {"at": "yesterday"},
        {"version": -1},
        {"by": ""},
        {"finding": "a\nb"},
        {"centre": "x" * 3_000},
    ],
)
def test_unsound(wrong: dict[str, Any]) -> None:
    """An answer that no centre would write is not read: its words are few, and fixed."""
    opinion = opinion_of(CLEANED)
    opinion["extensions"][EXTENSION]["answer"] |= wrong

    assert Reading((), {Skip.UNSOUND: 1}) == read(opinion)


def test_revoked() -> None:
    """An opinion that is revoked answers nothing."""
    assert Reading((), {Skip.CONTEXT: 1}) == read(opinion_of(CLEANED) | {"revoked": True})


def test_latest() -> None:
    """Of several versions of an answer the latest is read, in whatever order they come."""
    later = replace(CLEANED, version=4, outcome=Outcome.NOT_OURS)
    written = [each.json for each in write_answers([later, CLEANED])]

    assert (later,) == read_objects(written).answers == read_objects(reversed(written)).answers
