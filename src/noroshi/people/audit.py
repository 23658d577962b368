"""Who did what, and when; written once, never changed."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple, Protocol, Self

from msgspec import Struct

from noroshi.errors import AccessError
from noroshi.people.caller import Caller, Via

LONGEST: Final = 1_000
"""Characters of a text in the audit."""


class What(StrEnum):
    """What somebody did, or tried to do."""

    SIGN_IN = "sign-in"
    """Signed in; the note says with what."""
    SLOWED = "slowed"
    """So many sign-ins failed that the next has to wait; written once for each wait, not for each attempt."""
    SIGN_OUT = "sign-out"
    """Signed out; the note says whether everywhere."""
    INVITE = "invite"
    """Invited somebody."""
    JOIN = "join"
    """Accepted an invitation."""
    CHANGE_PERSON = "change-person"
    """Changed a person's name, role, organisation, clearance, language, or whether they may sign in."""
    RESET = "reset"
    """Took all credentials from somebody who lost them, and invited them anew."""
    SET_PASSWORD = "set-password"  # noqa: S105  # the word, not a password
    """Chose a password."""
    ADD_PASSKEY = "add-passkey"
    """Added a passkey."""
    REMOVE_PASSKEY = "remove-passkey"
    """Removed a passkey."""
    CLONED_PASSKEY = "cloned-passkey"
    """A passkey's counter went back: perhaps somebody has copied it. It was refused."""
    USE_RECOVERY_CODE = "use-recovery-code"
    """Signed in with a recovery code in place of what was lost."""
    MAKE_RECOVERY_CODES = "make-recovery-codes"
    """Made new recovery codes; the old ones are worth nothing."""
    ADD_TOKEN = "add-token"  # noqa: S105  # the word, not a token
    """Made an API token."""
    REVOKE_TOKEN = "revoke-token"  # noqa: S105  # the word, not a token
    """Ended an API token."""
    MOVE_ALERT = "move-alert"
    """Did something with an alert: acknowledged, resolved, assigned it, or the like; the note says what."""
    SILENCE = "silence"
    """Put a silence."""
    LIFT = "lift"
    """Ended a silence."""
    RETRY = "retry"
    """Had a message tried again."""
    READ = "read"
    """Read something that has a marking; `about` says what."""
    READ_SAMPLES = "read-samples"
    """Read the bytes of sample packets."""
    READ_DARK = "read-dark"
    """Saw where dark space lies."""
    READ_AUDIT = "read-audit"
    """Read this record."""
    EXPORT = "export"
    """Took alerts away in a file; `about` says which."""
    MARK = "mark"
    """Said how far an alert may go; the note says how far."""
    ASK_RELEASE = "ask-release"
    """Asked that something may leave to a partner."""
    APPROVE_RELEASE = "approve-release"
    """Agreed that something may leave that somebody else had asked for."""
    REFUSE_RELEASE = "refuse-release"
    """Said no to a release."""
    WITHDRAW_RELEASE = "withdraw-release"
    """Ended a release early."""
    PROPOSE_BLOCK_LIST = "propose-block-list"
    """Proposed that some addresses be blocked."""
    RELEASE_BLOCK_LIST = "release-block-list"
    """Let be blocked what somebody else had proposed."""
    WITHDRAW_BLOCK_LIST = "withdraw-block-list"
    """Ended a block-list early, or said no to it."""
    REPORT_ABUSE = "report-abuse"
    """Had abuse mail about a block-list sent; the note says how much of it went, and how much did not."""
    SHARE = "share"
    """The policy decided about an alert and a partner; the note says to whom, how much, and why. Written again only when it
    decides otherwise."""
    ADD_PARTNER = "add-partner"
    """Said how we exchange with a partner, or said it anew."""
    REMOVE_PARTNER = "remove-partner"
    """Ended the exchange with a partner."""
    WITHDRAW_PARTNER = "withdraw-partner"
    """Took away all that a partner has told us."""
    PULL_PARTNER = "pull-partner"
    """Had what is new at a partner taken over at once; the note says how much came, or why nothing did."""
    READ_COLLECTION = "read-collection"
    """A partner's program read a collection, or was refused it; `about` says which."""
    ADD_OBJECTS = "add-objects"
    """A partner's program added objects to its collection; the note says how many."""
    DELETE_OBJECTS = "delete-objects"
    """A partner's program took an object out of its collection."""
    TIDY = "tidy"
    """What the settings keep no longer was removed; the note says how much of it."""
    REQUEST = "request"
    """Asked the API for something without the right to it; `about` says what. The same again within ten minutes is counted, and
    written once more."""
    RENEW = "renew"
    """Proved anew who they are, as is asked before what opens doors; the note says with what."""
    IMPORT = "import"
    """Imported organisations from a roster; the note says how many rows of the register changed."""
    BACK_UP = "back-up"
    """Wrote a back-up; `about` says where."""
    RESTORE = "restore"
    """Put a back-up in place; `about` says which."""
    STEP_BACK = "step-back"
    """Took the database back by one schema, for the Noroshi before."""


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    """It was done."""
    REFUSED = "refused"
    """Whoever asked has no right to it."""
    FAILED = "failed"
    """It did not work: a wrong password, say."""


