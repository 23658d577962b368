"""Proving anew, in a session, who one is: what opens doors asks for it."""

from litestar import post
from litestar.params import JSONBody
from msgspec import Struct

from noroshi.api.gate import SOMEBODY
from noroshi.api.given import Given
from noroshi.api.problems import by_hand
from noroshi.api.routes.session import PasskeyAnswer
from noroshi.people.caller import Caller
from noroshi.people.ceremonies import Purpose
from noroshi.people.credentials.passkeys import Question
from noroshi.people.door import Door
from noroshi.people.sessions import Visit


class Proof(Struct, frozen=True, forbid_unknown_fields=True):
    """One's password, and what goes with it."""

    password: str
    """Empty for somebody who has lost their passkeys, and has a recovery code."""
    code: str = ""
    """The authenticator's six digits, or a recovery code."""


@post("/session/renewal/passkey/options", may=SOMEBODY, notes=None, status_code=200, sync_to_thread=True)
def ask_for_passkey_again(caller: Given[Caller], door: Given[Door]) -> Question:
    """Begin to renew with a passkey: give what the browser is to be asked."""
    by_hand(caller)
    return door.sign_in.passkey_question(Purpose.RENEW)


@post("/session/renewal/passkey", may=SOMEBODY, notes=None, status_code=204, sync_to_thread=True)
def renew_with_passkey(
    data: JSONBody[PasskeyAnswer], caller: Given[Caller], door: Given[Door], visit: Given[Visit]
) -> None:
    """Prove anew with a passkey who one is."""
    by_hand(caller)
    door.sign_in.renew_with_passkey(caller, data.id, data.credential, visit)


@post("/session/renewal/password", may=SOMEBODY, notes=None, status_code=204, sync_to_thread=True)
def renew_with_password(
    data: JSONBody[Proof], caller: Given[Caller], door: Given[Door], visit: Given[Visit]
) -> None:
    """Prove anew with a password and a code who one is."""
    by_hand(caller)
    door.sign_in.renew_with_password(caller, data.password, data.code, visit)


ROUTES = (ask_for_passkey_again, renew_with_passkey, renew_with_password)
