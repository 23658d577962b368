import pytest
from msgspec.structs import replace

from noroshi.clock import HOUR, MINUTE, SECOND
from noroshi.errors import CodeNeededError, SignInError, TooOftenError
from noroshi.people.attempts import FREE
from noroshi.people.audit import AuditWanted, Outcome, What
from noroshi.people.sessions import Visit
from tests.people.authenticator import PRESENT, Authenticator
from tests.people.conftest import AWAY, CHIEF, DESK, PASSWORD, SETTINGS, House, shown

STRANGERS = [Visit(f"203.0.113.{number}") for number in range(1, 255)]


def guess(house: House, visit: Visit, name: str = "mika") -> None:
    with pytest.raises(SignInError, match="does not fit"):
        house.door.sign_in.with_password(name, "wrong wrong wrong", "000000", visit)


def test_password(house: House) -> None:
    """Password and code sign somebody in."""
    house.joined_by_password()

    entered = house.door.sign_in.with_password(" Mika ", PASSWORD, house.next_code(), AWAY)

    assert "mika" == house.door.sessions.caller(entered.cookie.reveal()).caller.person.id


def test_code_asked(house: House) -> None:
    """Without a code nothing is checked, so nobody learns whether a password is right."""
    house.joined_by_password()

    for password in (PASSWORD, "wrong"):
        with pytest.raises(CodeNeededError):
            house.door.sign_in.with_password("mika", password, " ", AWAY)
    assert 0 == house.passwords.compared


@pytest.mark.parametrize("steps", [-2, 2])
def test_code_window(house: House, steps: int) -> None:
    """A code from a minute ago, or ahead, is refused."""
    house.joined_by_password()
    house.clock.advance(HOUR)

    with pytest.raises(SignInError):
        house.door.sign_in.with_password("mika", PASSWORD, house.code(steps), AWAY)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_code_once(house: House, steps: int) -> None:
    """A code of this or a neighbouring half minute is good once, and no older one after it."""
    house.joined_by_password()
    house.clock.advance(HOUR)
    code = house.code(steps)

    house.door.sign_in.with_password("mika", PASSWORD, code, AWAY)

    for used in (code, house.code(steps - 1)):
        with pytest.raises(SignInError):
            house.door.sign_in.with_password("mika", PASSWORD, used, DESK)


def test_first_code_once(house: House) -> None:
    """The code that accepted an invitation does not sign in."""
    house.joined_by_password()

    with pytest.raises(SignInError):
        house.door.sign_in.with_password("mika", PASSWORD, house.code(), AWAY)


def test_code_without_password(house: House) -> None:
    """A code, or a recovery code, does nothing without the password that goes with it."""
    joined = house.joined_by_password()

    for code in (house.next_code(), shown(joined.recovery_codes)[0]):
        with pytest.raises(SignInError):
            house.door.sign_in.with_password("mika", "", code, AWAY)
    assert 10 == house.door.own.recovery_codes_left(joined.entered.person)


def test_recovery_code(house: House) -> None:
    """A recovery code does once in place of an authenticator, however it is typed, and is written down."""
    joined = house.joined_by_password()
    code = shown(joined.recovery_codes)[0].lower().replace("-", " ")

    house.door.sign_in.with_password("mika", PASSWORD, code, AWAY)
    with pytest.raises(SignInError):
        house.door.sign_in.with_password("mika", PASSWORD, code, AWAY)

    assert 9 == house.door.own.recovery_codes_left(joined.entered.person)
    assert 1 == len(house.audited(AuditWanted(what=What.USE_RECOVERY_CODE)))


def test_recovery_code_alone(house: House) -> None:
    """Who has passkeys only, and lost them, signs in with a recovery code; another's is no use."""
    mika = house.joined_by_passkey(Authenticator())
    other = house.joined_by_passkey(Authenticator(), "other")

    with pytest.raises(SignInError):
        house.door.sign_in.with_password("mika", "", shown(other.recovery_codes)[0], AWAY)
    entered = house.door.sign_in.with_password("mika", "", shown(mika.recovery_codes)[0], AWAY)

    assert "mika" == entered.person.id


