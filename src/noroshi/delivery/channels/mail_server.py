"""The mail server that takes what the centre sends: over SMTP with TLS, to one mailbox at a time."""

import re
import ssl
from typing import Final

import aiosmtplib

from noroshi.delivery.channels.trust import distrust, trust
from noroshi.delivery.settings import EmailSettings, MailSecurity
from noroshi.errors import DeliveryError

MAILBOX: Final = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]+@[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]+")
"""What we take for a mailbox: no quoted forms, nothing that could end a header or an SMTP command."""
MAILBOX_FULL: Final = 552
"""As an answer to RCPT it means "too many recipients", to be tried again (RFC 5321, 4.5.3.1.10)."""


class MailServer:
    """Takes mail; a connection for each.

    Parameters
    ----------
    settings
        Where it is, and who says that mail comes from us.

    Raises
    ------
    SettingsError
        If the file of authorities cannot be read.
    """

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings
        self._trust = trust(settings.authorities)

    async def take(self, mailbox: str, mail: bytes) -> None:
        """Hand a mail over; when this returns, the server has taken it.

        Parameters
        ----------
        mailbox
            To whom.
        mail
            As it leaves, with its header.

        Raises
        ------
        DeliveryError
            If that is no mailbox, or the server is not reached, is not who it says, or refuses. Permanent if it refuses the recipient or the
            content with a 5xx answer; a refused login or sender is ours to mend, so it may be tried again.
        """
        check_mailbox(mailbox)
        try:
            async with self.connection() as server:
                await server.sendmail(self._settings.sender, [mailbox], mail)
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
        except ValueError as error:
            raise DeliveryError("the mail could not be written", retry=False) from error

    def connection(self) -> aiosmtplib.SMTP:
        """Give a connection that opens, and logs in, where it is entered."""
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


def check_mailbox(text: str) -> None:
    """See that a text is a mailbox.

    Raises
    ------
    DeliveryError
        If it is none; permanent.
    """
    if not MAILBOX.fullmatch(text):
        raise DeliveryError("the address is not a mailbox", retry=False)


def _permanent(code: int) -> bool:
    return code // 100 == 5 and code != MAILBOX_FULL


def _plainly(error: Exception) -> str:
    if isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return distrust(error.__cause__)
    return type(error).__name__
