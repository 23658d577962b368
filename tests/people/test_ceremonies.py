from itertools import pairwise

import pytest

from noroshi.errors import SignInError
from noroshi.people.ceremonies import LIFE, Ceremonies, Purpose
from noroshi.testing import HandClock


def test_found() -> None:
    """A ceremony is found by its id, with what was known at its beginning, for five minutes."""
    clock = HandClock()
    ceremonies = Ceremonies(clock)
    begun = ceremonies.begin(Purpose.OIDC, b"mika")
    clock.advance(LIFE - 1)
    found = ceremonies.find(begun.id, Purpose.OIDC)
    clock.advance(1)

    assert begun == found
    with pytest.raises(SignInError, match="too late"):
        ceremonies.find(begun.id, Purpose.OIDC)


@pytest.mark.parametrize("purpose", [each for each in Purpose if each is not Purpose.SIGN_IN])
def test_purposes(purpose: Purpose) -> None:
    """What was begun for one purpose is none for another."""
    ceremonies = Ceremonies(HandClock())

    with pytest.raises(SignInError):
        ceremonies.find(ceremonies.begin(Purpose.SIGN_IN).id, purpose)


def test_once() -> None:
    """A ceremony ends once; those that are over are remembered no longer."""
    clock = HandClock()
    ceremonies = Ceremonies(clock)
    begun = ceremonies.begin(Purpose.SIGN_IN)
    ceremonies.spend(begun)
    with pytest.raises(SignInError, match="answered already"):
        ceremonies.spend(begun)
    clock.advance(LIFE)
    ceremonies.spend(ceremonies.begin(Purpose.SIGN_IN))

    assert 1 == len(ceremonies._spent)


def test_forged() -> None:
    """Nobody makes an id but us: no changed one, no cut one, and none of another process."""
    ceremonies = Ceremonies(HandClock())
    real = ceremonies.begin(Purpose.SIGN_IN, b"payload").id
    changed = [
        real[:place] + ("A" if real[place] != "A" else "B") + real[place + 1 :]
        for place in range(len(real) - 1)
    ]
    others = [
        Ceremonies(HandClock()).begin(Purpose.SIGN_IN).id,
        "",
        "=",
        "\ud800",
        "é",
        "x" * 5000,
        real[:-4],
    ]

    for identity in changed + others:
        with pytest.raises(SignInError):
            ceremonies.find(identity, Purpose.SIGN_IN)


def test_derived() -> None:
    """What follows from a ceremony is the same each time, and another for each ceremony and label."""
    ceremonies = Ceremonies(HandClock())
    one, other = ceremonies.begin(Purpose.OIDC), ceremonies.begin(Purpose.OIDC)
    derived = sorted(
        ceremonies.derived(each, label) for each in (one, other) for label in (b"nonce", b"verifier")
    )

    assert ceremonies.derived(one, b"nonce") == ceremonies.derived(one, b"nonce")
    assert all(less != more for less, more in pairwise(derived))
