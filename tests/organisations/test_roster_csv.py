import pytest

from noroshi.errors import RosterError
from noroshi.organisations.model import ChannelKind, Contact, Holding, HoldingKind, Organisation, Use
from noroshi.organisations.register import organisations_of
from noroshi.organisations.roster_csv import read_csv


def faults_of(text: str) -> list[str]:
    """Give every fault of a file."""
    with pytest.raises(RosterError) as caught:
        read_csv(text, "members.csv", 1)
    return list(caught.value.faults)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_whole(delimiter: str, end: str) -> None:
    """Rows come in any order, columns too, divided as the spreadsheet likes."""
    lines = (
        "organisation,record,prefix,use,channel,address,name,language",
        "one,holding,192.0.2.0/24,dark,,,,",
        ",,,,,,,",
        "one,organisation,,,,,One,ja",
        "one,contact,,,email,soc@example.org,,",
    )
    rows = read_csv(end.join(lines).replace(",", delimiter), "members.csv", 1).rows

    assert [
        Organisation(
            "one",
            "One",
            (Contact(ChannelKind.EMAIL, "soc@example.org", language="ja"),),
            (Holding(HoldingKind.PREFIX, "192.0.2.0/24", Use.DARK),),
            language="ja",
        )
    ] == organisations_of(rows)


def test_quoted_lines() -> None:
    """A note of several lines is one cell, and what follows keeps its line number."""
    text = (
        "record,organisation,name,prefix,note\n"
        "organisation,one,One,,\n"
        'holding,one,,10.0.0.0/8,"first\nsecond, and ""last"""\n'
        "holding,one,,192.0.2.0/24,\n"
    )
    rows = read_csv(text, "members.csv", 1).rows

    assert [2, 3, 5] == [row.provenance.line for row in rows]
    assert Holding(HoldingKind.PREFIX, "10.0.0.0/8", note='first\nsecond, and "last"') == rows[1].value


def test_all_faults_at_once() -> None:
    """Every fault of the file is reported with its line and field, in the order of the lines."""
    text = (
        "record,organisation,name,prefx,prefix,clearance\n"
        "organisation,one,,,,TLP:WHITE\n"
        "holdin,one,,,10.0.0.0/8,\n"
        "holding,,,,10.0.0.0/8,\n"
        "holding,two,,,10.0.0.1/8,red\n"
        "holding,one,,,10.0.0.0/8,,more\n"
    )

    assert [
        "line 1, 'prefx': is not a column; did you mean prefix?",
        "line 2, clearance: TLP 2.0 has no white; what it was is now clear",
        "line 2, name: the organisation must have one",
        "line 3, record: 'holdin' is none of organisation, contact, holding; did you mean holding?",
        "line 4, organisation: the holding must say whose it is",
        "line 5, organisation: nothing describes 'two'",
        "line 5, prefix: 10.0.0.1/8 has host bits set; the prefix would be 10.0.0.0/8",
        "line 5, clearance: the holding has no such field",
        "line 6: has 7 cells for 6 columns",
    ] == faults_of(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: is empty"),
        ("\n\n,,\n", "line 1: is empty"),
        ("organisation,name", "line 1: the first row must name the columns, and record is not among them"),
        (
            "record,organisation",
            "line 1: has no organisations; importing it would retire all that came from this file",
        ),
        ('record,organisation\n"a', "line 2: is not CSV: unexpected end of data"),
        ('record,organisation\n"a"b,c', "line 2: is not CSV: ',' expected after '\"'"),
        (
            "record,organisation\n" + "a" * 200_000,
            "line 2: is not CSV: field larger than field limit (131072)",
        ),
    ],
)
def test_not_a_roster(text: str, fault: str) -> None:
    """What cannot be read any further ends with one fault that says where and why."""
    assert [fault] == faults_of(text)


def test_column_twice() -> None:
    """A column that is there twice is a fault, for nobody knows which is meant."""
    assert "line 1, name: is there twice" in faults_of(
        "record,organisation,name,name\norganisation,one,One,Two\n"
    )
