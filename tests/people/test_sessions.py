import pytest

from noroshi.clock import DAY, HOUR, MINUTE
from noroshi.errors import AccessError, SignInError
from noroshi.people.audit import By, What
from noroshi.people.caller import Via
from noroshi.people.rights import RIGHTS, Role
from noroshi.people.sessions import DEVICE, Visit
from tests.people.authenticator import Authenticator
from tests.people.conftest import AWAY, CHIEF, DESK, House


def test_caller(house: House) -> None:
    """A session says who asks, with the rights of their role, and where it was opened."""
    entered = house.joined_by_passkey(Authenticator()).entered
    signed_in = house.door.sessions.caller(entered.cookie.reveal())

    assert ("mika", Via.SESSION, entered.session.id) == (
        signed_in.caller.person.id,
        signed_in.caller.via,
        signed_in.caller.credential,
    )
    assert RIGHTS[Role.OFFICER] == signed_in.caller.rights
    assert [entered.session] == list(house.door.sessions.of("mika"))


def test_idle(house: House) -> None:
    """A session ends after an hour in which nobody does anything; what a page asks by itself does not keep it alive."""
    cookie = house.joined_by_passkey(Authenticator()).entered.cookie.reveal()
    house.clock.advance(50 * MINUTE)
    watched = house.door.sessions.caller(cookie, active=False)
    used = house.door.sessions.caller(cookie)
    house.clock.advance(50 * MINUTE)
    again = house.door.sessions.caller(cookie, active=False)
    house.clock.advance(10 * MINUTE)

    with pytest.raises(SignInError):
        house.door.sessions.caller(cookie)
    assert watched.expires < used.expires == again.expires
    assert [] == house.door.sessions.of("mika")


def test_longest(house: House) -> None:
    """A session ends after a shift, however busy."""
    cookie = house.joined_by_passkey(Authenticator()).entered.cookie.reveal()
    for _ in range(23):
        house.clock.advance(HOUR // 2)
        house.door.sessions.caller(cookie)
    house.clock.advance(HOUR // 2)

    with pytest.raises(SignInError):
        house.door.sessions.caller(cookie)


@pytest.mark.parametrize("cookie", ["", "x", "\ud800", "é" * 5000, "nrs_x"])
def test_unknown(house: House, cookie: str) -> None:
    """What is no session's cookie opens nothing."""
    with pytest.raises(SignInError):
        house.door.sessions.caller(cookie)


def test_role_at_once(house: House) -> None:
    """A changed role holds from the next request on; who is deactivated is out, also once active again."""
    cookie = house.joined_by_passkey(Authenticator()).entered.cookie.reveal()
    house.door.roll.change("mika", CHIEF, role=Role.VIEWER)
    viewer = house.door.sessions.caller(cookie).caller
    house.door.roll.change("mika", CHIEF, active=False)
    with pytest.raises(SignInError):
        house.door.sessions.caller(cookie)
    house.door.roll.change("mika", CHIEF, active=True)

    with pytest.raises(SignInError):
        house.door.sessions.caller(cookie)
    assert RIGHTS[Role.VIEWER] == viewer.rights


def test_signed_out(house: House) -> None:
    """Who signs out is out in that browser, and in no other."""
    device = Authenticator()
    here, there = house.joined_by_passkey(device).entered, house.sign_in(device, AWAY)
    house.door.sessions.close(house.door.sessions.caller(here.cookie.reveal()).caller, DESK.address)

    with pytest.raises(SignInError):
        house.door.sessions.caller(here.cookie.reveal())
    assert "mika" == house.door.sessions.caller(there.cookie.reveal()).caller.person.id
    assert (What.SIGN_OUT, "mika", DESK.address) == (
        house.audited()[-1].what,
        house.audited()[-1].who,
        house.audited()[-1].address,
    )


def test_signed_out_everywhere(house: House) -> None:
    """Who signs out everywhere is out in every browser, and no device is known any more; others stay in."""
    device = Authenticator()
    mine = [house.joined_by_passkey(device).entered, house.sign_in(device, AWAY)]
    other = house.joined_by_passkey(Authenticator(), "other").entered
    house.door.sessions.close_all("mika", By("mika", Via.SESSION))

    for entered in mine:
        with pytest.raises(SignInError):
            house.door.sessions.caller(entered.cookie.reveal())
        assert not house.door.sessions.knows(Visit("", "", entered.device.reveal()), "mika")
    assert "other" == house.door.sessions.caller(other.cookie.reveal()).caller.person.id


def test_csrf(house: House) -> None:
    """Each session has a value of its own that the page must send; any other is refused."""
    device = Authenticator()
    one, other = (
        house.door.sessions.caller(entered.cookie.reveal())
        for entered in (house.joined_by_passkey(device).entered, house.sign_in(device))
    )

    house.door.sessions.check_csrf(one, one.csrf)
    for given in ("", other.csrf, one.csrf[:-1], f"{one.csrf}x", "é"):
        with pytest.raises(AccessError, match="does not come from the console"):
            house.door.sessions.check_csrf(one, given)


def test_device_forgotten(house: House) -> None:
    """A device is known for half a year after it was last used."""
    visit = Visit("", "", house.joined_by_passkey(Authenticator()).entered.device.reveal())
    house.clock.advance(DEVICE)
    known = house.door.sessions.knows(visit, "mika")
    house.clock.advance(DAY)

    assert (True, False) == (known, house.door.sessions.knows(visit, "mika"))


def test_clock_set_back(house: House) -> None:
    """A clock that is set back signs nobody out."""
    cookie = house.joined_by_passkey(Authenticator()).entered.cookie.reveal()
    house.clock.set(house.clock.now() - DAY)

    assert "mika" == house.door.sessions.caller(cookie).caller.person.id


def test_agent_washed(house: House) -> None:
    """What a browser calls itself is kept without what cannot be printed, and not for ever long."""
    device = Authenticator()
    house.joined_by_passkey(device)

    entered = house.sign_in(device, Visit("192.0.2.1", "Fire\0\ud800\x1b[31mfox" + "x" * 9999))

    assert entered.session.agent.startswith("Fire[31mfox")
    assert 200 == len(entered.session.agent)
