from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from noroshi.clock import DAY
from noroshi.errors import NotFoundError, OvertakenError, SignInError, UsageError
from noroshi.people.audit import AuditWanted, What
from noroshi.people.invitations import FIRST
from noroshi.people.joining import Joined
from noroshi.people.rights import Right, Role
from tests.people.authenticator import PRESENT, Authenticator
from tests.people.conftest import CHIEF, DESK, PASSWORD, House, opened, shown


def test_welcome(house: House) -> None:
    """An invitation says for whom it is, as what, and where, to whoever has its link."""
    invited = house.invite("library-csirt", Role.MEMBER, "library")
    welcome = house.door.joining.welcome(opened(invited))

    assert ("library-csirt", Role.MEMBER, "library", "Example CSIRT") == (
        welcome.person,
        welcome.role,
        welcome.organisation,
        welcome.centre,
    )
    assert ["library-csirt"] == [each.person for each in house.door.invitations.waiting()]


def test_once(house: House) -> None:
    """An invitation is accepted once."""
    invited, device = house.invite(), Authenticator()
    question = house.door.joining.passkey_question(opened(invited))
    answer = device.create(question.options)
    house.door.joining.with_passkey(opened(invited), question.id, answer, DESK)

    for deed in (
        lambda: house.door.joining.welcome(opened(invited)),
        lambda: house.door.joining.with_passkey(opened(invited), question.id, answer, DESK),
        lambda: house.door.joining.with_password(opened(invited), PASSWORD),
    ):
        with pytest.raises(NotFoundError):
            deed()
    assert [] == house.door.invitations.waiting()


def test_at_once(house: House) -> None:
    """Of several who open one link at the same moment, one gets in."""
    link = opened(house.invite())
    devices = [Authenticator() for _ in range(4)]

    def join(device: Authenticator) -> Joined | None:
        with suppress(NotFoundError):
            question = house.door.joining.passkey_question(link)
            return house.door.joining.with_passkey(link, question.id, device.create(question.options), DESK)
        return None

    with ThreadPoolExecutor(4) as pool:
        joined = [each for each in pool.map(join, devices) if each]

    assert 1 == len(joined)
    assert 1 == len(house.door.own.passkeys(joined[0].entered.person))
    assert 1 == len(house.audited(AuditWanted(what=What.JOIN)))


def test_over(house: House) -> None:
    """An invitation is over after a week, and when its person is deactivated."""
    late, gone = house.invite("late"), house.invite("gone")
    house.clock.advance(7 * DAY - 1)
    assert "late" == house.door.joining.welcome(opened(late)).person
    house.door.roll.change("gone", CHIEF, active=False)
    with pytest.raises(NotFoundError):
        house.door.joining.welcome(opened(gone))
    house.clock.advance(1)

    with pytest.raises(NotFoundError):
        house.door.joining.welcome(opened(late))


@pytest.mark.parametrize("link", ["", "x", "\ud800", "\0", "x" * 100_000])
def test_unknown(house: House, link: str) -> None:
    """What is no link opens nothing."""
    house.invite()

    with pytest.raises(NotFoundError):
        house.door.joining.welcome(link)


def test_reset(house: House) -> None:
    """A reset takes all that let somebody in: passkeys, password, codes, sessions, devices and tokens."""
    device = Authenticator()
    joined = house.joined_by_passkey(device)
    person = joined.entered.person
    _, token = house.door.tokens.add(person, "x", [Right.SEE], DAY, CHIEF)

    invited = house.door.invitations.reset(person, CHIEF)

    for deed in (
        lambda: house.sign_in(device),
        lambda: house.door.sessions.caller(joined.entered.cookie.reveal()),
        lambda: house.door.tokens.caller(token.reveal()),
        lambda: house.door.sign_in.with_password("mika", "", shown(joined.recovery_codes)[0], DESK),
    ):
        with pytest.raises(SignInError):
            deed()
    assert "mika" == house.door.joining.welcome(opened(invited)).person
    assert What.RESET is house.audited(AuditWanted(what=What.RESET))[0].what


