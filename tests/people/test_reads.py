from noroshi.clock import MINUTE
from noroshi.people.audit import What
from noroshi.people.reads import REMEMBERED
from noroshi.people.sessions import SignedIn
from tests.people.authenticator import Authenticator
from tests.people.conftest import DESK, House


def signed_in(house: House, person: str = "mika") -> SignedIn:
    entered = house.joined_by_passkey(Authenticator(), person).entered
    return house.door.sessions.caller(entered.cookie.reveal())


def read(house: House) -> list[tuple[str, str]]:
    return [(entry.who, entry.about) for entry in house.audited() if entry.what in {What.READ, What.EXPORT}]


def test_once_in_a_while(house: House) -> None:
    """The same read of the same session is written once in ten minutes; another's, or of something else, at once."""
    mika, other = signed_in(house).caller, signed_in(house, "other").caller
    for caller, about in ((mika, "A-1"), (mika, "A-1"), (mika, "A-2"), (other, "A-1")):
        house.door.reads.note(caller, about, DESK.address)
    house.clock.advance(10 * MINUTE)
    house.door.reads.note(mika, "A-1", DESK.address)

    assert [("mika", "A-1"), ("mika", "A-2"), ("other", "A-1"), ("mika", "A-1")] == read(house)


def test_exports(house: House) -> None:
    """Each export is written."""
    mika = signed_in(house).caller
    for _ in range(2):
        house.door.reads.note(mika, "/alerts.csv", DESK.address, What.EXPORT)

    assert [("mika", "/alerts.csv")] * 2 == read(house)


def test_bounded(house: House) -> None:
    """However much is read, what is remembered of it is bounded."""
    mika = signed_in(house).caller
    house.door.reads._written.update({("x", What.READ, str(number)): 0 for number in range(REMEMBERED)})

    house.door.reads.note(mika, "A-1", DESK.address)

    assert REMEMBERED == len(house.door.reads._written)


def test_washed(house: House) -> None:
    """What is read is written without what cannot be printed, and not for ever long."""
    house.door.reads.note(signed_in(house).caller, "/x?\0\ud800\x1b" + "y" * 5000, DESK.address)

    [(_, about)] = read(house)
    assert about.startswith("/x?y")
    assert len(about) <= 1000
