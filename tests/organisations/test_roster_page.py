"""docs/roster.md is true: its examples read as they stand, and its tables name every field."""

import re
from enum import Enum
from pathlib import Path

import msgspec
import pytest

from noroshi.errors import RosterError
from noroshi.organisations.model import ChannelKind, Marking, Organisation, Severity, Use
from noroshi.organisations.register import Part, organisations_of
from noroshi.organisations.roster import FIELDS, REQUIRED
from noroshi.organisations.roster_csv import COLUMNS, read_csv
from noroshi.organisations.roster_yaml import read_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "roster.md").read_text("utf-8")


def example(language: str) -> str:
    """Give the page's example in a language."""
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert isinstance(block, str)
    return block


def documented(part: Part) -> dict[str, str]:
    """Give the fields of a part's table, each with what holds if it is left out."""
    section = PAGE.partition(f"## A{'n' if part is Part.ORGANISATION else ''} {part}\n")[2].partition(
        "\n## "
    )[0]
    return dict(re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", section, re.MULTILINE))


def in_yaml() -> list[Organisation]:
    """Read the example in YAML."""
    return organisations_of(read_yaml(example("yaml"), "members.yaml", 0).rows)


def test_examples_say_the_same() -> None:
    """Both examples are read without a fault, as the same organisations."""
    assert in_yaml() == organisations_of(read_csv(example("csv"), "members.csv", 0).rows)


def test_examples_have_every_field() -> None:
    """Each field is given in the YAML example, and is a column of the CSV example."""
    given = set(re.findall(r"(\w+):(?= )", example("yaml")))

    assert {name for fields in FIELDS.values() for name in fields} <= given
    assert set(COLUMNS) == set(example("csv").partition("\n")[0].split(","))


def test_examples_have_every_channel() -> None:
    """Each kind of channel is in the examples."""
    assert set(ChannelKind) == {contact.channel for one in in_yaml() for contact in one.contacts}


@pytest.mark.parametrize("part", Part)
def test_fields(part: Part) -> None:
    """The part's table has every field, and says which must be there."""
    must = [name for name, otherwise in documented(part).items() if otherwise == "must be there"]

    assert list(FIELDS[part]) == list(documented(part))
    assert list(REQUIRED[part]) == must


@pytest.mark.parametrize("part", Part)
def test_defaults(part: Part) -> None:
    """A default that the table names is what a record has that leaves the field out."""
    least = """
organisations:
  - id: one
    name: One
    contacts: [{channel: file, address: "-"}]
    holdings: [{prefix: 192.0.2.0/24}]
"""
    row = next(row for row in read_yaml(least, "x", 0).rows if row.part is part)
    values = msgspec.to_builtins(row.value)
    values |= {name: "yes" if value else "no" for name, value in values.items() if isinstance(value, bool)}
    named = {
        name: otherwise.strip("`")
        for name, otherwise in documented(part).items()
        if otherwise.startswith("`")
    }

    assert named == {name: values[name] for name in named}


@pytest.mark.parametrize("words", [ChannelKind, Marking, Severity, Use])
def test_choices(words: type[Enum]) -> None:
    """Every word that may be chosen is on the page."""
    assert [] == [word.value for word in words if f"`{word.value}`" not in PAGE]


def test_faults() -> None:
    """The faults that the page shows are those that such a file has."""
    text = """
organisations:
  - id: one
    name: One
    holdings:

      - prefix: 192.0.2.1/24
      - prefix: 192.0.2.0/24
        use: drak
"""
    with pytest.raises(RosterError) as caught:
        read_yaml(text, "members.yaml", 0)
    shown = [f"noroshi: {caught.value.message}", *(f"  {fault}" for fault in caught.value.faults)]

    assert "\n".join(f"    {line}" for line in shown) in PAGE