def test_first(house: House) -> None:
    """A centre without an administrator who can sign in invites one; each new link voids the one before."""
    first = house.door.invitations.first()
    second = house.door.invitations.first()
    assert first is not None
    assert second is not None
    with pytest.raises(NotFoundError):
        house.door.joining.welcome(opened(first))
    question = house.door.joining.passkey_question(opened(second))
    house.door.joining.with_passkey(
        opened(second), question.id, Authenticator().create(question.options), DESK
    )

    assert (FIRST, Role.ADMINISTRATOR) == (second.person.id, second.person.role)
    assert house.door.invitations.first() is None


def test_first_among_others(house: House) -> None:
    """Officers who can sign in do not make an administrator needless."""
    house.joined_by_passkey(Authenticator())

    assert house.door.invitations.first() is not None


def test_first_deactivated(house: House) -> None:
    """Whoever was deactivated is not let in again by a restart."""
    device = Authenticator()
    house.door.invitations.first()
    house.joined_by_passkey(device, "chief", Role.ADMINISTRATOR)
    house.door.roll.change(FIRST, CHIEF, active=False)
    assert house.door.invitations.first() is None
    house.books.credentials.remove_passkey(
        "chief",
        house.door.own.passkeys(house.door.roll.get("chief"))[0].id,
        CHIEF.did(0, What.REMOVE_PASSKEY),
    )

    assert house.door.invitations.first() is None


def test_untrue(house: House) -> None:
    """A first passkey is for our page, with a finger on it, and for the person invited, within five minutes."""
    link, other = opened(house.invite()), opened(house.invite("other"))
    question = house.door.joining.passkey_question(link)
    anothers = house.door.joining.passkey_question(other)

    for asked, device in (
        (question, Authenticator(origin="https://evil.example")),
        (question, Authenticator(flags=PRESENT)),
        (anothers, Authenticator()),
        (house.door.sign_in.passkey_question(), Authenticator()),
    ):
        answer = device.create({**question.options, "challenge": asked.options["challenge"]})
        with pytest.raises(SignInError):
            house.door.joining.with_passkey(link, asked.id, answer, DESK)
    assert "mika" == house.door.joining.welcome(link).person


def test_known_passkey(house: House) -> None:
    """A passkey belongs to one person; who brings one that is known already keeps the invitation."""
    device = Authenticator()
    house.joined_by_passkey(device)
    link = opened(house.invite("other"))
    question = house.door.joining.passkey_question(link)

    with pytest.raises(OvertakenError, match="known already"):
        house.door.joining.with_passkey(link, question.id, device.create(question.options), DESK)

    assert "other" == house.door.joining.welcome(link).person


def test_code(house: House) -> None:
    """A password counts once the authenticator's first code fits, that of the password chosen last."""
    link = opened(house.invite())
    early = house.door.joining.with_password(link, "another password altogether")
    late = house.door.joining.with_password(link, PASSWORD)
    with pytest.raises(SignInError):
        house.door.joining.with_code(link, late.id, "000000", DESK)
    house.seed = early.seed.reveal()
    with pytest.raises(SignInError):
        house.door.joining.with_code(link, early.id, house.code(), DESK)
    house.seed = late.seed.reveal()
    house.door.joining.with_code(link, late.id, house.code(), DESK)

    entered = house.door.sign_in.with_password("mika", PASSWORD, house.next_code(), DESK)
    assert "mika" == entered.person.id
    assert late.seed.reveal() in late.uri.reveal()
    assert "issuer=Example%20CSIRT" in late.uri.reveal()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "fewer than 12"),
        ("x" * 257, "more than 256"),
        ("abababababababab", "different"),
        ("mika mika 1234", "your own name"),
        ("\ud800" + PASSWORD, "no keyboard"),
    ],
)
def test_easy_password(house: House, password: str, why: str) -> None:
    """A password that is short, a pattern, or mostly one's own name is refused, and not repeated in the error."""
    link = opened(house.invite())

    with pytest.raises(UsageError, match=why) as caught:
        house.door.joining.with_password(link, password)

    assert password not in f"{caught.value}{caught.value.hint}"


def test_last_administrators(house: House) -> None:
    """Two administrators who deactivate each other at once do not leave none."""
    for name in ("one", "other"):
        house.invite(name, Role.ADMINISTRATOR)

    def deactivate(name: str) -> None:
        with suppress(UsageError, OvertakenError):
            house.door.roll.change(name, CHIEF, active=False)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deactivate, ("one", "other")))

    assert 1 == sum(each.active for each in house.door.roll.all())