class AuditEntry(Struct, frozen=True):
    """One line of the audit."""

    at: int
    """ns UTC."""
    who: str
    """A person's id; at the command line, the login name; empty if nobody knows."""
    via: Via
    what: What
    about: str = ""
    """What it was done to: an alert's id, a person's, a path with its filters; empty if it is the person itself."""
    outcome: Outcome = Outcome.DONE
    address: str = ""
    """The network address that it came from; empty at the command line."""
    note: str = ""
    """What else is to be known, in a few words; never a secret."""


class AuditRow(NamedTuple):
    """A line of the audit, with its number."""

    id: int
    """Counts lines in the order in which they were written."""
    entry: AuditEntry


class AuditWanted(NamedTuple):
    """Which lines of the audit to give; each condition that is given must be met."""

    who: str = ""
    """By this person."""
    what: What | None = None
    """Of this kind."""
    about: str = ""
    """Done to this."""
    outcome: Outcome | None = None
    """Ended like this."""


class AuditBook(Protocol):
    """The audit, kept: one can add to it, and read it. All raise `StorageError` if the database fails."""

    def write(self, entries: Sequence[AuditEntry]) -> None:
        """Write lines; they are durable when this returns."""
        ...

    def page(self, wanted: AuditWanted, before: int | None, limit: int) -> Sequence[AuditRow]:
        """Give lines, the latest first.

        Parameters
        ----------
        before
            Only lines with a smaller number; None to begin with the latest.
        """
        ...


class By(NamedTuple):
    """Who does something, and from where; it writes what they did as a line of the audit."""

    who: str
    """A person's id; at the command line, the login name; empty if nobody knows."""
    via: Via
    address: str = ""
    """The network address that they come from; empty at the command line."""

    @classmethod
    def caller(cls, caller: Caller, address: str) -> Self:
        """Give the caller that comes from a network address."""
        return cls(caller.person.id, caller.via, address)

    def did(
        self, at: int, what: What, about: str = "", note: str = "", outcome: Outcome = Outcome.DONE
    ) -> AuditEntry:
        """Write what they did at a moment (ns UTC); what cannot be printed is left out."""
        return AuditEntry(
            at, self.who, self.via, what, printable(about), outcome, printable(self.address), printable(note)
        )

    def refuse_programs(self) -> None:
        """Refuse what only somebody who has signed in themselves may do: a token shall not open more than it says.

        Raises
        ------
        AccessError
            If a program asks, with a token.
        """
        if self.via is Via.TOKEN:
            raise AccessError("a token does not do for this", hint="Sign in, in a browser.")


def printable(text: str) -> str:
    r"""Leave out of a text that comes from outside what no screen shows and no database holds, and its end.

    Examples
    --------
    >>> printable("A-7QX\0\ud800")
    'A-7QX'
    """
    return "".join(character for character in text[:LONGEST] if character.isprintable())
