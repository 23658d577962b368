from pathlib import Path

import pytest

from noroshi.errors import RosterError
from noroshi.organisations.networks import network
from noroshi.organisations.origins import Origin, Origins

NEAR = [network(each) for each in ("192.0.2.0/25", "192.0.2.128/25", "198.51.100.64/26", "2001:db8::/32")]


@pytest.fixture
def lists(tmp_path: Path) -> list[Path]:
    """Give a list of numbers and one of countries."""
    numbers, countries = tmp_path / "asn.csv", tmp_path / "country.csv"
    numbers.write_text(
        '192.0.2.0,192.0.2.255,64500,"Example, Inc."\n'
        "198.51.100.0,198.51.100.255,64501\n\n"
        "203.0.113.0,203.0.113.255,64502\n"
        "2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,64503\n",
        encoding="utf-8",
    )
    countries.write_text("192.0.2.0,192.0.2.127,NL\n198.51.100.0,198.51.100.255,JP\n", encoding="utf-8")
    return [numbers, countries]


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("192.0.2.1", Origin(64500, "NL")),
        ("192.0.2.200", Origin(64500, "")),
        ("198.51.100.1", Origin(64501, "JP")),
        ("2001:db8::1", Origin(64503, "")),
        ("203.0.113.1", Origin()),
        ("10.0.0.1", Origin()),
        ("255.255.255.255", Origin()),
    ],
)
def test_of(address: str, origin: Origin, lists: list[Path]) -> None:
    """An address has the number and the country of its row, of rows that meet what is held; of others nobody knows."""
    assert origin == Origins.read(lists, NEAR).of(address)


def test_nothing_held(lists: list[Path]) -> None:
    """Where nothing is held, nothing is kept of a list."""
    assert Origin() == Origins.read(lists, ()).of("192.0.2.1")


def test_faults(tmp_path: Path) -> None:
    """Every row that is none is reported, with its line."""
    path = tmp_path / "list.csv"
    path.write_text(
        "start,end,asn\n192.0.2.9,192.0.2.1,NL\n192.0.2.0\n192.0.2.1,::1,1\n192.0.2.1,192.0.2.2,nl\n"
    )
    with pytest.raises(RosterError) as caught:
        Origins.read([path], NEAR)

    assert [1, 2, 3, 4, 5] == [int(each.split()[1].rstrip(",:")) for each in caught.value.faults]
