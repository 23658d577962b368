import pytest

from noroshi.organisations.model import ChannelKind, Contact, Holding, HoldingKind, Organisation, Origin
from noroshi.organisations.register import Part, Provenance, organisations_of, rows_of

TYPED = Provenance(Origin.PERSON, at=1)
WHOLE = Organisation(
    "example",
    "Example",
    contacts=(Contact(ChannelKind.EMAIL, "b@example.org"), Contact(ChannelKind.EMAIL, "a@example.org")),
    holdings=(Holding(HoldingKind.ASN, "64500"),),
)


def test_apart_and_together() -> None:
    """An organisation taken apart and put together is itself, contacts in their order."""
    assert [WHOLE] == organisations_of(rows_of(WHOLE, TYPED))


def test_keys() -> None:
    """Each row says what it describes, and no two have one key."""
    rows = rows_of(WHOLE, TYPED)

    assert [Part.ORGANISATION, Part.CONTACT, Part.CONTACT, Part.HOLDING] == [row.part for row in rows]
    assert len(rows) == len({row.key for row in rows})


def test_by_id() -> None:
    """Organisations come by id, whatever the order of their rows."""
    rows = rows_of(Organisation("b", "B"), TYPED) + rows_of(Organisation("a", "A"), TYPED)

    assert ["a", "b"] == [organisation.id for organisation in organisations_of(rows)]


def test_orphans() -> None:
    """A contact or holding without its organisation is an error with the id."""
    with pytest.raises(ValueError, match="without their organisation: example"):
        organisations_of(rows_of(WHOLE, TYPED)[1:])
