"""MIME entities as bytes: what is signed must not be folded or encoded anew by whoever writes the mail."""

import base64
import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

POLICY: Final = SMTP.clone(cte_type="7bit")
"""CRLF line ends, and nothing but ASCII on the wire, so that every relay can pass it on."""

HIDDEN: Final = "[...]"
"""The subject of a mail whose own is encrypted (RFC 9788, 3.2.1)."""

TELLING: Final = frozenset({"subject", "in-reply-to", "references"})
"""Header fields that tell what an encrypted mail is about: alerts' ids are hashes of what they are about, and can be guessed."""

ABOUT_CONTENT: Final = "content-"
"""How the fields begin that belong to the content, and not to the mail."""


def payload(mail: EmailMessage, *, encrypted: bool) -> bytes:
    """Give what of a mail is signed or encrypted: its content, and its header fields with it (RFC 9788, 2.1).

    Parameters
    ----------
    mail
        A mail of more parts than one.
    encrypted
        Whether it will be; then it says, too, which fields are outside (RFC 9788, 2.2).
    """
    kept = _copy(mail)
    content_type = kept["Content-Type"]
    del kept["MIME-Version"], kept["Content-Type"]
    how = "cipher" if encrypted else "clear"
    # The second is what mail programs know that are older than the RFC.
    kept["Content-Type"] = f'{content_type}; hp="{how}"; protected-headers="v1"'
    if encrypted:
        for name, value in _outside(mail, encrypted=True):
            kept["HP-Outer"] = f"{name}: {value}"
    return kept.as_bytes()


def enveloped(mail: EmailMessage, entity: bytes, *, encrypted: bool) -> bytes:
    """Give a whole mail: what of its header fields anybody may read, and an entity."""
    envelope = EmailMessage(policy=POLICY)
    for name, value in _outside(mail, encrypted=encrypted):
        envelope[name] = value
    envelope["MIME-Version"] = "1.0"
    return envelope.as_bytes().removesuffix(b"\r\n") + entity


def multipart(content_type: str, *parts: bytes) -> bytes:
    """Join entities.

    Parameters
    ----------
    content_type
        Without a boundary; that follows from the parts.
    """
    boundary = f"noroshi-{hashlib.blake2b(b''.join(parts), digest_size=16).hexdigest()}"
    between = f"--{boundary}\r\n".encode()
    header = f'Content-Type: {content_type};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    return header + b"".join(between + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()


def attached(content_type: str, name: str, content: bytes) -> bytes:
    """Make an entity of bytes."""
    header = (
        f'Content-Type: {content_type}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    )
    return header.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _copy(mail: EmailMessage) -> EmailMessage:
    copy = EmailMessage(policy=POLICY)
    for name, value in mail.items():
        copy[name] = value
    copy.set_payload(mail.get_payload())
    return copy


def _outside(mail: EmailMessage, *, encrypted: bool) -> list[tuple[str, str]]:
    """Give the header fields that anybody may read."""
    fields = [
        (name, str(value))
        for name, value in mail.items()
        if not name.lower().startswith(ABOUT_CONTENT) and name.lower() != "mime-version"
    ]
    if not encrypted:
        return fields
    return [(name, value) for name, value in fields if name.lower() not in TELLING] + [("Subject", HIDDEN)]
