import pytest

from noroshi.errors import RosterError
from noroshi.organisations.model import ChannelKind, Contact, Holding, HoldingKind, Hours, Organisation, Use
from noroshi.organisations.register import organisations_of
from noroshi.organisations.roster_yaml import read_yaml


def faults_of(text: str) -> list[str]:
    """Give every fault of a file."""
    with pytest.raises(RosterError) as caught:
        read_yaml(text, "members.yaml", 1)
    return list(caught.value.faults)


def test_whole() -> None:
    """Lists and texts, dates and numbers are read as they are typed."""
    text = """
organisations:
  - id: example
    name: Example University
    clearance: TLP:GREEN
    language: ja
    tags: [academic, tokyo]
    valid_from: 2024-04-01
    contacts:
      - channel: email
        address: soc@example.ac.jp
        time_zone: Asia/Tokyo
        days: [mon, tue]
        hours: 09:00-17:30
    holdings:
      - prefix: 192.0.2.0/24
      - {asn: 64500, use: dark, note: ~}
"""
    (organisation,) = organisations_of(read_yaml(text, "members.yaml", 1).rows)

    assert "Example University" == organisation.name
    assert ("academic", "tokyo") == organisation.tags
    assert 1_711_929_600_000_000_000 == organisation.valid_from
    assert (
        Contact(
            ChannelKind.EMAIL,
            "soc@example.ac.jp",
            language="ja",
            time_zone="Asia/Tokyo",
            hours=Hours((1, 2), "09:00", "17:30"),
        ),
    ) == organisation.contacts
    assert (
        Holding(HoldingKind.PREFIX, "192.0.2.0/24"),
        Holding(HoldingKind.ASN, "64500", Use.DARK),
    ) == organisation.holdings


def test_least() -> None:
    """An organisation needs an id and a name, and nothing else."""
    rows = read_yaml("organisations: [{id: one, name: One, contacts: , holdings: }]", "x", 1).rows

    assert [Organisation("one", "One")] == organisations_of(rows)


def test_all_faults_at_once() -> None:
    """Every fault of the file is reported with its line and field, in the order of the lines."""
    text = """
owner: me
organisations:
  - id: Example Uni
    nme: Example
    valid_from: 2024-04-01
    valid_until: 2023-04-01
    contacts:
      - chanel: email
        address: soc
      - channel: email
        address: soc
    holdings:
      - prefix: 192.0.2.1/24
        prefix: 192.0.2.0/24
        use: drak
      - use: dark
      - prefix: 10.0.0.0/8
        asn: AS64500
      - prefix: [[1]]
      - 10.0.0.0/8
"""

    assert [
        "line 2, 'owner': a roster has organisations: and nothing beside",
        "line 4, id: 'Example Uni' is not an id: up to 64 of a-z, 0-9 and hyphens, such as example-uni",
        "line 4, name: the organisation must have one",
        "line 5, nme: the organisation has no such field; did you mean name?",
        "line 7, valid_until: is before valid_from",
        "line 9, chanel: the contact has no such field; did you mean channel?",
        "line 9, channel: the contact must have one",
        "line 12, address: 'soc' is not an e-mail address: it has no @",
        "line 14, prefix: 192.0.2.1/24 has host bits set; the prefix would be 192.0.2.0/24",
        "line 15, 'prefix': is given twice",
        "line 16, use: 'drak' is none of live, dark; did you mean dark?",
        "line 17, prefix: the holding must have a prefix or an asn",
        "line 19, asn: the holding has a prefix or an asn, not both",
        "line 20, 'prefix': must be a text",
        "line 20, prefix: the holding must have a prefix or an asn",
        "line 21, holdings: each item must have fields, such as id: or prefix:",
    ] == faults_of(text)


def test_one_fault_hides_no_other() -> None:
    """A contact's address is checked though its hours are wrong, and an organisation's id though its name is."""
    text = f"""
organisations:
  - id: one
    name: {"x" * 201}
    contacts:
      - {{channel: webhook, address: a.example, hours: late}}
  - {{id: one, name: One}}
"""

    assert [
        "line 4, name: is longer than 200 characters",
        "line 6, hours: 'late' is not a span of the day such as 09:00-17:30",
        "line 6, address: 'a.example' is not a URL such as https://example.org/alerts: it begins with none of https, http",
        "line 7, organisation: line 3 has it already",
    ] == faults_of(text)


def test_repeated_on_one_line() -> None:
    """Repetitions are found on one line too."""
    text = "organisations: [{id: one, name: One}, {id: one, name: One}, {name: Two}, {name: Three}]"

    assert [
        "line 1, organisation: line 1 has it already",
        "line 1, id: the organisation must have one",
        "line 1, id: the organisation must have one",
    ] == faults_of(text)


def test_repeated() -> None:
    """An organisation, contact or holding that is there twice is a fault that names the first."""
    text = """
organisations:
  - {id: one, name: One}
  - id: one
    name: Other
    holdings:
      - prefix: 2001:db8::/32
      - prefix: 2001:DB8:0::/32
"""

    assert [
        "line 4, organisation: line 3 has it already",
        "line 8, holding: line 7 has it already",
    ] == faults_of(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: is empty"),
        ("\n# nothing\n", "line 1: is empty"),
        ("hello", "line 1: must begin with organisations:"),
        ("[1, 2]", "line 1: must begin with organisations:"),
        (
            "organisations: []",
            "line 1: has no organisations; importing it would retire all that came from this file",
        ),
        ("organisations:\n  a: &x [*x]", "line 2: uses an anchor or an alias, which a roster may not"),
        ("organisations:\n  - *x", "line 2: uses an anchor or an alias, which a roster may not"),
        ("organisations: !!python/object:os {}", "line 1: uses a tag, which a roster may not"),
        ("a: 1\n---\nb: 2", "line 2: begins a second document; a roster is one"),
        ("a: b: c", "line 1: is not YAML: mapping values are not allowed in this context"),
        ("a: \x00", "line 1: is not YAML: has a character that cannot be printed"),
        ("[" * 100_000, "line 1: is nested too deeply"),
        ("- " * 100_000, "line 1: is nested too deeply"),
    ],
)
def test_not_a_roster(text: str, fault: str) -> None:
    """What cannot be read any further ends with one fault that says where and why."""
    assert [fault] == faults_of(text)


def test_wrong_shapes() -> None:
    """Things that are no lists or texts where they should be are faults."""
    text = """
organisations:
  - id: one
    name: One
    contacts: nobody
    holdings: {prefix: 10.0.0.0/8}
    ? [a]
    : b
  - two
"""

    assert [
        "line 5, contacts: must be a list, each item begun with a hyphen",
        "line 6, holdings: must be a list, each item begun with a hyphen",
        "line 7: the name of a field must be a word",
        "line 9, organisations: each item must have fields, such as id: or prefix:",
    ] == faults_of(text)


def test_many_faults() -> None:
    """A file with a great many faults is given up on, so that hostile ones take no time."""
    faults = faults_of("organisations:\n" + "  - x\n" * 5000)

    assert 1001 == len(faults)
    assert "line 1001: stopped after 1000 faults" == faults[-1]
