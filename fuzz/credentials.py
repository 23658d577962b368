"""Garbage for what reads ceremonies' ids, recovery codes, codes, names and network addresses that strangers give."""

import contextlib

from _driver import fuzz
from noroshi.clock import SECOND
from noroshi.errors import SignInError, UsageError
from noroshi.people.attempts import Attempts, Counted, Sort, network
from noroshi.people.audit import LONGEST, printable
from noroshi.people.ceremonies import Ceremonies, Purpose
from noroshi.people.credentials.codes import step_of
from noroshi.people.credentials.passwords import check_password
from noroshi.people.credentials.recovery import digest_of, new_codes
from noroshi.people.model import Person
from noroshi.people.rights import Role
from noroshi.people.secret import Secret
from noroshi.testing import HandClock

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

_ceremonies = Ceremonies(HandClock())
_begun = _ceremonies.begin(Purpose.SIGN_IN, b"mika")
_mika = Person("mika", "Mika Tanaka", Role.OFFICER)


def parse(data: bytes) -> None:
    """Read garbage as each of them; only what we made ourselves is found."""
    text = data.decode(errors="surrogateescape")
    with contextlib.suppress(SignInError):
        assert _ceremonies.find(text, Purpose.SIGN_IN).nonce == _begun.nonce
    assert len(digest_of(text)) in {0, 64}
    step_of(SEED, text, 59 * SECOND, 0)
    network(text)
    if len(data) < 50:
        Attempts().begin([Counted(Sort.NAME, text)])
    Secret(text).fits("x")
    assert len(Secret(text).digest) == 64
    washed = printable(text)
    assert len(washed.encode()) <= 4 * LONGEST
    with contextlib.suppress(UsageError):
        check_password(text, _mika)


fuzz(
    parse,
    seeds=[_begun.id.encode(), new_codes()[0].encode(), b"287082", b"2001:db8::1", b"correct horse battery staple", "é\u202e花".encode()],
    named=(),
    words=[b"-", b"=", b"_", b"%eth0", b"::ffff:", b"\0", b"\xed\xa0\x80", b"mika", b"0" * 5000],
)  # fmt: skip
