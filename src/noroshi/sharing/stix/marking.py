"""Who may see it: the Traffic Light Protocol's official marking objects.

The ids are OASIS' own (cti-stix-common-objects, extension-definition-specifications/tlp-2.0); much public code has others. An
object has no `definition_type`, which belongs to TLP 1, and no `modified`.
"""

from collections.abc import Mapping
from typing import Any, Final

from noroshi.organisations.model import Marking

TLP_2: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

MARKING_IDS: Final[Mapping[Marking, str]] = {
    Marking.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Marking.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Marking.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Marking.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Marking.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}

TLP_1_IDS: Final[Mapping[str, Marking]] = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Marking.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Marking.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Marking.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Marking.RED,
}
"""What STIX 2.1 itself brings; only read, never written."""

MARKINGS: Final[Mapping[str, Marking]] = {
    **{name: label for label, name in MARKING_IDS.items()},
    **TLP_1_IDS,
}
"""What each known id means."""


def marking(label: Marking) -> dict[str, Any]:
    """Give the official object of a label."""
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": MARKING_IDS[label],
        "created": "2022-10-01T00:00:00.000Z",
        "name": f"TLP:{label.value.upper()}",
        "extensions": {TLP_2: {"extension_type": "property-extension", "tlp_2_0": label.value}},
    }
