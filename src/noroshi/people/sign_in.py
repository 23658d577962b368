"""Signing in: by password with a code, or by passkey."""

from collections.abc import Sequence
from typing import Final

from noroshi.clock import Clock
from noroshi.errors import CodeNeededError, SignInError, TooOftenError
from noroshi.people.attempts import Attempts, Counted, Sort, counted, network
from noroshi.people.audit import AuditBook, By, Outcome, What
from noroshi.people.book import PeopleBook
from noroshi.people.caller import Caller, Via
from noroshi.people.ceremonies import Ceremonies, Purpose
from noroshi.people.credentials import passkeys, recovery
from noroshi.people.credentials.book import CredentialBook, Passkey, Password
from noroshi.people.credentials.passwords import Passwords
from noroshi.people.credentials.seeds import Seeds
from noroshi.people.model import Person
from noroshi.people.roll import find
from noroshi.people.secret import Secret
from noroshi.people.sessions import Entered, Sessions, Visit
from noroshi.people.settings import PeopleSettings

_LONGEST: Final = 200
"""Characters of a code that are looked at."""


class SignIn:
    """Signs people in, and lets those who are signed in prove again who they are.

    Parameters
    ----------
    people, credentials, audit
        Where they are kept.
    sessions
        Opens what somebody gets who is let in.
    passwords, attempts, ceremonies
        One of each for a process: they count across requests.
    seeds
        Compares codes.
    settings
        Where passkeys belong.
    clock
        Tells which code is shown.
    """

    def __init__(
        self,
        people: PeopleBook,
        credentials: CredentialBook,
        audit: AuditBook,
        sessions: Sessions,
        passwords: Passwords,
        attempts: Attempts,
        ceremonies: Ceremonies,
        seeds: Seeds,
        settings: PeopleSettings,
        clock: Clock,
    ) -> None:
        self._people = people
        self._credentials = credentials
        self._audit = audit
        self._sessions = sessions
        self._passwords = passwords
        self._attempts = attempts
        self._ceremonies = ceremonies
        self._seeds = seeds
        self._settings = settings
        self._clock = clock

    def with_password(self, name: str, password: str, code: str, visit: Visit) -> Entered:
        """Sign somebody in by password and code.

        A recovery code does in place of the authenticator's; and for somebody without a password, who has lost
        their passkeys, it does alone.

        Parameters
        ----------
        name
            The person's id.
        code
            Empty if nobody was asked for one yet.

        Raises
        ------
        CodeNeededError
            If there is no code. Nothing was checked: whoever guesses passwords has to guess the code with each.
        SignInError
            If anything does not fit; which is not said.
        TooOftenError
            If too many attempts failed.
        """
        if not code.strip():
            raise CodeNeededError
        person = find(self._people, name)
        is_known = person is not None and self._sessions.knows(visit, person.id)
        tried = counted(name.strip().lower(), visit.address, Secret(visit.device).digest if is_known else "")
        proved = self._by_password(person, password, code, visit, tried, What.SIGN_IN, known=is_known)
        return self._sessions.open(proved, visit, What.SIGN_IN, "password")

    def renew_with_password(self, caller: Caller, password: str, code: str, visit: Visit) -> None:
        """Prove again by password and code whose session it is; what proves it is as for signing in.

        Raises
        ------
        CodeNeededError, SignInError
            As for signing in.
        TooOftenError
            If too many attempts of this session failed; other sessions do not wait for that.
        """
        if not code.strip():
            raise CodeNeededError
        tried = counted(caller.person.id, visit.address, f"renew {caller.credential}")
        self._by_password(caller.person, password, code, visit, tried, What.RENEW, known=True)
        self._sessions.prove(caller, visit.address, "password")

    def passkey_question(self, purpose: Purpose = Purpose.SIGN_IN) -> passkeys.Question:
        """Ask for a passkey, to sign in or to renew; nothing is kept of it."""
        ceremony = self._ceremonies.begin(purpose)
        challenge = self._ceremonies.derived(ceremony, b"challenge")
        return passkeys.Question(ceremony.id, passkeys.request(self._settings, challenge))

    def with_passkey(self, question: str, credential: passkeys.Credential, visit: Visit) -> Entered:
        """Sign in whoever holds a passkey; nobody ever waits for this.

        Parameters
        ----------
        question
            The id of what was asked.
        credential
            What the browser answers, as JSON.

        Raises
        ------
        SignInError
            If the answer is not true, was given before or too late, or the passkey may have been copied.
        """
        passkey, person = self._by_passkey(question, credential, visit, Purpose.SIGN_IN, What.SIGN_IN)
        return self._sessions.open(person, visit, What.SIGN_IN, f"passkey {passkey.name}")

    def renew_with_passkey(
        self, caller: Caller, question: str, credential: passkeys.Credential, visit: Visit
    ) -> None:
        """Prove again by a passkey whose session it is; nobody ever waits for this.

        Raises
        ------
        SignInError
            As for signing in; and if the passkey is somebody else's.
        """
        passkey, person = self._by_passkey(question, credential, visit, Purpose.RENEW, What.RENEW)
        if person.id != caller.person.id:
            raise self._no_passkey(person, visit, What.RENEW)
        self._sessions.prove(caller, visit.address, f"passkey {passkey.name}")

    def _by_password(
        self,
        person: Person | None,
        password: str,
        code: str,
        visit: Visit,
        tried: Sequence[Counted],
        what: What,
        *,
        known: bool,
    ) -> Person:
        """Give the person, if password and code prove that it is them."""
        self._begin(tried, person, visit)
        found = self._credentials.password(person.id) if person else None
        fits = self._passwords.fits(found.hash if found else "", password, known=known)
        if person is None or not person.active or not self._is_proved(person, found, code, visit, fits=fits):
            raise self._failed(person, visit, "password", what)
        self._attempts.succeeded(tried)
        if found is not None and fits and self._passwords.is_outdated(found.hash):
            renewed = Password(self._passwords.hash(password), found.seed, found.step)
            self._credentials.set_password(person.id, renewed, None)
        return person

    def _by_passkey(
        self, question: str, credential: passkeys.Credential, visit: Visit, purpose: Purpose, what: What
    ) -> tuple[Passkey, Person]:
        """Give a passkey and whose it is, if the answer proves that it is them."""
        ceremony = self._ceremonies.find(question, purpose)
        passkey = self._credentials.passkey(passkeys.named(credential))
        person = self._people.find(passkey.person) if passkey else None
        if passkey is None or person is None:
            raise self._no_passkey(None, visit, what)
        try:
            challenge = self._ceremonies.derived(ceremony, b"challenge")
            count = passkeys.answered(self._settings, passkey, credential, challenge)
        except SignInError:
            raise self._no_passkey(person, visit, what) from None
        self._ceremonies.spend(ceremony)
        self._check_copy(passkey, count, visit)
        if not person.active:
            raise self._no_passkey(person, visit, what)
        return passkey, person

    def _is_proved(
        self,
        person: Person,
        password: Password | None,
        code: str,
        visit: Visit,
        *,
        fits: bool,
    ) -> bool:
        """Tell whether password and code prove who somebody is; the code is used up then."""
        if password is not None and not fits:
            return False
        given = code.strip()[:_LONGEST]
        if password is not None:
            step = self._seeds.step_of(person.id, password, given.replace(" ", ""), self._clock.now())
            if step is not None:
                return self._credentials.spend_step(person.id, step)
        digest = recovery.digest_of(given)
        entry = _by(person, visit).did(self._clock.now(), What.USE_RECOVERY_CODE, person.id)
        return bool(digest) and self._credentials.spend_recovery_code(person.id, digest, entry)

    def _begin(self, tried: Sequence[Counted], person: Person | None, visit: Visit) -> None:
        if self._attempts.begin(tried):
            at = self._clock.now()
            entry = _by(person, visit).did(at, What.SLOWED, person.id if person else "", "", Outcome.FAILED)
            self._audit.write([entry])

    def _check_copy(self, passkey: Passkey, count: int, visit: Visit) -> None:
        now = self._clock.now()
        is_copied = passkeys.is_copied(passkey.count, count)
        if is_copied or not self._credentials.use_passkey(passkey, count, now):
            by = By(passkey.person, Via.NOBODY, visit.address)
            note = f"{passkey.name}: counted to {count} after {passkey.count}"
            self._audit.write([by.did(now, What.CLONED_PASSKEY, passkey.person, note, Outcome.REFUSED)])
            raise SignInError("that passkey was not accepted", hint="Ask an administrator: it may be copied.")

    def _no_passkey(self, person: Person | None, visit: Visit, what: What) -> SignInError:
        """Say no, and write it down, unless the same network has filled the audit with that already."""
        try:
            self._attempts.begin([Counted(Sort.PASSKEY, network(visit.address))])
        except TooOftenError:
            return _unfit()
        return self._failed(person, visit, "passkey", what)

    def _failed(self, person: Person | None, visit: Visit, how: str, what: What) -> SignInError:
        """Write down that somebody was not let in. A name that is nobody's is not: it may be a password."""
        entry = _by(person, visit).did(
            self._clock.now(), what, person.id if person else "", how, Outcome.FAILED
        )
        self._audit.write([entry])
        return _unfit()


def _unfit() -> SignInError:
    return SignInError("that does not fit", hint="Check name, password and code, or use a passkey.")


def _by(person: Person | None, visit: Visit) -> By:
    """Say who tries: as long as nobody is signed in, it is only said who they want to be."""
    return By(person.id if person else "", Via.NOBODY, visit.address)
