"""E-mail: plain text, HTML and the machine-readable message, over SMTP with TLS; signed and encrypted where it can be."""

import asyncio
import re
import ssl
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

import aiosmtplib

from noroshi.clock import SECOND, Clock
from noroshi.delivery.channels.trust import distrust, trust
from noroshi.delivery.document import encoded
from noroshi.delivery.message import Message
from noroshi.delivery.protection.entities import POLICY
from noroshi.delivery.protection.protecting import Protector
from noroshi.delivery.rendering import html, subject, text
from noroshi.delivery.settings import EmailSettings, MailSecurity
from noroshi.delivery.washing import washed
from noroshi.errors import DeliveryError

MAILBOX = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]+@[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]+")
"""What we take for a mailbox: no quoted forms, nothing that could end a header or an SMTP command."""
THREADED = 20
"""Alerts that a message names in References, so that the header stays short."""
MAILBOX_FULL = 552
"""As an answer to RCPT it means "too many recipients", to be tried again (RFC 5321, 4.5.3.1.10)."""


class EmailChannel:
    """Hands mail to one server."""

    def __init__(self, settings: EmailSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._protector = Protector(settings)
        self._trust = trust(settings.authorities)

    async def send(self, message: Message) -> None:
        """Hand the message to the mail server.

        Raises
        ------
        DeliveryError
            If the mail cannot be protected as it must be, or the server is not reached, is not who it says, or refuses. Permanent if it refuses
            the recipient or the content with a 5xx answer; a refused login or sender is ours to
            mend, so it is tried again.
        """
        recipient = message.contact.address
        if not MAILBOX.fullmatch(recipient):
            raise DeliveryError("the address is not a mailbox", retry=False)
        try:
            mail = mail_of(message, self._settings.sender)
            octets = await asyncio.to_thread(self._protector.protect, mail, message, self._clock.now())
            async with self._connection() as server:
                await server.sendmail(self._settings.sender, [recipient], octets)
        except aiosmtplib.SMTPRecipientsRefused as error:
            code = error.recipients[0].code
            raise DeliveryError(f"the recipient was refused ({code})", retry=not _permanent(code)) from error
        except aiosmtplib.SMTPDataError as error:
            raise DeliveryError(
                f"the mail was refused ({error.code})", retry=not _permanent(error.code)
            ) from error
        except aiosmtplib.SMTPNotSupported as error:
            raise DeliveryError("the server does not support what this needs", retry=True) from error
        except aiosmtplib.SMTPResponseException as error:
            raise DeliveryError(f"the server refused us ({error.code})", retry=True) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise DeliveryError(f"the server cannot be used: {_plainly(error)}", retry=True) from error
        except (MessageError, ValueError) as error:
            raise DeliveryError("the mail could not be written", retry=False) from error

    def _connection(self) -> aiosmtplib.SMTP:
        settings = self._settings
        return aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            username=settings.user or None,
            password=settings.password or None,
            use_tls=settings.security is MailSecurity.TLS,
            # True fails if the server does not offer it; without it aiosmtplib would fall back to plain.
            start_tls=settings.security is MailSecurity.STARTTLS,
            tls_context=self._trust,
            timeout=settings.timeout,
        )


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


def _permanent(code: int) -> bool:
    return code // 100 == 5 and code != MAILBOX_FULL


def _plainly(error: Exception) -> str:
    if isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return distrust(error.__cause__)
    return type(error).__name__
