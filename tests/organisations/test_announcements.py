from pathlib import Path

import pytest

from noroshi.errors import RosterError, UsageError
from noroshi.organisations.announcements import held_numbers, read_announcements
from noroshi.organisations.model import Holding, HoldingKind, Organisation


def test_both_families(tmp_path: Path) -> None:
    """Ranges of both families become the fewest prefixes, and other numbers are skipped."""
    ipv4, ipv6 = tmp_path / "asn-ipv4.csv", tmp_path / "asn-ipv6.csv"
    ipv4.write_text(
        '192.0.2.0,192.0.2.127,64500,"Example, Inc."\n'
        "192.0.2.128,192.0.2.255,64500\n"
        "198.51.100.0,198.51.100.2,64500,Example\n"
        "203.0.113.0,203.0.113.255,64501,Other\n",
        encoding="utf-8",
    )
    ipv6.write_text("2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,64500,Example\n", encoding="utf-8")
    announced = read_announcements([ipv4, ipv6], {64500, 64502})

    assert {64500: ["192.0.2.0/24", "198.51.100.0/31", "198.51.100.2/32", "2001:db8::/32"]} == {
        number: [str(each) for each in networks] for number, networks in announced.items()
    }


def test_faults(tmp_path: Path) -> None:
    """Every row that is no range is reported, with its line."""
    path = tmp_path / "asn.csv"
    path.write_text(
        "start,end,asn\n192.0.2.0,192.0.2.255,64500\n192.0.2.9,192.0.2.1,64500\n192.0.2.1,::1,64500\nx,y,64500\n",
        encoding="utf-8",
    )
    with pytest.raises(RosterError) as caught:
        read_announcements([path], {64500})

    assert [
        "line 1: is not: first address, last address, AS number",
        "line 3: 192.0.2.9 to 192.0.2.1 is not a range",
        "line 4: 192.0.2.1 to ::1 is not a range",
        "line 5: 'x' does not appear to be an IPv4 or IPv6 address",
    ] == list(caught.value.faults)


@pytest.mark.parametrize("content", [b'"open', b"\xff,\xff,1", b'a"b,"c"d,1\n'])
def test_broken(tmp_path: Path, content: bytes) -> None:
    """A file that is no CSV at all is a fault, not a crash."""
    path = tmp_path / "asn.csv"
    path.write_bytes(content)

    with pytest.raises(RosterError):
        read_announcements([path], {1})


def test_missing(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(UsageError, match=r"nowhere\.csv"):
        read_announcements([tmp_path / "nowhere.csv"], {1})


def test_held_numbers() -> None:
    """Only AS numbers that somebody holds are worth reading."""
    holdings = (Holding(HoldingKind.ASN, "64500"), Holding(HoldingKind.PREFIX, "192.0.2.0/24"))

    assert {64500} == held_numbers([Organisation("one", "One", holdings=holdings)])
