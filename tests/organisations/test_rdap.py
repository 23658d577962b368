"""To whom abuse of an address is reported, by RDAP answers in files."""

import json
from pathlib import Path
from typing import Any

import pytest

from noroshi.errors import UsageError
from noroshi.organisations.rdap import LARGEST, AbuseContacts, Unusable


def entity(role: str, *mailboxes: str, entities: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """Somebody in an answer."""
    emails = [["email", {}, "text", each] for each in mailboxes]
    card = ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "X"], *emails]]
    return {"objectClassName": "entity", "roles": [role], "vcardArray": card, "entities": list(entities)}


def answer(first: str, last: str, *entities: dict[str, Any]) -> bytes:
    """An answer about a network, as registries give it."""
    return json.dumps(
        {
            "objectClassName": "ip network",
            "startAddress": first,
            "endAddress": last,
            "name": "X",
            "entities": list(entities),
        }
    ).encode()


WIDE = answer("45.0.0.0", "45.255.255.255", entity("abuse", "wide@net.example"))
NARROW = answer(
    "45.0.0.0", "45.0.0.255", entity("registrant", "no", entities=(entity("abuse", "narrow@net.example"),))
)
SIX = answer(
    "2a01::", "2a01:ffff:ffff:ffff:ffff:ffff:ffff:ffff", entity("abuse", "not one", "six@net.example")
)


def test_smallest() -> None:
    """The smallest network around an address says who, wherever in the answer that stands."""
    contacts = AbuseContacts(
        [WIDE, NARROW, SIX, answer("45.0.0.0", "45.0.0.3", entity("technical", "t@net.example"))]
    )

    asked = ("45.0.0.7", "45.0.1.7", "44.0.0.1", "46.0.0.0", "2a01:5::7", "2a02::1", "45.0.0.2")
    assert ["narrow", "wide", "", "", "six", "", "narrow"] == [
        contacts.of(each).partition("@")[0] for each in asked
    ]
    assert {Unusable.NO_CONTACT: 1} == contacts.skips


@pytest.mark.parametrize(
    "written", ["a@b\r\nBcc: c@d.example", "a b@c.example", "@x.example", "a@", "<a@b.example>", "a@-"]
)
def test_no_mailbox(written: str) -> None:
    """What is no mailbox is none: an answer is a stranger's text, and stands in a message's head."""
    contacts = AbuseContacts([answer("45.0.0.0", "45.0.0.255", entity("abuse", written))])

    assert ("", {Unusable.NO_CONTACT: 1}) == (contacts.of("45.0.0.7"), contacts.skips)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b"{",
        b'{"errorCode": 404}',
        b"[" * 100_000,
        answer("45.0.0.9", "45.0.0.1"),
        answer("45.0.0.1", "::1"),
        answer("x", "y"),
    ],
)
def test_malformed(data: bytes) -> None:
    """What is no answer about a network is counted."""
    assert {Unusable.MALFORMED: 1} == AbuseContacts([data]).skips


def test_deep() -> None:
    """Entities within entities are looked into so deep, and no deeper."""
    inner = entity("abuse", "a@net.example")
    for _ in range(10):
        inner = entity("registrant", entities=(inner,))

    assert {Unusable.NO_CONTACT: 1} == AbuseContacts([answer("45.0.0.0", "45.0.0.255", inner)]).skips


def test_files(tmp_path: Path) -> None:
    """A folder has an answer a file, a file one a line; a line that is too long is passed over, and what follows is read."""
    (tmp_path / "folder").mkdir()
    for number, content in enumerate((WIDE, NARROW)):
        (tmp_path / "folder" / f"{number}.json").write_bytes(content)
    (tmp_path / "lines").write_bytes(b"\n".join((WIDE, b"x" * (LARGEST + 5), b"", NARROW)))
    folder, lines = (AbuseContacts.read(tmp_path / each) for each in ("folder", "lines"))

    assert "narrow@net.example" == folder.of("45.0.0.7") == lines.of("45.0.0.7")
    assert {Unusable.TOO_LARGE: 1} == lines.skips
    with pytest.raises(UsageError, match="nowhere"):
        AbuseContacts.read(tmp_path / "nowhere")
