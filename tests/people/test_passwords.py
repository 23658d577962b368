import threading
import time

import pytest
from argon2 import extract_parameters

from noroshi.errors import TooOftenError
from noroshi.people.credentials.passwords import QUEUE, Passwords


def test_parameters() -> None:
    """Hashes are Argon2id's with at least what OWASP asks for: 19 MiB, 2 rounds, 1 lane; and each has its own salt."""
    passwords = Passwords()
    one, other = passwords.hash("open sesame"), passwords.hash("open sesame")
    parameters = extract_parameters(one)

    assert ("ID", 19 * 1024, 2, 1) == (
        parameters.type.name,
        parameters.memory_cost,
        parameters.time_cost,
        parameters.parallelism,
    )
    assert one != other
    assert passwords.fits(one, "open sesame", known=False)
    assert not passwords.fits(one, "open sesam", known=False)
    assert not passwords.is_outdated(one)


@pytest.mark.parametrize("hashed", ["", "nonsense", "$argon2id$v=19$m=64,t=1,p=1$AAAA"])
def test_no_hash(hashed: str) -> None:
    """Where there is no hash that can be read, no password fits."""
    passwords = Passwords(memory=64, rounds=1)

    assert not passwords.fits(hashed, "nobody's password", known=False)
    assert not passwords.fits(hashed, "\ud800", known=False)


def test_lanes() -> None:
    """When too many strangers wait the next is sent away, and known devices have their turn all the same."""
    passwords = Passwords(memory=64, rounds=1)
    hashed = passwords.hash("open sesame")
    turn = passwords._lanes[False][1]
    with turn:
        waiting = [
            threading.Thread(target=passwords.fits, args=(hashed, "x"), kwargs={"known": False})
            for _ in range(QUEUE)
        ]
        for each in waiting:
            each.start()
        while passwords._lanes[False][0].acquire(blocking=False):  # until all of them wait
            passwords._lanes[False][0].release()
            time.sleep(0.001)
        with pytest.raises(TooOftenError):
            passwords.fits(hashed, "open sesame", known=False)
        assert passwords.fits(hashed, "open sesame", known=True)
    for each in waiting:
        each.join()

    assert passwords.fits(hashed, "open sesame", known=False)
