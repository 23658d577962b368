"""E-mail: plain text, HTML and the machine-readable message; signed and encrypted where it can be."""

import asyncio
import re
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from noroshi.clock import SECOND, Clock
from noroshi.delivery.channels.mail_server import MailServer, check_mailbox
from noroshi.delivery.document import encoded
from noroshi.delivery.message import Message
from noroshi.delivery.protection.entities import POLICY
from noroshi.delivery.protection.protecting import Protector
from noroshi.delivery.rendering import html, subject, text
from noroshi.delivery.settings import EmailSettings
from noroshi.delivery.washing import washed
from noroshi.errors import DeliveryError

THREADED = 20
"""Alerts that a message names in References, so that the header stays short."""


class EmailChannel:
    """Hands mail to the centre's mail server."""

    def __init__(self, settings: EmailSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._protector = Protector(settings)
        self._server = MailServer(settings)

    async def send(self, message: Message) -> None:
        """Hand the message to the mail server.

        Raises
        ------
        DeliveryError
            If the mail cannot be written (permanent) or protected as it must be, or as for `MailServer.take`.
        """
        check_mailbox(message.contact.address)
        try:
            mail = mail_of(message, self._settings.sender)
            octets = await asyncio.to_thread(self._protector.protect, mail, message, self._clock.now())
        except (MessageError, ValueError) as error:
            raise DeliveryError("the mail could not be written", retry=False) from error
        await self._server.take(message.contact.address, octets)


def mail_of(message: Message, sender: str) -> EmailMessage:
    """Write a mail: the same message gives the same mail.

    Its Message-ID comes from the key. All mails about one alert name the same ancestor,
    so that mail programs show them as one thread.

    Parameters
    ----------
    sender
        The From address.

    Raises
    ------
    ValueError
        If the sender is not a mailbox.
    """
    mailbox, _, domain = sender.rpartition("@")
    mail = EmailMessage(policy=POLICY)
    mail["From"] = Address(washed(message.centre.name), mailbox, domain)
    mail["To"] = Address(washed(message.contact.name), addr_spec=message.contact.address)
    mail["Subject"] = subject(message)
    mail["Date"] = datetime.fromtimestamp(message.composed // SECOND, UTC)
    mail["Message-ID"] = f"<{message.key}@{domain}>"
    threads = [f"<{_token(telling.alert.id)}.alert@{domain}>" for telling in message.tellings[:THREADED]]
    mail["In-Reply-To"] = threads[0]
    mail["References"] = " ".join(threads)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Noroshi-Key"] = message.key
    mail.set_content(text(message))
    mail.add_alternative(html(message), subtype="html")
    mail.add_attachment(
        encoded(message), maintype="application", subtype="json", filename=f"noroshi-{message.key}.json"
    )
    _fix_boundaries(mail, message.key)
    return mail


def _fix_boundaries(mail: EmailMessage, key: str) -> None:
    """Name the boundaries after the key; drawn by chance they would make a repeat differ."""
    for depth, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"noroshi-{depth}-{key}")


def _token(alert: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", alert)
