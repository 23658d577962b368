"""A mail server that tests start, and that keeps what arrives."""

import asyncio
import email
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from email import policy
from email.message import EmailMessage
from typing import Any, NamedTuple

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from noroshi.delivery.settings import EmailSettings, MailSecurity
from tests.delivery.conftest import Certificates

SENDER = "watch@noroshi.example"


class Mailroom:
    """Keeps what arrives; answers as it was told to."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.envelopes: list[tuple[str | None, list[str]]] = []
        """From and to whom each letter came."""
        self.logins: list[Any] = []
        self.to_recipients = "250 OK"
        self.to_recipient: dict[str, str] = {}
        """Mailbox -> the answer, where it is another."""
        self.to_data = "250 OK"

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, *_: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.to_recipient.get(address, self.to_recipients)

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.letters.append(envelope.content)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return self.to_data

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"open sesame", handled=False)

    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(letter, policy=policy.default) for letter in self.letters]


class Server(NamedTuple):
    """A mail server that runs, and how to reach it."""

    mailroom: Mailroom
    settings: EmailSettings


@asynccontextmanager
async def serving(certificates: Certificates, security: MailSecurity) -> AsyncIterator[Server]:
    """Run a mail server on a free port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.chain, certificates.key)
    mailroom, starttls = Mailroom(), security is MailSecurity.STARTTLS
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: SMTP(
            mailroom,
            hostname="localhost",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            authenticator=mailroom.authenticate,
            auth_require_tls=starttls,
            loop=loop,
        ),
        "127.0.0.1",
        0,
        ssl=context if security is MailSecurity.TLS else None,
    )
    port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield Server(
            mailroom,
            EmailSettings(
                "localhost", port, security, sender=SENDER, authorities=certificates.authority, timeout=5
            ),
        )


@contextmanager
def beside(certificates: Certificates, security: MailSecurity) -> Iterator[Server]:
    """Run a mail server in a thread of its own, for what waits for it without an event loop."""
    made: list[Server] = []
    is_up, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with serving(certificates, security) as server:
            made.append(server)
            is_up.set()
            await stop.wait()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert is_up.wait(30)
        yield made[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
