"""People, and the invitations that wait for them."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Row, Table, Text

from noroshi.organisations.model import Marking
from noroshi.people.invitations import Invitation
from noroshi.people.model import Person
from noroshi.people.rights import Role
from noroshi.storage.tables.metadata import metadata

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True, comment="What one signs in with."),
    Column("name", Text, nullable=False, comment="As others read it."),
    Column("role", Text, nullable=False, comment="What the person is to this centre."),
    Column("organisation", Text, nullable=False, comment="For a member, the organisation's id; else empty."),
    Column("clearance", Text, nullable=False, comment="The most restrictive label that the person may see."),
    Column("language", Text, nullable=False, comment="The console's language."),
    Column("active", Boolean, nullable=False, comment="Whether the person may sign in."),
    Column("created", BigInteger, nullable=False, comment="ns UTC, when the person was first invited."),
)

invitations = Table(
    "invitations",
    metadata,
    Column(
        "person", ForeignKey(people.c.id), primary_key=True, comment="Who is invited; one link at a time."
    ),
    Column("digest", Text, nullable=False, unique=True, comment="What is kept of the link's secret."),
    Column("by", Text, nullable=False, comment="Who invited."),
    Column("created", BigInteger, nullable=False, comment="ns UTC."),
    Column("expires", BigInteger, nullable=False, comment="ns UTC."),
)


def person_row(person: Person) -> dict[str, object]:
    """Give a person as it is kept."""
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role.value,
        "organisation": person.organisation,
        "clearance": person.clearance.value,
        "language": person.language,
        "active": person.active,
        "created": person.created,
    }


def person_of(row: Row[Any]) -> Person:
    """Give a person back, from the columns of `people`, also in a join."""
    kept = row._mapping  # noqa: SLF001  # SQLAlchemy's public name for it
    return Person(
        id=kept[people.c.id],
        name=kept[people.c.name],
        role=Role(kept[people.c.role]),
        organisation=kept[people.c.organisation],
        clearance=Marking(kept[people.c.clearance]),
        language=kept[people.c.language],
        active=kept[people.c.active],
        created=kept[people.c.created],
    )


def invitation_row(invitation: Invitation, digest: str) -> dict[str, object]:
    """Give an invitation as it is kept."""
    return {
        "person": invitation.person,
        "digest": digest,
        "by": invitation.by,
        "created": invitation.created,
        "expires": invitation.expires,
    }


def invitation_of(row: Row[Any]) -> Invitation:
    """Give an invitation back."""
    kept = row._mapping  # noqa: SLF001  # as above
    return Invitation(
        person=kept[invitations.c.person],
        by=kept[invitations.c.by],
        created=kept[invitations.c.created],
        expires=kept[invitations.c.expires],
    )
