"""Mail as a reader's program takes it apart: what is signed must not change by a byte."""

import email
from email import policy
from email.message import EmailMessage


def mail(letter: bytes) -> EmailMessage:
    """Read a mail, or an entity."""
    return email.message_from_bytes(letter, policy=policy.default)


def parts(letter: bytes) -> list[bytes]:
    """The parts of a multipart entity, byte by byte."""
    boundary = mail(letter).get_boundary()
    assert boundary is not None
    _, *between, _ = (b"\r\n" + letter).split(f"\r\n--{boundary}".encode())
    return [part.removeprefix(b"\r\n") for part in between]


def body(entity: bytes) -> bytes:
    """What comes after the empty line."""
    return entity.partition(b"\r\n\r\n")[2]


def texts(entity: EmailMessage) -> list[str]:
    """The kinds of content in it."""
    return [part.get_content_type() for part in entity.walk() if not part.is_multipart()]
