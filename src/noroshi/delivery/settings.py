"""What can be set about delivery, with defaults and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from noroshi.clock import DAY, HOUR, MINUTE, SECOND
from noroshi.delivery.message import Centre
from noroshi.organisations.model import ChannelKind, Marking, Severity


@dataclass(frozen=True, slots=True)
class Pace:
    """How notices of one severity gather into messages.

    The two spans are Alertmanager's group_wait and group_interval (its defaults: 30 s
    and 5 min). They are shorter here for what spreads, longer for what only annoys.
    """

    wait: int
    """ns from the first notice to its message, so that what comes together goes together."""
    interval: int
    """ns at least between two messages of one organisation, contact, kind and severity."""


PACES: Mapping[Severity, Pace] = {
    Severity.CRITICAL: Pace(wait=0, interval=5 * MINUTE),
    Severity.HIGH: Pace(wait=5 * SECOND, interval=15 * MINUTE),
    Severity.MEDIUM: Pace(wait=5 * MINUTE, interval=HOUR),
    Severity.LOW: Pace(wait=HOUR, interval=4 * HOUR),
}
"""The first of a critical kind goes at once; that of a high one within seconds, as members expect."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many messages one contact may get: a bucket that starts full and refills evenly."""

    burst: int
    """Messages that may go at once."""
    hourly: float
    """Messages an hour that refill it."""


RATES: Mapping[ChannelKind, Rate] = {
    ChannelKind.EMAIL: Rate(burst=20, hourly=30),
    ChannelKind.WEBHOOK: Rate(burst=120, hourly=3600),
}
"""A person reads the first and a machine the second (our judgement); syslog and files know no limit."""


@dataclass(frozen=True, slots=True)
class Persistence:
    """How long, and how often, a failed message is tried again."""

    first: int = 15 * SECOND
    """ns from the first failure to the second attempt; every further wait is twice as long."""
    longest: int = HOUR
    """ns at most between two attempts. RFC 5321 (4.5.4.1) asks mailers to begin with half an hour;
    an alert cannot wait that long, so we begin earlier and end near it."""
    jitter: float = 0.2
    """The share of a wait that is left to chance, so that a server that comes back is not stormed."""
    attempts: int = 150
    """Attempts before a message is dead."""
    age: int = 4 * DAY
    """ns before a message is dead, if it was tried for that long, too. RFC 5321 (4.5.4.1): "at least 4-5 days"."""


class MailSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    """Begins in the clear and must become TLS before anything is said."""
    TLS = "tls"
    """TLS from the first byte (RFC 8314, port 465)."""
    PLAIN = "plain"
    """No protection: for a relay on the same machine only."""


@dataclass(frozen=True, slots=True)
class OpenPgpSettings:
    """What signs and encrypts with OpenPGP."""

    program: str = "gpg"
    """GnuPG's name or path."""
    home: Path | None = None
    """The folder in which GnuPG keeps the centre's key; needed only to sign."""
    key: str = ""
    """The fingerprint of that key; empty: nothing is signed."""
    passphrase: str = field(default="", repr=False)
    """Opens it; empty if GnuPG's agent knows how, or none is needed."""


@dataclass(frozen=True, slots=True)
class SmimeSettings:
    """What signs with S/MIME, and which certificates are not believed any more."""

    certificate: Path | None = None
    """PEM file of the centre's certificate, and those between it and the authority; None: nothing is signed."""
    key: Path | None = None
    """PEM file of its key."""
    passphrase: str = field(default="", repr=False)
    """Opens the key; empty if it is not encrypted."""
    revoked: tuple[Path, ...] = ()
    """PEM files, each a list of certificates that an authority has revoked."""


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """The mail server that takes our messages."""

    host: str = "localhost"
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    """Empty: no login."""
    password: str = field(default="", repr=False)
    sender: str = "noroshi@localhost"
    """The From address; its domain also ends each Message-ID."""
    authorities: Path | None = None
    """PEM file of certificate authorities to trust instead of the system's."""
    timeout: float = 30.0
    """Seconds for each answer of the server."""
    certificates: Path | None = None
    """The folder with the certificates that contacts name."""
    encrypt_from: Marking | None = None
    """The mildest marking of what leaves encrypted only; None: what is for contacts without a certificate is not encrypted."""
    openpgp: OpenPgpSettings = OpenPgpSettings()
    smime: SmimeSettings = SmimeSettings()


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """How webhooks are called."""

    secret: str = field(default="", repr=False)
    """Signs bodies for every address that has no secret of its own; empty: no signature."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Address -> secret."""
    plain: bool = False
    """Allow http:// to other machines. To this one it is always allowed."""
    authorities: Path | None = None
    """PEM file of certificate authorities to trust instead of the system's."""
    timeout: float = 20.0
    """Seconds for the whole call."""


@dataclass(frozen=True, slots=True)
class SyslogSettings:
    """How syslog servers are written to."""

    hostname: str = "-"
    """The HOSTNAME field; "-" says nothing."""
    facility: int = 16
    """0 to 23 (RFC 5424, table 1); 16 is local0."""
    enterprise: int = 32473
    """The private enterprise number in structured data names; 32473 is for documentation (RFC 5612)."""
    authorities: Path | None = None
    """PEM file of certificate authorities to trust instead of the system's."""
    timeout: float = 20.0
    """Seconds for connecting, and again for writing."""


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """Everything that can be set about delivery."""

    centre: Centre = Centre()  # noqa: RUF009  # frozen, so one for all is safe
    console: str = ""
    """The URL of the console, for links to alerts and their guides; empty if members can open none."""
    paces: Mapping[Severity, Pace] = field(default_factory=lambda: PACES)
    summary_hour: int = 9
    """The hour of the contact's day (0 to 23) at which what still goes on is summed up."""
    most: int = 200
    """Alerts in one message at most; the others follow in the next."""
    rates: Mapping[ChannelKind, Rate] = field(default_factory=lambda: RATES)
    persistence: Persistence = Persistence()
    at_once: int = 8
    """Messages that are being sent at the same time, at most."""
    poll: float = 0.5
    """Seconds between two looks for new notices."""
    email: EmailSettings = EmailSettings()
    webhook: WebhookSettings = field(default_factory=WebhookSettings)
    syslog: SyslogSettings = SyslogSettings()
