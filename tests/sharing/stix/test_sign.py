import json
from typing import Any

import msgspec
import pytest
import stix2  # type: ignore[import-untyped]  # it has no types
from hypothesis import given
from msgspec.structs import replace

from noroshi.sharing.sign import Sign
from noroshi.sharing.stix.reading import Reading, Skip, read_objects
from noroshi.sharing.stix.sign import EXTENSION, sign_objects
from noroshi.sharing.stix.writing import write_signs
from tests.sharing.signs.stories import RISING
from tests.sharing.sound import signs
from tests.sharing.stix.complaints import complaints


def indicator(sign: Sign = RISING) -> dict[str, Any]:
    """The indicator of a sign."""
    [found] = [each for each in sign_objects(sign) if each["type"] == "indicator"]
    return found


def read(*objects: dict[str, Any]) -> Reading:
    """Read some objects."""
    return read_objects(json.dumps(each).encode() for each in objects)


@given(signs())
def test_round_trip(sign: Sign) -> None:
    """What is told of an indication is read to the same meaning."""
    reading = read_objects(each.json for each in write_signs([sign]))

    assert (sign,) == reading.signs
    assert () == reading.findings + reading.answers


@pytest.mark.parametrize("port", ["tcp/7547", "udp/53", "icmp/8.0", "icmpv6/135.0"])
def test_valid(port: str) -> None:
    """OASIS' validator has nothing against it at its strictest, and its library reads it."""
    told = list(sign_objects(replace(RISING, port=port)))
    bundle = {"type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000000", "objects": told}

    assert [] == complaints(msgspec.json.encode(bundle))
    for each in told:
        assert each["id"] == stix2.parse(json.dumps(each), allow_custom=True)["id"]


def test_blames_nobody() -> None:
    """It is an indicator of what is unusual, with an end, and a sighting says which centre has seen it, when and how often."""
    [sighting] = [each for each in sign_objects(RISING) if each["type"] == "sighting"]

    assert ["anomalous-activity"] == indicator()["indicator_types"]
    assert indicator()["valid_from"] < indicator()["valid_until"]
    assert (indicator()["id"], RISING.observations) == (sighting["sighting_of_ref"], sighting["count"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"port": "192.0.2.17"},
        {"port": "tcp/70000"},
        {"port": "icmp/8"},
        {"sources": -1},
        {"observations": 1 << 60},
        {"confidence": 2},
        {"kind": "port rising, says evil.example"},
        {"first": "yesterday"},
        {"last": "2026-01-01T00:00:00.000000000Z"},
        {"centre": ""},
        {"ended": "perhaps"},
    ],
)
def test_unsound(wrong: dict[str, Any]) -> None:
    """A sign that no centre would write is not read."""
    told = indicator()
    told["extensions"][EXTENSION]["sign"] |= wrong

    assert Reading((), {Skip.UNSOUND: 1}) == read(told)


def test_revoked() -> None:
    """An indicator that is revoked takes its sign back, whichever version comes first."""
    revoked = indicator() | {"revoked": True, "modified": "2026-12-01T00:00:00.000Z"}

    for order in ([indicator(), revoked], [revoked, indicator()]):
        [found] = read(*order).signs
        assert found.withdrawn
