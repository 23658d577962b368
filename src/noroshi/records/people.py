"""People, and what they sign in with, as programs get them."""

from msgspec import Struct

from noroshi.clock import iso
from noroshi.organisations.model import Marking
from noroshi.people.audit import AuditRow, Outcome, What
from noroshi.people.caller import Via
from noroshi.people.credentials.book import Passkey
from noroshi.people.filters import SavedFilter
from noroshi.people.invitations import Invitation
from noroshi.people.model import Language, Person
from noroshi.people.rights import Right, Role
from noroshi.people.sessions import Session
from noroshi.people.tokens import Token


class PersonRecord(Struct, frozen=True):
    """Somebody who may sign in."""

    id: str
    """Short, and what one signs in with."""
    name: str
    """As others read it."""
    role: Role
    """viewer, officer, lead, administrator or member."""
    organisation: str
    """For a member, the organisation's id; else empty."""
    clearance: Marking
    """The most restrictive label that they may see."""
    language: Language
    """Of the console."""
    active: bool
    """Whether they may sign in."""
    created: str
    """When they were first invited, ISO 8601 in UTC."""


class InvitationRecord(Struct, frozen=True):
    """An invitation that nobody has accepted yet."""

    person: str
    """The id of who is invited."""
    by: str
    """Who invited them."""
    created: str
    """When, ISO 8601 in UTC."""
    expires: str
    """Until when it can be accepted, ISO 8601 in UTC."""


class PasskeyRecord(Struct, frozen=True):
    """A passkey."""

    id: str
    """Its id."""
    name: str
    """What its owner calls it."""
    created: str
    """When it was added, ISO 8601 in UTC."""
    used: str | None
    """When it was last used, ISO 8601 in UTC; null if never."""


class TokenRecord(Struct, frozen=True):
    """An API token, without what it is known by."""

    id: str
    """Short; it opens nothing."""
    person: str
    """The id of the person whose it is."""
    name: str
    """What it is for."""
    scopes: tuple[Right, ...]
    """What it may do, as long as its person may."""
    created: str
    """When it was made, ISO 8601 in UTC."""
    expires: str
    """When it expires, ISO 8601 in UTC."""
    used: str | None
    """When it was last used, ISO 8601 in UTC; null if never."""
    revoked: str | None
    """When it was ended early, ISO 8601 in UTC; else null."""


class BrowserRecord(Struct, frozen=True):
    """A browser in which somebody is signed in."""

    id: str
    """Short; it opens nothing."""
    opened: str
    """When, ISO 8601 in UTC."""
    seen: str
    """When it was last used, ISO 8601 in UTC; up to a minute behind."""
    address: str
    """The network address that it was opened from."""
    agent: str
    """What the browser calls itself."""


class FilterRecord(Struct, frozen=True):
    """A list of alerts that somebody looks at often."""

    name: str
    """As its owner calls it."""
    address: str
    """Where the console shows it, such as /alerts?severity=high."""
    saved: str
    """When it was saved, ISO 8601 in UTC."""


class SessionRecord(Struct, frozen=True):
    """Who has signed in, and what they may do."""

    person: PersonRecord
    """Who it is."""
    rights: tuple[Right, ...]
    """What they may do."""
    csrf: str
    """What each request must carry that changes something, in the header X-Noroshi-CSRF; empty for a token."""
    expires: str | None
    """When the session ends unless it is used again, ISO 8601 in UTC; null for a token."""


class Me(Struct, frozen=True):
    """Oneself."""

    person: PersonRecord
    """Who one is."""
    passkeys: tuple[PasskeyRecord, ...]
    """What one signs in with."""
    password: bool
    """Whether one has a password too."""
    recovery_codes: int
    """Recovery codes that are left."""
    sessions: tuple[BrowserRecord, ...]
    """Where one is signed in."""


class AuditRecord(Struct, frozen=True):
    """Who did what, and when."""

    id: int
    """Counts lines in the order in which they were written."""
    at: str
    """When, ISO 8601 in UTC."""
    who: str
    """A person's id; at the command line, the login name; empty if nobody knows."""
    via: Via
    """session, token, command or nobody."""
    what: What
    """What they did, or tried to do."""
    about: str
    """What it was done to."""
    outcome: Outcome
    """done, refused or failed."""
    address: str
    """The network address that it came from."""
    note: str
    """What else is to be known."""


def person_record(person: Person) -> PersonRecord:
    """Put a person in the form that programs read."""
    return PersonRecord(
        person.id,
        person.name,
        person.role,
        person.organisation,
        person.clearance,
        person.language,
        person.active,
        iso(person.created),
    )


def invitation_record(invitation: Invitation) -> InvitationRecord:
    """Put an invitation in the form that programs read."""
    return InvitationRecord(
        invitation.person, invitation.by, iso(invitation.created), iso(invitation.expires)
    )


def passkey_record(passkey: Passkey) -> PasskeyRecord:
    """Put a passkey in the form that programs read."""
    return PasskeyRecord(passkey.id, passkey.name, iso(passkey.created), _when(passkey.used))


def token_record(token: Token) -> TokenRecord:
    """Put a token in the form that programs read."""
    return TokenRecord(
        token.id,
        token.person,
        token.name,
        token.scopes,
        iso(token.created),
        iso(token.expires),
        _when(token.used),
        _when(token.revoked),
    )


def browser_record(session: Session) -> BrowserRecord:
    """Put a session in the form that programs read."""
    return BrowserRecord(session.id, iso(session.opened), iso(session.seen), session.address, session.agent)


def filter_record(saved: SavedFilter) -> FilterRecord:
    """Put a saved filter in the form that programs read."""
    return FilterRecord(saved.name, saved.address, iso(saved.saved))


def audit_record(row: AuditRow) -> AuditRecord:
    """Put a line of the audit in the form that programs read."""
    entry = row.entry
    return AuditRecord(
        row.id,
        iso(entry.at),
        entry.who,
        entry.via,
        entry.what,
        entry.about,
        entry.outcome,
        entry.address,
        entry.note,
    )


def _when(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)
