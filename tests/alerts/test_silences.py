import pytest

from noroshi.alerts.silences import Scope, Silence
from noroshi.clock import HOUR
from tests.alerts.stories import NOON, alert


@pytest.mark.parametrize(
    ("scope", "is_covered"),
    [
        (Scope(), True),
        (Scope(organisation="one"), True),
        (Scope(organisation="two"), False),
        (Scope(kind="infection.external"), True),
        (Scope(kind="infection"), True),
        (Scope(kind="infection.internal"), False),
        (Scope(kind="infect"), False),
        (Scope(subject="192.0.2.1"), True),
        (Scope(subject="192.0.2.0/28"), True),
        (Scope(subject="192.0.2.16/28"), False),
        (Scope(subject="2001:db8::/32"), False),
        (Scope(subject="no address"), False),
        (Scope(alert="A-0000001"), True),
        (Scope(alert="A-0000002"), False),
        (Scope(organisation="one", kind="dos.victim"), False),
    ],
)
def test_scope(scope: Scope, *, is_covered: bool) -> None:
    """A silence covers the alerts that meet every one of its conditions."""
    assert is_covered == scope.covers(alert())


@pytest.mark.parametrize(
    ("now", "lifted", "holds"),
    [
        (NOON - HOUR, None, True),
        (NOON, None, True),
        (NOON + HOUR - 1, None, True),
        (NOON + HOUR, None, False),
        (NOON + 1, NOON + 1, False),
    ],
)
def test_span(now: int, lifted: int | None, *, holds: bool) -> None:
    """A silence holds until it expires or is lifted, from its beginning on, also where the clock has gone back since."""
    silence = Silence("S-00001", Scope(), "works", "me", NOON, NOON + HOUR, lifted)

    assert holds == silence.holds(alert(), now)
