"""A mail server, and the mailboxes behind it."""

import asyncio
import email
import random
from collections.abc import Callable
from email import policy

from aiosmtpd.smtp import SMTP, Envelope, Session

from _receiver import Receiver

DROPPED = 0.02
"""Share of mails after which a server in good health drops the connection without an answer."""


class Mail(Receiver):
    """Drops repeats by `X-Noroshi-Key`, as docs/notices.md asks of a receiver."""

    def __init__(self, chance: random.Random) -> None:
        self.dropped = DROPPED
        """Share of mails that it takes and then drops the connection, so that nobody knows whether it has."""
        super().__init__(chance)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or ask to try again later, as a grey list does."""
        if self._refuses():
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        """Take a mail; now and then drop the connection where the answer should be."""
        assert isinstance(envelope.content, bytes)
        await self._keep(_parsed(envelope.content)["X-Noroshi-Key"], envelope.content)
        if self._chance.random() < self.dropped and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK"

    async def _protocol(self) -> Callable[[], asyncio.BaseProtocol]:
        return lambda: SMTP(self, hostname="localhost", loop=self._loop)

    def _document(self, body: bytes) -> bytes:
        (attached,) = _parsed(body).iter_attachments()
        content = attached.get_payload(decode=True)
        assert isinstance(content, bytes)
        return content


def _parsed(mail: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(mail, policy=policy.default)
