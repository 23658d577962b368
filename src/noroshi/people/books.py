"""What storage offers for people: a port for each noun."""

from typing import NamedTuple

from noroshi.people.audit import AuditBook
from noroshi.people.book import PeopleBook
from noroshi.people.credentials.book import CredentialBook
from noroshi.people.filters import FilterBook
from noroshi.people.invitations import InvitationBook
from noroshi.people.sessions import SessionBook
from noroshi.people.tokens import TokenBook


class PeopleBooks(NamedTuple):
    """All ports of people, over one database."""

    people: PeopleBook
    credentials: CredentialBook
    sessions: SessionBook
    tokens: TokenBook
    invitations: InvitationBook
    filters: FilterBook
    audit: AuditBook
