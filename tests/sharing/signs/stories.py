"""A made-up first sign, as centres tell it."""

from noroshi.indications.model import MARKING, begun
from noroshi.sharing.sign import Sign, sign_of
from tests.alerts.stories import NOON
from tests.indications.signs import sign


def _rising() -> Sign:
    told = sign_of(begun(sign(first=NOON)), "Example Centre", MARKING)
    assert told is not None
    return told


RISING = _rising()
