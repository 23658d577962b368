"""Releases: persons decide that something may leave, how much of it, to whom, and until when.

What is marked amber or stricter needs two different persons: one asks, another approves. What needs one person goes as
soon as that one has asked.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import asdict, replace

from noroshi.alerts.identities import short
from noroshi.clock import DAY, iso
from noroshi.errors import MoveRefusedError, UsageError
from noroshi.organisations.model import Organisation
from noroshi.people.audit import AuditEntry
from noroshi.sharing.finding import Level
from noroshi.sharing.groups import PREFIX, groups_of
from noroshi.sharing.marks import Thing

LETTERS: Final = 5
"""Of a release's id; there are few."""

LONGEST: Final = 366 * DAY
"""ns that a release lasts, at most: once a year somebody looks whether it is still meant."""


class ReleaseState(StrEnum):
    """Where in its life a release stands."""

    ASKED = "asked"
    """One person wants it."""
    APPROVED = "approved"
    """Another person has agreed."""
    REFUSED = "refused"
    """Another person has said no."""
    WITHDRAWN = "withdrawn"
    """Somebody ended it early."""


class Released(Struct, frozen=True):
    """What a release is about: whatever meets every condition given."""

    kind: str = ""
    """A detection kind such as infection.external, or the part before the dot; empty for all."""
    organisation: str = ""
    """Whose subjects, by the organisation's id; empty for everybody's."""
    alert: str = ""
    """One alert's id; empty for all."""
    indication: str = ""
    """One indication's id; empty for all."""

    @property
    def text(self) -> str:
        """What people call it: kind infection, organisation example."""
        return ", ".join(f"{name} {value}" for name, value in asdict(self).items() if value)

    def covers(self, thing: Thing) -> bool:
        """Tell whether something meets every condition."""
        return (
            self.kind in {"", thing.kind, thing.kind.partition(".")[0]}
            and self.organisation in {"", thing.organisation}
            and self.alert in {"", thing.id}
            and self.indication in {"", thing.id}
        )


class Release(Struct, frozen=True):
    """A decision of persons that something may leave."""

    id: str
    """Short, such as "R-3K9XT"."""
    what: Released
    to: str
    """An organisation's id, or "group:" and a sharing group."""
    level: Level
    """How much of it leaves."""
    reason: str
    """Why."""
    asked_by: str
    """A person."""
    asked: int
    """ns UTC."""
    until: int
    """ns UTC, exclusive: when it expires."""
    state: ReleaseState = ReleaseState.ASKED
    decided_by: str = ""
    """Who approved or refused it."""
    decided: int | None = None
    """ns UTC, when that was."""
    withdrawn_by: str = ""
    """Who ended it early."""
    withdrawn: int | None = None
    """ns UTC, when that was."""

    @property
    def persons(self) -> frozenset[str]:
        """Who wants it: the one who asked and, once it is approved, the one who did so; capitals make no other person."""
        by = {self.asked_by, self.decided_by} if self.state is ReleaseState.APPROVED else {self.asked_by}
        return frozenset(map(same_person, by))

    def stands(self, now: int) -> bool:
        """Tell whether it may count at a moment (ns UTC): nobody has refused or ended it, nor has it expired."""
        return self.state in {ReleaseState.ASKED, ReleaseState.APPROVED} and now < self.until

    def covers(self, thing: Thing, reader: Organisation) -> bool:
        """Tell whether it is about a thing, and for an organisation."""
        is_for = self.to == reader.id or (
            self.to.startswith(PREFIX) and self.to.removeprefix(PREFIX) in groups_of(reader)
        )
        return is_for and self.what.covers(thing)


def same_person(name: str) -> str:
    """Give a name in the form in which two that differ in capitals or blanks alone are one.

    Examples
    --------
    >>> same_person("Mika ") == same_person("mika")
    True
    """
    return "".join(name.split()).casefold()


def asked(what: Released, to: str, level: Level, reason: str, who: str, now: int, until: int) -> Release:
    """Ask for a release.

    Raises
    ------
    UsageError
        If it is of everything, has no reason, or does not end in the future and within a year.
    """
    because = " ".join(reason.split())
    if what == Released():
        raise UsageError(
            "a release of everything is refused",
            hint="Say a kind, an organisation, an alert or an indication.",
        )
    if not because:
        raise UsageError("a release needs a reason", hint="Somebody else is to judge it.")
    if not now < until <= now + LONGEST:
        raise UsageError("a release ends in the future, and within a year", hint="Say until when.")
    told = "\x1f".join((*asdict(what).values(), to, level, who, str(now)))
    return Release(f"R-{short(told, LETTERS)}", what, to, level, because, who, now, until)


def approved(release: Release, who: str, now: int) -> Release:
    """Agree to a release that somebody else has asked for.

    Raises
    ------
    MoveRefusedError
        If the same person asked for it, or it is not asked for any more.
    """
    _check_asked(release, now)
    if same_person(who) == same_person(release.asked_by):
        raise MoveRefusedError(
            f"release {release.id} needs another person than {release.asked_by}, who asked for it",
            hint="Two different persons decide what leaves.",
        )
    return replace(release, state=ReleaseState.APPROVED, decided_by=who, decided=now)


def refused(release: Release, who: str, now: int) -> Release:
    """Say no to a release that is asked for; who asked for it may do so too.

    Raises
    ------
    MoveRefusedError
        If it is not asked for any more.
    """
    _check_asked(release, now)
    return replace(release, state=ReleaseState.REFUSED, decided_by=who, decided=now)


def withdrawn(release: Release, who: str, now: int) -> Release:
    """End a release early; one person does, for it takes two to let something out and none to keep it.

    Raises
    ------
    MoveRefusedError
        If it is over already.
    """
    if not release.stands(now):
        raise MoveRefusedError(f"release {release.id} is over already", hint="There is nothing to do.")
    return replace(release, state=ReleaseState.WITHDRAWN, withdrawn_by=who, withdrawn=now)


def _check_asked(release: Release, now: int) -> None:
    if release.state is not ReleaseState.ASKED:
        raise MoveRefusedError(
            f"release {release.id} is {release.state} already", hint="Ask for another, or withdraw it."
        )
    if now >= release.until:
        raise MoveRefusedError(
            f"release {release.id} has expired, on {iso(release.until)}", hint="Ask for another."
        )


class ReleaseBook(Protocol):
    """Releases, kept. All raise `StorageError` if the database fails."""

    def deeds(self) -> int:
        """Count how often one was asked for, decided or ended early."""
        ...

    def all(self) -> Sequence[Release]:
        """Give every release, the latest asked for first."""
        ...

    def standing(self, now: int) -> Sequence[Release]:
        """Give those that are neither refused nor over at a moment (ns UTC)."""
        ...

    def get(self, release: str) -> Release:
        """Give one by its id, whatever the case of its letters.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        ...

    def add(self, release: Release, entry: AuditEntry) -> None:
        """Write a new release, and the audit's line about it."""
        ...

    def change(self, before: Release, after: Release, entry: AuditEntry) -> None:
        """Write a release anew, and the audit's line about it.

        Raises
        ------
        OvertakenError
            If it is no longer as before; nothing was written.
        """
        ...
