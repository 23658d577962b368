import pytest

from noroshi.clock import DAY, SECOND
from noroshi.errors import AccessError, NotFoundError, SignInError, UsageError
from noroshi.people.audit import By
from noroshi.people.caller import Via
from noroshi.people.rights import Right, Role
from noroshi.people.secret import Secret
from noroshi.people.tokens import MOST, PREFIX, Token
from tests.people.conftest import CHIEF, House


def made(house: House, *scopes: Right, lasting: int = DAY) -> tuple[Token, Secret]:
    """Have mika, an officer, make a token."""
    person = house.books.people.find("mika") or house.invite().person
    return house.door.tokens.add(person, "export", scopes or (Right.SEE,), lasting, CHIEF)


def test_caller(house: House) -> None:
    """A token does what its scopes say, as long as its person may."""
    token, secret = made(house, Right.EXPORT, Right.SEE)
    officer = house.door.tokens.caller(secret.reveal())
    house.door.roll.change("mika", CHIEF, role=Role.VIEWER)
    viewer = house.door.tokens.caller(secret.reveal())

    assert secret.reveal().startswith(PREFIX)
    assert (Via.TOKEN, token.id, {Right.SEE, Right.EXPORT}) == (
        officer.via,
        officer.credential,
        set(officer.rights),
    )
    assert {Right.SEE} == viewer.rights


def test_over(house: House) -> None:
    """A token opens nothing once it is over, revoked, or its person is deactivated."""
    _, expired = made(house, lasting=60 * SECOND)
    revoked_token, revoked = made(house)
    house.door.tokens.revoke(revoked_token.id.lower(), CHIEF)
    house.clock.advance(60 * SECOND)
    _, deactivated = made(house)
    house.door.roll.change("mika", CHIEF, active=False)
    house.door.roll.change("mika", CHIEF, active=True)

    for secret in (expired, revoked, deactivated):
        with pytest.raises(SignInError, match="no longer valid"):
            house.door.tokens.caller(secret.reveal())
    with pytest.raises(NotFoundError):
        house.door.tokens.revoke(revoked_token.id, CHIEF)


@pytest.mark.parametrize("bearer", ["", PREFIX, "\ud800", "nrs_\0", PREFIX + "x" * 100_000])
def test_unknown(house: House, bearer: str) -> None:
    """What is no token opens nothing, nor does a token without how it begins."""
    _, secret = made(house)

    for given in (bearer, secret.reveal().removeprefix(PREFIX), secret.reveal()[:-1]):
        with pytest.raises(SignInError):
            house.door.tokens.caller(given)


def test_used(house: House) -> None:
    """A token says when it was last used, to the minute."""
    _, secret = made(house)
    house.door.tokens.caller(secret.reveal())
    first = house.clock.now()
    house.clock.advance(59 * SECOND)
    house.door.tokens.caller(secret.reveal())
    [same] = house.door.tokens.of("mika")
    house.clock.advance(SECOND)
    house.door.tokens.caller(secret.reveal())
    [later] = house.door.tokens.of()

    assert (first, house.clock.now()) == (same.used, later.used)


def test_refused(house: House) -> None:
    """A token has a name, an end, and no scope that its person has not; and nobody has them without number."""
    person = house.invite().person
    for name, scopes, lasting in (
        ("", [Right.SEE], DAY),
        ("x\0", [Right.SEE], DAY),
        ("x", [], DAY),
        ("x", [Right.SEE, Right.PEOPLE], DAY),
        ("x", [Right.SEE], 0),
        ("x", [Right.SEE], 367 * DAY),
    ):
        with pytest.raises(UsageError):
            house.door.tokens.add(person, name, scopes, lasting, CHIEF)
    assert [] == house.door.tokens.of()
    for _ in range(MOST):
        made(house)
    with pytest.raises(UsageError, match="already"):
        made(house)


def test_anothers(house: House) -> None:
    """Somebody who may revoke only their own tokens cannot revoke another's."""
    token, secret = made(house)

    with pytest.raises(NotFoundError):
        house.door.tokens.revoke(token.id, CHIEF, "other")
    assert "mika" == house.door.tokens.caller(secret.reveal()).person.id


def test_programs(house: House) -> None:
    """A program makes neither tokens, passkeys, passwords nor recovery codes: it would open more than its scopes say."""
    program, person = By("mika", Via.TOKEN), house.joined_by_password().entered.person
    own = house.door.own

    for deed in (
        lambda: house.door.tokens.add(person, "x", [Right.SEE], DAY, program),
        lambda: own.new_recovery_codes(person, program),
        lambda: own.add_passkey(person, "", {}, "", program),
        lambda: own.remove_passkey(person, "", program),
        lambda: own.change_password(person, "", "", program),
    ):
        with pytest.raises(AccessError, match="a token does not do"):
            deed()
    assert 10 == own.recovery_codes_left(person)
