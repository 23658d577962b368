import base64

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.clock import SECOND
from noroshi.people.credentials.codes import STEP, new_seed, step_of
from noroshi.people.credentials.recovery import digest_of, new_codes

SEED = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_vectors(second: int, code: str) -> None:
    """RFC 6238's test vectors for SHA-1, of which we show the last six digits."""
    assert second // STEP == step_of(SEED, code[2:], second * SECOND, after=0)


@given(now=st.integers(10**9, 4 * 10**9), away=st.integers(-3, 3), after=st.integers(-3, 3))
def test_window(now: int, away: int, after: int) -> None:
    """A code is good in its half minute and the two around it, and never at or before the step of the last one."""
    step = now // STEP
    code = pyotp.TOTP(SEED).generate_otp(step + away)
    found = step_of(SEED, code, now * SECOND, after=step + after)

    if abs(away) <= 1 and away > after:
        assert step + away == found
    elif found is not None:  # two steps may show the same digits by chance
        assert pyotp.TOTP(SEED).generate_otp(found) == code


@pytest.mark.parametrize("code", ["", "abcdef", "1234567", "\ud800", "۱۲۳۴۵۶", "-12345"])
def test_no_code(code: str) -> None:
    """What is no code belongs to no step."""
    assert step_of(SEED, code, 59 * SECOND, after=0) is None


def test_seed() -> None:
    """A seed has the 160 bits that RFC 4226 wants."""
    assert 20 == len(base64.b32decode(new_seed(bytes(32))))


@pytest.mark.parametrize("code", ["", "0123", "0123-4567-89AB-CDEFG", "u" * 15, "x" * 100_000, "\ud800"])
def test_no_recovery_code(code: str) -> None:
    """What has not sixteen letters is no recovery code."""
    assert "" == digest_of(code)


def test_recovery_codes() -> None:
    """A recovery code is read as people write it: in any case, with or without dashes, O for 0, and I or L for 1."""
    code = new_codes()[0]
    misread = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")

    assert digest_of(code) == digest_of(misread) == digest_of(code.replace("-", ""))
