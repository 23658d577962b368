"""Every error that Noroshi raises on purpose, drawn as a tree.

::

    NoroshiError
    ├── UsageError            the command was asked for something it cannot do       exit 2
    │   └── SettingsError     the settings file is wrong                             exit 2
    ├── SourceError           what is watched cannot be read any further             exit 3
    │   └── CaptureError      a capture file cannot be read any further              exit 3
    ├── RosterError           an import file has faults; all of them are in it       exit 4
    ├── NotFoundError         no organisation, alert or notice goes by that name     exit 5
    ├── MoveRefusedError      the alert's state does not allow that move             exit 6
    │   └── VersionConflictError  it is no longer as the person saw it               exit 6
    ├── StorageError          the database or the home directory cannot be used      exit 7
    │   └── OvertakenError    somebody else changed the same thing in the meantime   exit 7
    ├── DeliveryError         a message could not be delivered                       exit 8
    ├── ExchangeError         a partner's server does not do what it should          exit 11
    └── AccessError           nobody knows who asks, or they may not do that         exit 10
        ├── SignInError       name, password, code or passkey do not fit             exit 10
        │   └── StrangerError  a provider knows who comes, and this centre does not  exit 10
        ├── CodeNeededError   a password alone does not do                           exit 10
        ├── TooOftenError     too many attempts failed; the next has to wait         exit 10
        ├── RenewalNeededError  who asks has to prove anew who they are                exit 10
        └── ForbiddenError    who asks has no right to it                            exit 10

Exit code 0 means done, 1 an error that we did not foresee (please report it), and 9 that
`noroshi doctor` found something broken, which is an answer and no error.
Each error says what happened and, as its `hint`, what to do next.
"""

from collections.abc import Sequence
from typing import ClassVar


class NoroshiError(Exception):
    """The root of the tree.

    Parameters
    ----------
    message
        What happened, in one sentence.
    hint
        What to do next, in one sentence; may be empty.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(NoroshiError):
    """The command was asked for something it cannot do."""

    exit_code = 2


class SettingsError(UsageError):
    """The settings file is missing something, or says something impossible."""


class SourceError(NoroshiError):
    """What is watched cannot be read any further; what came before has been read."""

    exit_code = 3


class CaptureError(SourceError):
    """A capture cannot be read any further; what came before it has been read.

    Parameters
    ----------
    path
        The file, as the person named it.
    offset
        Bytes from the start of the (decompressed) capture to the place that is broken.
    reason
        What is wrong there, in one clause.
    """

    def __init__(self, path: str, offset: int, reason: str) -> None:
        super().__init__(
            f"{path}: broken at byte {offset}: {reason}",
            hint="Everything before it was read. Use --keep-going to skip to the next file.",
        )
        self.path = path
        self.offset = offset
        self.reason = reason


class RosterError(NoroshiError):
    """An import file has faults; nothing of it was taken.

    Parameters
    ----------
    faults
        Every fault of the file, each as "row, field: reason".
    """

    exit_code = 4

    def __init__(self, path: str, faults: Sequence[str]) -> None:
        super().__init__(
            f"{path}: {len(faults)} fault{'s' if len(faults) != 1 else ''}; nothing was imported",
            hint="Correct the rows, and import again.",
        )
        self.path = path
        self.faults = tuple(faults)


class NotFoundError(NoroshiError):
    """No organisation, alert or notice goes by that name."""

    exit_code = 5


class MoveRefusedError(NoroshiError):
    """The alert's state does not allow that move."""

    exit_code = 6


class VersionConflictError(MoveRefusedError):
    """An alert is no longer as the person saw it who asked for a move; nothing was done.

    Parameters
    ----------
    alert
        The alert's id.
    version
        The version that it has now.
    who
        Who did something with it last: a person, or noroshi for what was seen.
    deed
        What that was, such as "acknowledged".
    at
        When, in ns UTC.
    """

    def __init__(self, alert: str, version: int, who: str, deed: str, at: int) -> None:
        super().__init__(
            f"alert {alert} has changed since you saw it; the last line of its history is: {deed}, by {who}",
            hint="Look at it again, and do it if you still want to.",
        )
        self.alert = alert
        self.version = version
        self.who = who
        self.deed = deed
        self.at = at


class StorageError(NoroshiError):
    """The database or the home directory cannot be used."""

    exit_code = 7


class OvertakenError(StorageError):
    """Somebody else changed the same thing in the meantime; nothing was written."""


class DeliveryError(NoroshiError):
    """A message could not be delivered.

    Parameters
    ----------
    retry
        Whether another attempt may succeed (a busy server) or not (a refused address).
    """

    exit_code = 8

    def __init__(self, message: str, *, retry: bool, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.retry = retry


class ExchangeError(NoroshiError):
    """A partner's server cannot be reached, refuses us, or answers what is no TAXII.

    Parameters
    ----------
    wait
        Seconds after which it wants to be asked again; 0 if it says nothing of that.
    """

    exit_code = 11

    def __init__(self, message: str, *, wait: int = 0, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.wait = wait


class AccessError(NoroshiError):
    """Nobody knows who asks, or who asks may not do that."""

    exit_code = 10


class SignInError(AccessError):
    """Name, password, code, passkey, session or token do not fit; which of them is never said."""


class StrangerError(SignInError):
    """A provider knows who comes, and this centre does not."""


class CodeNeededError(AccessError):
    """A password alone does not do; nothing was checked yet."""

    def __init__(self) -> None:
        super().__init__(
            "a code is needed", hint="Give the six digits of your authenticator, or a recovery code."
        )


class TooOftenError(AccessError):
    """Too many attempts failed; the next has to wait.

    Parameters
    ----------
    wait
        Seconds until then, rounded up.
    """

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many attempts failed; wait {wait} s", hint="A passkey never has to wait.")
        self.wait = wait


class RenewalNeededError(AccessError):
    """Who asks has signed in, and has to prove anew who they are: what they ask for opens doors."""

    def __init__(self) -> None:
        super().__init__(
            "this opens doors, so prove anew who you are",
            hint="Use your passkey, or your password and a code.",
        )


class ForbiddenError(AccessError):
    """Who asks has no right to it.

    Parameters
    ----------
    right
        The right that is missing, in one word.
    """

    def __init__(self, right: str) -> None:
        super().__init__(f"you may not do this: it needs the right {right}", hint="Ask an administrator.")
        self.right = right
