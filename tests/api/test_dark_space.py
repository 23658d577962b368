"""Where dark space lies is for those who may know; others are answered as if there was none."""

from collections.abc import Iterator

import pytest

from noroshi.people.rights import Role
from tests.api.answering import ROSTER, Answering, answering

WITHIN = ROSTER.replace("192.0.2.0/25}", "192.0.2.0/24}")
"""Example University has the whole prefix in use, but for what is dark in its upper half."""


@pytest.fixture(scope="module")
def within(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    """A centre whose member has dark space within a prefix in use."""
    with answering(tmp_path_factory.mktemp("centre"), members=WITHIN) as made:
        yield made


@pytest.mark.parametrize(
    ("address", "holders", "of_officer"),
    [
        ("192.0.2.1", ["192.0.2.0/24"], ["192.0.2.0/24"]),
        ("192.0.2.200", ["192.0.2.128/25"], ["192.0.2.0/24"]),
        ("198.51.100.200", ["198.51.100.128/25"], []),
    ],
)
def test_addresses(address: str, holders: list[str], of_officer: list[str], within: Answering) -> None:
    """Who asks address by address learns no more than from the list of prefixes in use: a dark one leaves no gap."""
    lead = within.client("lea", Role.LEAD).get(f"/addresses/{address}").json()
    officer = within.client("mika").get(f"/addresses/{address}").json()

    assert holders == [each["holding"] for each in lead["holders"]]
    assert of_officer == [each["holding"] for each in officer["holders"]]
    assert officer["standing"] is None


def test_map(within: Answering) -> None:
    """The map of an organisation has pieces in use alone, and whole ones."""
    lead = within.client("lea", Role.LEAD).get("/organisations/example/map").json()
    officer = within.client("mika").get("/organisations/example/map").json()

    assert {("192.0.2.0/25", "live"), ("192.0.2.128/25", "dark")} == pieces(lead)
    assert {("192.0.2.0/24", "live")} == pieces(officer)
    assert (False, True) == (lead["masked"], officer["masked"])


def pieces(space: dict[str, list[dict[str, str]]]) -> set[tuple[str, str]]:
    """Prefixes, and how they are used."""
    return {(each["prefix"], each["use"]) for each in space["pieces"]}
