"""A person whose deeds, and whose attempts that are refused, are in the audit."""

from collections.abc import Iterator
from contextlib import contextmanager

from noroshi.clock import Clock
from noroshi.errors import AccessError, MoveRefusedError
from noroshi.people.audit import AuditBook, AuditEntry, By, Outcome, What


class Answerable:
    """One person who decides something.

    What is done is written with what it changes, in one transaction; what is refused changes nothing, and is written here.

    Parameters
    ----------
    audit
        Where what is refused is written.
    by
        The person.
    clock
        Tells the time.
    """

    def __init__(self, audit: AuditBook, by: By, clock: Clock) -> None:
        self._audit = audit
        self._by = by
        self._clock = clock
        self.who = by.who
        """The person's id."""

    def did(self, what: What, about: str, note: str = "") -> AuditEntry:
        """Say what they do, for whoever writes it with what it changes."""
        return self._by.did(self._clock.now(), what, about, note)

    @contextmanager
    def trying(self, what: What, about: str) -> Iterator[None]:
        """Write down that they were refused, if the block says so."""
        try:
            yield
        except (AccessError, MoveRefusedError) as fault:
            now = self._clock.now()
            self._audit.write([self._by.did(now, what, about, fault.message, Outcome.REFUSED)])
            raise

    def be_a_person(self, what: What, about: str) -> None:
        """Refuse a program: two tokens are not two persons.

        Raises
        ------
        AccessError
            If a program asks.
        """
        with self.trying(what, about):
            self._by.refuse_programs()