def test_same_work(house: House) -> None:
    """A name that nobody has costs as much work as one with a wrong password, or one without."""
    house.joined_by_password()
    house.joined_by_passkey(Authenticator(), "keys-only")

    work = []
    for name, visit in zip(("mika", "nobody", "keys-only", "\ud800", ""), STRANGERS, strict=False):
        before = house.passwords.compared
        guess(house, visit, name)
        work.append(house.passwords.compared - before)

    assert [1] * 5 == work


def test_unknown_name_unwritten(house: House) -> None:
    """A name that is nobody's is not written down: people type passwords there."""
    guess(house, AWAY, PASSWORD)

    [entry] = house.audited()
    assert ("", "", Outcome.FAILED, AWAY.address) == (entry.who, entry.about, entry.outcome, entry.address)
    assert PASSWORD not in repr(entry)


def test_deactivated(house: House) -> None:
    """Who is deactivated signs in neither by password nor by passkey."""
    device = Authenticator()
    house.joined_by_password()
    house.joined_by_passkey(device, "other")
    for person in ("mika", "other"):
        house.door.roll.change(person, CHIEF, active=False)

    with pytest.raises(SignInError):
        house.door.sign_in.with_password("mika", PASSWORD, house.next_code(), AWAY)
    with pytest.raises(SignInError):
        house.sign_in(device)


def test_slowed(house: House) -> None:
    """Who fails five times waits, longer each time, and it is written down once; what waits is not looked at."""
    house.joined_by_password()
    for _ in range(FREE):
        guess(house, AWAY)
    compared = house.passwords.compared

    waits = []
    for _ in range(4):
        with pytest.raises(TooOftenError) as caught:
            house.door.sign_in.with_password("mika", PASSWORD, house.code(), AWAY)
        waits.append(caught.value.wait)
        house.clock.advance(caught.value.wait * SECOND)
        guess(house, AWAY)

    assert [1, 2, 4, 8] == waits
    assert 4 == house.passwords.compared - compared
    assert 1 == len(house.audited(AuditWanted(what=What.SLOWED)))


def test_address(house: House) -> None:
    """One address that tries many names waits; a neighbour in the same /64 waits with it, another network does not."""
    for number in range(FREE):
        guess(house, Visit(f"2001:db8::{number}"), f"name-{number}")

    with pytest.raises(TooOftenError):
        house.door.sign_in.with_password("mika", PASSWORD, "000000", Visit("2001:db8::ffff"))
    guess(house, Visit("2001:db8:0:1::1"))


def test_not_locked_out(house: House) -> None:
    """However many strangers try a name, its owner comes in: from a known device at once, by passkey at once, else in a minute."""
    device = Authenticator()
    known = house.joined_by_password().entered.device.reveal()
    house.joined_by_passkey(device, "other")
    for visit in STRANGERS[:60]:
        try:
            guess(house, visit)
        except TooOftenError as fault:
            assert fault.wait <= 60  # noqa: PT017  # each is looked at
            house.clock.advance(fault.wait * SECOND)
            guess(house, visit)

    with pytest.raises(TooOftenError):
        house.door.sign_in.with_password("mika", PASSWORD, house.code(), Visit("198.51.100.1"))
    here = house.door.sign_in.with_password("mika", PASSWORD, house.code(), Visit("198.51.100.1", "", known))
    by_passkey = house.sign_in(device, STRANGERS[0])
    house.clock.advance(MINUTE)
    elsewhere = house.door.sign_in.with_password("mika", PASSWORD, house.code(), Visit("198.51.100.1"))

    assert ["mika", "other", "mika"] == [each.person.id for each in (here, by_passkey, elsewhere)]
    assert known == here.device.reveal() != elsewhere.device.reveal()


def test_stolen_device(house: House) -> None:
    """A known device is counted by itself: one that guesses waits, and a device of one person is not known for another."""
    known = house.joined_by_password().entered.device.reveal()
    house.joined_by_password("other")
    stolen = [Visit(f"198.51.100.{number}", "", known) for number in range(FREE + 1)]
    for visit in stolen[:FREE]:
        guess(house, visit)

    with pytest.raises(TooOftenError):
        house.door.sign_in.with_password("mika", PASSWORD, house.code(), stolen[FREE])
    assert not house.door.sessions.knows(stolen[0], "other")


