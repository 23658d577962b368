import pytest

from noroshi.clock import SECOND
from noroshi.errors import NotFoundError, SignInError, TooOftenError, UsageError
from noroshi.people.attempts import FREE
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from tests.people.authenticator import Authenticator
from tests.people.conftest import AWAY, DESK, PASSWORD, House, shown

MIKA = By("mika", Via.SESSION, DESK.address)


def test_second_passkey(house: House) -> None:
    """A second device signs its owner in as well; a device that has a passkey is told not to make another."""
    first, second = Authenticator(), Authenticator()
    person = house.joined_by_passkey(first).entered.person
    question = house.door.own.passkey_question(person)
    passkey = house.door.own.add_passkey(person, question.id, second.create(question.options), "phone", MIKA)

    assert ["mika", "mika"] == [house.sign_in(device).person.id for device in (first, second)]
    assert first.handle == second.handle
    assert 1 == len(question.options["excludeCredentials"])
    assert (("phone", What.ADD_PASSKEY)) == (
        passkey.name,
        next(each.what for each in house.audited() if each.note == "phone"),
    )


def test_anothers_question(house: House) -> None:
    """What one person was asked, another does not answer."""
    mika = house.joined_by_passkey(Authenticator()).entered.person
    other = house.joined_by_passkey(Authenticator(), "other").entered.person
    question = house.door.own.passkey_question(other)

    with pytest.raises(SignInError, match="somebody else"):
        house.door.own.add_passkey(mika, question.id, Authenticator().create(question.options), "", MIKA)


def test_remove(house: House) -> None:
    """A removed passkey opens nothing; the last way to sign in stays, and nobody removes another's."""
    first, second = Authenticator(), Authenticator()
    person = house.joined_by_passkey(first).entered.person
    other = house.joined_by_passkey(Authenticator(), "other").entered.person
    [only] = house.door.own.passkeys(person)
    with pytest.raises(UsageError, match="only way"):
        house.door.own.remove_passkey(person, only.id, MIKA)
    question = house.door.own.passkey_question(person)
    house.door.own.add_passkey(person, question.id, second.create(question.options), "", MIKA)
    with pytest.raises(NotFoundError):
        house.door.own.remove_passkey(other, only.id, MIKA)

    house.door.own.remove_passkey(person, only.id, MIKA)

    with pytest.raises(SignInError):
        house.sign_in(first)
    assert "mika" == house.sign_in(second).person.id


def test_recovery_codes(house: House) -> None:
    """New recovery codes void the old ones; there are ten, of 80 bits each, all different."""
    joined = house.joined_by_passkey(Authenticator())
    codes = shown(house.door.own.new_recovery_codes(joined.entered.person, MIKA))

    with pytest.raises(SignInError):
        house.door.sign_in.with_password("mika", "", shown(joined.recovery_codes)[0], AWAY)
    assert "mika" == house.door.sign_in.with_password("mika", "", codes[9], AWAY).person.id
    assert (10, {19}) == (len(set(codes)), {len(code) for code in codes})


def test_password_changed(house: House) -> None:
    """Who knows the password so far chooses another; the authenticator stays, and no code is good again."""
    person = house.joined_by_password().entered.person
    code = house.next_code()
    house.door.sign_in.with_password("mika", PASSWORD, code, AWAY)
    house.door.own.change_password(person, PASSWORD, "four other words entirely", MIKA)

    with pytest.raises(SignInError):
        house.door.sign_in.with_password("mika", "four other words entirely", code, AWAY)
    with pytest.raises(SignInError):
        house.door.sign_in.with_password("mika", PASSWORD, house.next_code(), AWAY)
    again = house.door.sign_in.with_password("mika", "four other words entirely", house.next_code(), AWAY)
    assert "mika" == again.person.id


def test_password_guessed(house: House) -> None:
    """Whoever finds a screen unlocked does not guess the password there either."""
    person = house.joined_by_password().entered.person
    for _ in range(FREE):
        with pytest.raises(SignInError, match="not your password"):
            house.door.own.change_password(person, "wrong", "four other words entirely", MIKA)

    with pytest.raises(TooOftenError):
        house.door.own.change_password(person, PASSWORD, "four other words entirely", MIKA)
    house.clock.advance(SECOND)
    house.door.own.change_password(person, PASSWORD, "four other words entirely", MIKA)
