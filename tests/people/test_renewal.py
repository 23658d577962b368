"""Proving anew, in a session, who one is."""

import pytest

from noroshi.errors import CodeNeededError, RenewalNeededError, SignInError, TooOftenError
from noroshi.people.attempts import FREE
from noroshi.people.audit import AuditWanted, Outcome, What
from noroshi.people.ceremonies import Purpose
from noroshi.people.joining import Joined
from noroshi.people.sessions import PROVED, SignedIn
from tests.people.authenticator import Authenticator
from tests.people.conftest import AWAY, DESK, PASSWORD, House


def late(house: House, joined: Joined) -> SignedIn:
    """A session that nobody has proved for so long that they have to."""
    house.clock.advance(PROVED)
    return again(house, joined)


def again(house: House, joined: Joined) -> SignedIn:
    """A request in the session of somebody who joined."""
    return house.door.sessions.caller(joined.entered.cookie.reveal())


def test_sign_in_does(house: House) -> None:
    """Whoever has just signed in has proved it, for five minutes, and no longer."""
    joined = house.joined_by_passkey(Authenticator())
    house.clock.advance(PROVED - 1)
    house.door.sessions.check_proved(again(house, joined))
    house.clock.advance(1)

    with pytest.raises(RenewalNeededError):
        house.door.sessions.check_proved(again(house, joined))


def test_password(house: House) -> None:
    """Password and code prove it again, and the audit has that."""
    joined = house.joined_by_password()
    caller = late(house, joined).caller
    house.door.sign_in.renew_with_password(caller, PASSWORD, house.next_code(), DESK)

    house.door.sessions.check_proved(again(house, joined))
    assert [("mika", "password")] == [
        (each.who, each.note) for each in house.audited(AuditWanted(what=What.RENEW))
    ]


def test_passkey(house: House) -> None:
    """A passkey proves it again."""
    device = Authenticator()
    joined = house.joined_by_passkey(device)
    caller = late(house, joined).caller
    question = house.door.sign_in.passkey_question(Purpose.RENEW)
    house.door.sign_in.renew_with_passkey(caller, question.id, device.get(question.options), DESK)

    house.door.sessions.check_proved(again(house, joined))


def test_only_this_session(house: House) -> None:
    """Another session of the same person is not proved by it."""
    device = Authenticator()
    first = house.joined_by_passkey(device)
    second = house.sign_in(device, AWAY)
    caller = late(house, first).caller
    question = house.door.sign_in.passkey_question(Purpose.RENEW)
    house.door.sign_in.renew_with_passkey(caller, question.id, device.get(question.options), DESK)

    with pytest.raises(RenewalNeededError):
        house.door.sessions.check_proved(house.door.sessions.caller(second.cookie.reveal()))


def test_anothers_passkey(house: House) -> None:
    """Somebody else's passkey proves nothing, and the audit has the attempt."""
    device = Authenticator()
    joined, _ = house.joined_by_passkey(Authenticator()), house.joined_by_passkey(device, "other")
    caller = late(house, joined).caller
    question = house.door.sign_in.passkey_question(Purpose.RENEW)
    with pytest.raises(SignInError):
        house.door.sign_in.renew_with_passkey(caller, question.id, device.get(question.options), DESK)

    with pytest.raises(RenewalNeededError):
        house.door.sessions.check_proved(again(house, joined))
    assert [Outcome.FAILED] == [each.outcome for each in house.audited(AuditWanted(what=What.RENEW))]


def test_another_question(house: House) -> None:
    """An answer to the question of signing in is none to that of renewing."""
    device = Authenticator()
    caller = late(house, house.joined_by_passkey(device)).caller
    question = house.door.sign_in.passkey_question()

    with pytest.raises(SignInError):
        house.door.sign_in.renew_with_passkey(caller, question.id, device.get(question.options), DESK)


def test_guessed(house: House) -> None:
    """Whoever guesses in a session waits, and nobody else does for that: the person signs in elsewhere as ever."""
    joined = house.joined_by_password()
    caller = late(house, joined).caller
    for _ in range(FREE):
        with pytest.raises(SignInError):
            house.door.sign_in.renew_with_password(caller, "guessed", "123456", DESK)
    with pytest.raises(TooOftenError):
        house.door.sign_in.renew_with_password(caller, PASSWORD, house.code(), DESK)

    entered = house.door.sign_in.with_password("mika", PASSWORD, house.next_code(), AWAY)
    assert "mika" == entered.person.id


def test_code_needed(house: House) -> None:
    """A password alone does not do."""
    caller = late(house, house.joined_by_password()).caller

    with pytest.raises(CodeNeededError):
        house.door.sign_in.renew_with_password(caller, PASSWORD, " ", DESK)