def test_passkey(house: House) -> None:
    """A passkey signs its owner in, who types no name."""
    device = Authenticator()
    house.joined_by_passkey(device)

    entered = house.sign_in(device, AWAY)

    assert ("mika", AWAY.address) == (entered.person.id, entered.session.address)
    [passkey] = house.door.own.passkeys(entered.person)
    assert (1, house.clock.now()) == (passkey.count, passkey.used)


def test_passkey_replayed(house: House) -> None:
    """An answer is good once, also from a device that does not count."""
    device = Authenticator(counts=False)
    house.joined_by_passkey(device)
    question = house.door.sign_in.passkey_question()
    answer = device.get(question.options)
    house.door.sign_in.with_passkey(question.id, answer, DESK)

    with pytest.raises(SignInError, match="answered already"):
        house.door.sign_in.with_passkey(question.id, answer, DESK)
    with pytest.raises(SignInError):
        house.door.sign_in.with_passkey(house.door.sign_in.passkey_question().id, answer, DESK)


def test_passkey_late(house: House) -> None:
    """An answer that takes five minutes is refused."""
    device = Authenticator()
    house.joined_by_passkey(device)
    question = house.door.sign_in.passkey_question()
    house.clock.advance(5 * MINUTE)

    with pytest.raises(SignInError, match="too late"):
        house.door.sign_in.with_passkey(question.id, device.get(question.options), DESK)


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "https://noroshi.example.evil"},
        {"flags": PRESENT},
        {"key": Authenticator().key},
        {"id": b"another"},
        {"handle": b"somebody else"},
    ],
    ids=["origin", "not-verified", "key", "unknown", "owner"],
)
def test_passkey_untrue(house: House, changed: dict[str, object]) -> None:
    """An answer from another site, without a finger, from another key, or for somebody else is refused."""
    device = Authenticator()
    house.joined_by_passkey(device)
    for name, value in changed.items():
        setattr(device, name, value)

    with pytest.raises(SignInError):
        house.sign_in(device)
    assert Outcome.FAILED is house.audited()[-1].outcome


def test_passkey_elsewhere(house: House) -> None:
    """A passkey for another name is refused: its device signs which site it is for."""
    device = Authenticator()
    house.joined_by_passkey(device)
    question = house.door.sign_in.passkey_question()

    answer = device.get({**question.options, "rpId": "evil.example"})

    with pytest.raises(SignInError):
        house.door.sign_in.with_passkey(question.id, answer, DESK)


def test_passkey_copied(house: House) -> None:
    """When a passkey's count goes back there are two of it: it is refused, and the audit says so."""
    device = Authenticator()
    house.joined_by_passkey(device)
    for _ in range(3):
        house.sign_in(device)
    device.count = 1

    with pytest.raises(SignInError):
        house.sign_in(device)

    entry = house.audited()[-1]
    assert (What.CLONED_PASSKEY, "mika", "passkey: counted to 2 after 3") == (
        entry.what,
        entry.who,
        entry.note,
    )


def test_renewed_hash(house: House) -> None:
    """A hash that was made with other parameters is made anew when its owner signs in."""
    house.joined_by_password()
    before = house.books.credentials.password("mika")
    house.passwords._hasher = type(house.passwords._hasher)(time_cost=2, memory_cost=64, parallelism=1)

    house.door.sign_in.with_password("mika", PASSWORD, house.next_code(), AWAY)

    after = house.books.credentials.password("mika")
    assert before is not None
    assert after is not None
    assert before.hash != after.hash
    assert house.passwords.fits(after.hash, PASSWORD, known=True)


def test_ways() -> None:
    """Passkeys are offered where browsers make them: for a name with TLS, or this machine, never for an address."""
    offered = {
        url: replace(SETTINGS, public=url).ways[0]
        for url in (
            "https://noroshi.example",
            "http://localhost:8645",
            "https://192.0.2.1",
            "http://127.0.0.1:8645",
        )
    }

    assert ["passkey", "passkey", "password", "password"] == list(offered.values())
