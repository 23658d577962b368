"""All ports of people over one database."""

from sqlalchemy import Engine

from noroshi.people.books import PeopleBooks
from noroshi.storage.people.audit import SqlAuditBook
from noroshi.storage.people.credentials import SqlCredentialBook
from noroshi.storage.people.filters import SqlFilterBook
from noroshi.storage.people.invitations import SqlInvitationBook
from noroshi.storage.people.people import SqlPeopleBook
from noroshi.storage.people.sessions import SqlSessionBook
from noroshi.storage.people.tokens import SqlTokenBook


def people_books(engine: Engine) -> PeopleBooks:
    """Give what `noroshi.people` needs of storage."""
    return PeopleBooks(
        people=SqlPeopleBook(engine),
        credentials=SqlCredentialBook(engine),
        sessions=SqlSessionBook(engine),
        tokens=SqlTokenBook(engine),
        invitations=SqlInvitationBook(engine),
        filters=SqlFilterBook(engine),
        audit=SqlAuditBook(engine),
    )
