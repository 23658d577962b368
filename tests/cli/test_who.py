from typing import Any

import pytest

from tests.cli.centre import ROSTER, Centre


def answer(centre: Centre, *words: str) -> dict[str, Any]:
    """The one answer to a question."""
    [only] = centre("who", *words, "--json").objects()
    return only


@pytest.mark.parametrize(
    ("address", "standing", "because"),
    [
        ("192.0.2.7", "live", {("example", "192.0.2.0/25")}),
        ("192.0.2.200", "dark", {("example", "192.0.2.128/25")}),
        ("203.0.113.7", "live", {("example", "203.0.113.0/24"), ("library", "203.0.113.0/24")}),
        ("198.51.100.7", "monitored", set()),
        ("198.18.0.1", "outsider", set()),
        ("2001:db8::1", "outsider", set()),
    ],
)
def test_standing(address: str, standing: str, because: set[tuple[str, str]], centre: Centre) -> None:
    """An address is live or dark because of a holding, monitored, or an outsider."""
    told = answer(centre, address)

    assert standing == told["standing"]
    assert because == {(holder["organisation"], holder["holding"]) for holder in told["holders"]}


def test_in_words(centre: Centre) -> None:
    """In words it says who, because of which holding, and that equal prefixes overlap."""
    said = centre("who", "192.0.2.7", "203.0.113.7", "198.51.100.7", "198.18.0.1")

    assert "example (Example University)  because of 192.0.2.0/25" in said.out
    assert "Equal prefixes: all of them are alerted." in said.out
    assert "the centre watches it; nobody in the register holds it" in said.out
    assert "198.18.0.1" in said.out


def test_monitored_within(centre: Centre) -> None:
    """A monitored prefix within a live one is dark, and that is said."""
    centre("organisations", "import", str(centre.roster(ROSTER.replace("203.0.113.0/24", "198.51.0.0/16"))))

    assert "dark" == answer(centre, "198.51.100.7")["standing"]
    assert "It lies in a prefix that the centre monitors" in centre("who", "198.51.100.7").out


def test_at(bare: Centre) -> None:
    """A question about the past is answered by what was held then."""
    text = ROSTER.replace("{prefix: 192.0.2.0/25}", "{prefix: 192.0.2.0/25, valid_from: 2026-03-01}")
    bare("init")
    bare("organisations", "import", str(bare.roster(text)))

    assert "outsider" == answer(bare, "192.0.2.7", "--at", "2026-02-28")["standing"]
    assert "live" == answer(bare, "192.0.2.7", "--at", "2026-03-01T09:00+09:00")["standing"]
    assert "outsider" == answer(bare, "192.0.2.7", "--at", "2026-03-01T08:59+09:00")["standing"]


@pytest.mark.parametrize(
    "words", [["192.0.2"], ["example.org"], ["192.0.2.7", "--at", "yesterday"], ["1" * 5000]]
)
def test_nonsense(words: list[str], centre: Centre) -> None:
    """What is no address or no time is a sentence with code 2."""
    said = centre("who", *words)

    assert (2, "") == (said.code, said.out)
