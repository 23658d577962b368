"""One's own: language, passkeys, password, recovery codes, browsers."""

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import JSONBody, PathParameter
from msgspec import Struct

from noroshi.api.gate import SOMEBODY
from noroshi.api.given import Given
from noroshi.api.routes.session import PasskeyAnswer
from noroshi.people.audit import By
from noroshi.people.caller import Caller
from noroshi.people.credentials.passkeys import Question
from noroshi.people.door import Door
from noroshi.people.model import Language
from noroshi.records.people import (
    Me,
    PasskeyRecord,
    PersonRecord,
    browser_record,
    passkey_record,
    person_record,
)


class MeChanged(Struct, frozen=True, forbid_unknown_fields=True):
    """What one changes about oneself."""

    language: Language
    """Of the console."""


class PasswordChanged(Struct, frozen=True, forbid_unknown_fields=True):
    """Another password."""

    before: str
    """The one so far."""
    after: str
    """The new one."""


class RecoveryCodes(Struct, frozen=True):
    """New recovery codes; the old ones are worth nothing."""

    recovery_codes: tuple[str, ...]
    """Each signs in once; they are never shown again."""


@get("/me", may=SOMEBODY, notes=None, sync_to_thread=True)
def show_me(caller: Given[Caller], door: Given[Door]) -> Me:
    """Give what there is about oneself."""
    person = caller.person
    return Me(
        person_record(person),
        tuple(map(passkey_record, door.own.passkeys(person))),
        door.own.has_password(person),
        door.own.recovery_codes_left(person),
        tuple(map(browser_record, door.sessions.of(person.id))),
    )


@patch("/me", may=SOMEBODY, notes=None, sync_to_thread=True)
def change_me(
    data: JSONBody[MeChanged],
    caller: Given[Caller],
    door: Given[Door],
    by: Given[By],
) -> PersonRecord:
    """Change one's language."""
    return person_record(door.roll.change(caller.person.id, by, language=data.language))


@get("/me/passkeys", may=SOMEBODY, notes=None, sync_to_thread=True)
def list_passkeys(caller: Given[Caller], door: Given[Door]) -> tuple[PasskeyRecord, ...]:
    """List one's passkeys, oldest first."""
    return tuple(map(passkey_record, door.own.passkeys(caller.person)))


@post("/me/passkeys/options", may=SOMEBODY, notes=None, fresh=True, status_code=200, sync_to_thread=True)
def ask_for_another_passkey(caller: Given[Caller], door: Given[Door]) -> Question:
    """Begin to add a passkey: give what the browser is to be asked."""
    return door.own.passkey_question(caller.person)


@post("/me/passkeys", may=SOMEBODY, notes=None, fresh=True, sync_to_thread=True)
def add_passkey(
    data: JSONBody[PasskeyAnswer],
    caller: Given[Caller],
    door: Given[Door],
    by: Given[By],
) -> PasskeyRecord:
    """Add a passkey."""
    return passkey_record(door.own.add_passkey(caller.person, data.id, data.credential, data.name, by))


@delete("/me/passkeys/{passkey:str}", may=SOMEBODY, notes=None, fresh=True, sync_to_thread=True)
def remove_passkey(
    passkey: Annotated[str, PathParameter(description="A passkey's id.")],
    caller: Given[Caller],
    door: Given[Door],
    by: Given[By],
) -> None:
    """Remove a passkey."""
    door.own.remove_passkey(caller.person, passkey, by)


@post("/me/password", may=SOMEBODY, notes=None, fresh=True, status_code=204, sync_to_thread=True)
def change_password(
    data: JSONBody[PasswordChanged],
    caller: Given[Caller],
    door: Given[Door],
    by: Given[By],
) -> None:
    """Choose another password; the authenticator stays."""
    door.own.change_password(caller.person, data.before, data.after, by)


@post("/me/recovery-codes", may=SOMEBODY, notes=None, fresh=True, sync_to_thread=True)
def make_recovery_codes(caller: Given[Caller], door: Given[Door], by: Given[By]) -> RecoveryCodes:
    """Make new recovery codes."""
    return RecoveryCodes(tuple(code.reveal() for code in door.own.new_recovery_codes(caller.person, by)))


@delete("/me/sessions", may=SOMEBODY, notes=None, sync_to_thread=True)
def sign_out_everywhere(caller: Given[Caller], door: Given[Door], by: Given[By]) -> None:
    """Sign out everywhere, here too."""
    door.sessions.close_all(caller.person.id, by)


ROUTES = (
    show_me,
    change_me,
    list_passkeys,
    ask_for_another_passkey,
    add_passkey,
    remove_passkey,
    change_password,
    make_recovery_codes,
    sign_out_everywhere,
)
