"""The roll: who there is, and changes to that."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from msgspec.structs import replace

from noroshi.clock import Clock
from noroshi.errors import NotFoundError, UsageError
from noroshi.organisations.fields import identifier, plain
from noroshi.organisations.fields import name as read_name
from noroshi.people.audit import By, What
from noroshi.people.book import PeopleBook
from noroshi.people.model import Person

_FIELDS = ("name", "role", "organisation", "clearance", "language", "active")


class Roll:
    """Everybody who may sign in, or might once.

    Parameters
    ----------
    book
        Where people are kept.
    clock
        Tells when something changed.
    """

    def __init__(self, book: PeopleBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock

    def all(self) -> Sequence[Person]:
        """Give everybody, also those who are deactivated, by id."""
        return self._book.all()

    def get(self, person: str) -> Person:
        """Give a person by id, whatever the case of its letters.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        found = find(self._book, person)
        if found is None:
            near = get_close_matches(person.lower(), [each.id for each in self.all()], 1)
            hint = f"Did you mean {near[0]}?" if near else "`noroshi people list` shows who there is."
            raise NotFoundError(f"nobody has the id {person!r}", hint=hint)
        return found

    def change(self, person: str, by: By, **fields: Any) -> Person:
        """Change what is said of somebody; it holds from their next request on.

        Parameters
        ----------
        person
            An id.
        fields
            Any of name, role, organisation, clearance, language and active.

        Raises
        ------
        NotFoundError
            If there is no such person.
        UsageError
            If a member would be without an organisation or somebody else with one, or no administrator left.
        OvertakenError
            If somebody else changed the same person in the meantime.
        """
        before = self.get(person)
        after = checked(replace, before, **fields)
        said = ", ".join(
            f"{field} {_word(getattr(before, field))} -> {_word(getattr(after, field))}"
            for field in _FIELDS
            if getattr(before, field) != getattr(after, field)
        )
        if said:
            self._book.change(before, after, by.did(self._clock.now(), What.CHANGE_PERSON, before.id, said))
        return after


def find(book: PeopleBook, person: str) -> Person | None:
    """Find a person by an id as somebody typed it; what cannot be an id is nobody's."""
    try:
        return book.find(identifier(person.strip().lower()))
    except ValueError:
        return None


def checked(make: Any, *given: Any, **fields: Any) -> Person:
    """Make a person, and say in a sentence what is wrong with it.

    Raises
    ------
    UsageError
        If the id or name cannot be one, or role and organisation do not fit.
    """
    try:
        made: Person = make(*given, **fields)
        identifier(made.id)
        named = plain(read_name(made.name)).strip()
    except ValueError as fault:
        raise UsageError(str(fault)) from None
    if not named:
        raise UsageError("a person has a name")
    return made


def _word(value: object) -> str:
    return str(value) if value != "" else "none"
