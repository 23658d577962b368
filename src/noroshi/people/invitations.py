"""One-time links by which somebody signs in for the first time, or again after losing everything."""

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

from msgspec import Struct

from noroshi.clock import Clock
from noroshi.errors import NotFoundError, UsageError
from noroshi.organisations.model import Marking
from noroshi.people.audit import AuditEntry, By, What
from noroshi.people.book import PeopleBook
from noroshi.people.caller import Via
from noroshi.people.credentials.book import Passkey, Password
from noroshi.people.model import Person
from noroshi.people.rights import Role
from noroshi.people.roll import checked
from noroshi.people.secret import Secret
from noroshi.people.settings import PeopleSettings

FIRST: Final = "administrator"
"""The id of the person whom a new centre invites by itself."""

CENTRE: Final = By("noroshi", Via.COMMAND)
"""Who invites that person."""


class Invitation(Struct, frozen=True):
    """A link that waits to be opened."""

    person: str
    """The id of the person who is invited."""
    by: str
    """Who invited."""
    created: int
    """ns UTC."""
    expires: int
    """ns UTC."""


class Invited(NamedTuple):
    """Somebody was invited."""

    person: Person
    invitation: Invitation
    link: Secret
    """The URL to open; to be given to that person, and to nobody else."""


class Given(NamedTuple):
    """What somebody signs in with from now on; one of the first three."""

    password: Password | None = None
    passkey: Passkey | None = None
    identity: tuple[str, str] | None = None
    """A provider's URL, and the name that it has for the person."""
    recovery: Sequence[str] = ()
    """Digests of recovery codes."""


class InvitationBook(Protocol):
    """Invitations, kept by the digests of their links. All raise `StorageError` if the database fails."""

    def put(
        self, person: Person, invitation: Invitation, digest: str, entry: AuditEntry, *, is_new: bool
    ) -> None:
        """Write an invitation, in place of an earlier one of the same person.

        Parameters
        ----------
        is_new
            Whether the person is written too; else all credentials, sessions and tokens of theirs are removed.

        Raises
        ------
        UsageError
            If somebody has the id of a new person already.
        """
        ...

    def find(self, digest: str) -> tuple[Invitation, Person] | None:
        """Find an invitation that nobody has accepted, and who is invited."""
        ...

    def all(self) -> Sequence[Invitation]:
        """Give all that nobody has accepted, the latest first."""
        ...

    def accept(self, digest: str, given: Given, entry: AuditEntry) -> bool:
        """Take an invitation away, and write what was given; False, and nothing written, if it is gone."""
        ...

    def admit(self, person: Person, issuer: str, subject: str, entry: AuditEntry) -> None:
        """Write somebody new whom a provider's claim lets in without an invitation.

        Raises
        ------
        UsageError
            If somebody has the person's id.
        OvertakenError
            If the provider's subject is somebody here already.
        """
        ...


class Invitations:
    """Invites people.

    Parameters
    ----------
    book
        Where invitations are kept.
    people
        Where people are.
    settings
        How long an invitation holds, and where its link leads.
    clock
        Tells when one is over.
    """

    def __init__(
        self, book: InvitationBook, people: PeopleBook, settings: PeopleSettings, clock: Clock
    ) -> None:
        self._book = book
        self._people = people
        self._settings = settings
        self._clock = clock

    def invite(
        self,
        person: str,
        name: str,
        role: Role,
        by: By,
        *,
        organisation: str = "",
        clearance: Marking | None = None,
    ) -> Invited:
        """Invite somebody new.

        Parameters
        ----------
        person
            The id to be.
        organisation
            For a member, the organisation's id, which is not looked up here.
        clearance
            None for what a role usually has: amber for a member, and amber+strict, for the organisation
            only, for people of the centre.

        Raises
        ------
        UsageError
            If somebody has that id, or what is said of the person cannot be.
        """
        usual = Marking.AMBER if role is Role.MEMBER else Marking.AMBER_STRICT
        now = self._clock.now()
        invited = checked(
            Person,
            id=person,
            name=" ".join(name.split()),
            role=role,
            organisation=organisation,
            clearance=clearance or usual,
            created=now,
        )
        return self._put(invited, by, What.INVITE, is_new=True)

    def reset(self, person: Person, by: By) -> Invited:
        """Invite somebody anew who lost what they sign in with; whatever they had opens nothing any more.

        Raises
        ------
        UsageError
            If the person is deactivated.
        """
        if not person.active:
            raise UsageError(f"{person.id} is deactivated", hint="Activate them first.")
        return self._put(person, by, What.RESET, is_new=False)

    def first(self) -> Invited | None:
        """Invite the first administrator, while there is none who can sign in; an earlier link is void then."""
        if self._people.is_kept():
            return None
        known = self._people.find(FIRST)
        if known is not None:
            return self.reset(known, CENTRE) if known.active and known.role is Role.ADMINISTRATOR else None
        return self.invite(FIRST, "Administrator", Role.ADMINISTRATOR, CENTRE)

    def find(self, link: str) -> tuple[Invitation, Person]:
        """Give the invitation of a link's secret, and who is invited.

        Raises
        ------
        NotFoundError
            If it is unknown, accepted already, or over, or the person is deactivated; which of them is not said.
        """
        found = self._book.find(Secret(link).digest)
        if found is None or self._clock.now() >= found[0].expires or not found[1].active:
            raise unknown()
        return found

    def waiting(self) -> Sequence[Invitation]:
        """Give the invitations that can still be accepted, the latest first."""
        now = self._clock.now()
        return [each for each in self._book.all() if now < each.expires]

    def _put(self, person: Person, by: By, what: What, *, is_new: bool) -> Invited:
        now, secret = self._clock.now(), Secret.new()
        invitation = Invitation(person.id, by.who, now, now + self._settings.invitation)
        note = f"{person.role}{' of ' if person.organisation else ''}{person.organisation}"
        entry = by.did(now, what, person.id, note)
        self._book.put(person, invitation, secret.digest, entry, is_new=is_new)
        link = f"{self._settings.public.rstrip('/')}/invitations/{secret.reveal()}"
        return Invited(person, invitation, Secret(link))


def unknown() -> NotFoundError:
    """Say that a link opens nothing."""
    return NotFoundError(
        "that invitation is unknown, accepted already, or over", hint="Ask whoever invited you for a new one."
    )
