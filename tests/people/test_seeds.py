"""Seeds of authenticators are sealed."""

import pytest
from structlog.testing import capture_logs

from noroshi.errors import SignInError
from noroshi.people.sealing import KEY, Seals
from tests.people.conftest import DESK, PASSWORD, House, shown


def test_sealed(house: House) -> None:
    """What is kept of an authenticator says nothing of its seed, and opens for its own person only."""
    house.joined_by_password()
    [(person, kept)] = house.books.credentials.seeds()

    assert "mika" == person
    assert house.seed not in kept
    assert house.seed == house.door.sign_in._seeds.open("mika", kept)
    assert not house.door.sign_in._seeds.opens("other", kept)


def test_another_key(house: House) -> None:
    """Where the key is another, no code fits, the log says why, and a recovery code does as ever."""
    codes = shown(house.joined_by_password().recovery_codes)
    house.seals = Seals(b"\1" * KEY)
    with capture_logs() as logs, pytest.raises(SignInError):
        house.door.sign_in.with_password("mika", PASSWORD, house.next_code(), DESK)

    assert ["an authenticator's seed was sealed with another key"] == [each["event"] for each in logs]
    assert "mika" == house.door.sign_in.with_password("mika", PASSWORD, codes[0], DESK).person.id
