"""What the hostile partner sends to others' servers."""

import http.client
from functools import cache
from http import HTTPStatus

from _federated.rogue.objects import CENTRES, NAME, aged, broken, claims, envelope, patterns
from _federated.rogue.sender import Sending, Target
from noroshi.organisations.model import Marking
from noroshi.sharing.taxii.collection import for_one, from_one


def flood(target: Target) -> int:
    """Speak of 1,000 machines that nobody holds."""
    return target.post(envelope(list(claims(NAME, [f"100.100.{n // 250}.{n % 250}" for n in range(1_000)]))))


def huge(target: Target) -> int:
    """Send a body of more than is taken at a time."""
    return target.post(b'{"objects":["' + b"x" * (17 << 20) + b'"]}')


def deep(target: Target) -> int:
    """Send lists in lists."""
    return target.post(b'{"objects":' + b"[" * 200_000 + b"]" * 200_000 + b"}")


def many_values(target: Target) -> int:
    """Send more numbers than fit in memory as Python has them."""
    return target.post(b'{"objects":[' + b"1," * 2_000_000 + b"1]}")


def other_kind(target: Target) -> int:
    """Send a body that says it is something else."""
    return target.post(envelope(list(claims(NAME, ["100.100.2.7"]))), kind="text/html")


def faulty(target: Target) -> int:
    """Send objects that cannot be taken."""
    return target.post(envelope(list(broken().values())))


def bad_patterns(target: Target) -> int:
    """Send patterns that cannot be read."""
    return target.post(envelope(list(patterns())))


def forged(target: Target) -> int:
    """Say what others have seen, the centre itself among them."""
    return target.post(envelope([each for centre in CENTRES for each in claims(centre, ["100.100.2.1"])]))


def out_of_time(target: Target) -> int:
    """Tell of another time."""
    return target.post(envelope(list(aged())))


@cache
def _once() -> bytes:
    return envelope(list(claims(NAME, [f"100.100.9.{n}" for n in range(100)])))


def replayed(target: Target) -> int:
    """Send the same as ever."""
    return target.post(_once())


def into_others(target: Target) -> int:
    """Add to what another partner tells."""
    return target.post(_once(), collection=from_one("kin").id)


def into_own_reading(target: Target) -> int:
    """Add to what the centre tells."""
    return target.post(_once(), collection=for_one(NAME, Marking.GREEN).id)


def read_others(target: Target) -> int:
    """Ask for what another partner is told."""
    return target.get(for_one("kin", Marking.AMBER).id)


def read_own(target: Target) -> int:
    """Ask for all that it may have."""
    return target.get(for_one(NAME, Marking.GREEN).id)


def as_nobody(target: Target) -> int:
    """Come with a certificate that nobody knows."""
    with target.connected(target.other) as connection:
        try:
            connection.request("GET", "/taxii2/")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0


def half_asked(target: Target) -> int:
    """Begin fifty requests, and end none."""
    for _ in range(50):
        with target.connected() as connection:
            connection.putrequest("POST", f"/taxii2/centre/collections/{from_one(NAME).id}/objects/")
            connection.putheader("Content-Length", "1000000")
            connection.endheaders(b"{")
    return 0


SENDINGS = (
    Sending("flood", flood, HTTPStatus.ACCEPTED, "declined: nobody"),
    Sending("huge body", huge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large"),
    Sending("deep body", deep, HTTPStatus.UNPROCESSABLE_ENTITY, "the body has too many levels"),
    Sending("many values", many_values, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "a body has at most 1,000,000 values"),
    Sending("wrong content type", other_kind, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "a body is application/taxii+json"),
    Sending("faulty objects", faulty, HTTPStatus.ACCEPTED, "its id is not TYPE--UUID"),
    Sending("bad patterns", bad_patterns, HTTPStatus.ACCEPTED, "unread"),
    Sending("forged centres", forged, HTTPStatus.ACCEPTED, "declined: foreign"),
    Sending("another time", out_of_time, HTTPStatus.ACCEPTED, "declined: late"),
    Sending("replay", replayed, HTTPStatus.ACCEPTED, ""),
    Sending("into another's collection", into_others, HTTPStatus.NOT_FOUND, "there is no such collection"),
    Sending("into what it may read alone", into_own_reading, HTTPStatus.FORBIDDEN, "you may not add to this collection"),
    Sending("read what another is told", read_others, HTTPStatus.NOT_FOUND, "there is no such collection"),
    Sending("read its own", read_own, HTTPStatus.OK, ""),
    Sending("unknown certificate", as_nobody, 0, ""),
    Sending("half asked", half_asked, 0, ""),
)  # fmt: skip
