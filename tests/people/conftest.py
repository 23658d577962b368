"""A front door over a real database, with a clock driven by hand."""

from dataclasses import dataclass, field

import pyotp
import pytest
from sqlalchemy import Engine

from noroshi.clock import SECOND
from noroshi.people.audit import AuditEntry, AuditWanted, By
from noroshi.people.books import PeopleBooks
from noroshi.people.caller import Via
from noroshi.people.credentials.passwords import Passwords
from noroshi.people.door import Door
from noroshi.people.invitations import Invited
from noroshi.people.joining import Joined
from noroshi.people.rights import Role
from noroshi.people.sealing import KEY, Seals
from noroshi.people.secret import Secret
from noroshi.people.sessions import Entered, Visit
from noroshi.people.settings import PeopleSettings
from noroshi.storage.people.books import people_books
from noroshi.testing import HandClock
from tests.people.authenticator import Authenticator

SETTINGS = PeopleSettings(centre="Example CSIRT", public="https://noroshi.example")
CHIEF = By("chief", Via.COMMAND)
ALL = AuditWanted()
PASSWORD = "correct horse battery staple"
DESK, AWAY = Visit("192.0.2.1", "Firefox"), Visit("203.0.113.9", "curl")


class CountedPasswords(Passwords):
    """Hashes that take little, and are counted."""

    def __init__(self) -> None:
        super().__init__(memory=64, rounds=1)
        self.compared = 0

    def fits(self, hashed: str, password: str, *, known: bool) -> bool:
        """Count, and compare."""
        self.compared += 1
        return super().fits(hashed, password, known=known)


@dataclass
class House:
    """A centre's front door, and what it stands on."""

    books: PeopleBooks
    clock: HandClock = field(default_factory=HandClock)
    passwords: CountedPasswords = field(default_factory=CountedPasswords)
    settings: PeopleSettings = SETTINGS
    seals: Seals = field(default_factory=lambda: Seals(bytes(KEY)))

    def __post_init__(self) -> None:
        self.door = Door.over(
            self.books,
            self.settings,
            self.clock,
            lambda: self.seals,
            passwords=self.passwords,
            elapsed=lambda: self.clock.now() / SECOND,
        )
        self.seed = ""

    def invite(self, person: str = "mika", role: Role = Role.OFFICER, organisation: str = "") -> Invited:
        """Invite somebody."""
        return self.door.invitations.invite(person, person.title(), role, CHIEF, organisation=organisation)

    def joined_by_password(self, person: str = "mika", role: Role = Role.OFFICER) -> Joined:
        """Have somebody join with a password and an authenticator."""
        link = opened(self.invite(person, role))
        enrolment = self.door.joining.with_password(link, PASSWORD)
        self.seed = enrolment.seed.reveal()
        return self.door.joining.with_code(link, enrolment.id, self.code(), DESK)

    def joined_by_passkey(
        self, device: Authenticator, person: str = "mika", role: Role = Role.OFFICER
    ) -> Joined:
        """Have somebody join with a passkey."""
        link = opened(self.invite(person, role))
        question = self.door.joining.passkey_question(link)
        return self.door.joining.with_passkey(link, question.id, device.create(question.options), DESK)

    def code(self, steps: int = 0) -> str:
        """What the authenticator shows, now or some steps away."""
        return pyotp.TOTP(self.seed).generate_otp(self.clock.now() // SECOND // 30 + steps)

    def next_code(self) -> str:
        """Wait until the authenticator shows another code, and read it."""
        self.clock.advance(30 * SECOND)
        return self.code()

    def sign_in(self, device: Authenticator, visit: Visit = DESK) -> Entered:
        """Sign in with a passkey."""
        question = self.door.sign_in.passkey_question()
        return self.door.sign_in.with_passkey(question.id, device.get(question.options), visit)

    def audited(self, wanted: AuditWanted = ALL) -> list[AuditEntry]:
        """The audit, oldest first."""
        return [row.entry for row in reversed(self.books.audit.page(wanted, None, 1000))]


def opened(invited: Invited) -> str:
    """The secret of an invitation's link."""
    return invited.link.reveal().rpartition("/")[2]


def shown(codes: tuple[Secret, ...]) -> list[str]:
    """Recovery codes as their owner reads them."""
    return [code.reveal() for code in codes]


@pytest.fixture
def house(database: Engine) -> House:
    """Give an empty centre; once for each kind of database."""
    return House(people_books(database))
