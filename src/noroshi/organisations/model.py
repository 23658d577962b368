"""Organisation, contact and holding: frozen, checked where they enter."""

from enum import StrEnum
from typing import Literal

from msgspec import Struct

Language = Literal["en", "ja"]


class Marking(StrEnum):
    """A Traffic Light Protocol 2.0 label (FIRST, August 2022), least restrictive first."""

    CLEAR = "clear"
    """No limit on disclosure."""
    GREEN = "green"
    """May be shared within the community."""
    AMBER = "amber"
    """May be shared within the organisation and with its clients, on a need-to-know basis."""
    AMBER_STRICT = "amber+strict"
    """May be shared within the organisation only."""
    RED = "red"
    """For the eyes and ears of the individual recipients only."""

    @property
    def rank(self) -> int:
        """0 for the least restrictive."""
        return _MARKING_RANKS[self]

    def admits(self, marking: "Marking") -> bool:
        """Tell whether somebody whose clearance this is may receive what has a marking."""
        return marking.rank <= self.rank


_MARKING_RANKS = {marking: rank for rank, marking in enumerate(Marking)}


class Severity(StrEnum):
    """How soon somebody should act, mildest first."""

    LOW = "low"
    """Worth mending some time: a misconfiguration."""
    MEDIUM = "medium"
    """Worth looking at today."""
    HIGH = "high"
    """A machine is probably infected, or somebody is under attack."""
    CRITICAL = "critical"
    """A machine is infected and spreading inside the organisation itself."""

    @property
    def rank(self) -> int:
        """0 for the mildest."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class ChannelKind(StrEnum):
    """How a contact is reached."""

    EMAIL = "email"
    """SMTP; the address is a mailbox."""
    WEBHOOK = "webhook"
    """HTTP POST of JSON; the address is an https or http URL."""
    SYSLOG = "syslog"
    """RFC 5424; the address is syslog+tls://, syslog+tcp:// or syslog+udp:// host:port."""
    FILE = "file"
    """Newline-delimited JSON; the address is a file's path, or - for standard output."""


class Origin(StrEnum):
    """Who wrote a row of the register."""

    PERSON = "person"
    """Somebody typed it; an import never overwrites it."""
    IMPORT = "import"
    """A file brought it; the next import of that file may change or retire it."""


class Hours(Struct, frozen=True, forbid_unknown_fields=True):
    """When a contact may be disturbed, in the contact's own time zone.

    Critical notices ignore it: a worm does not wait for Monday.
    """

    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    """ISO weekdays, 1 = Monday."""
    start: str = "00:00"
    """From, HH:MM inclusive."""
    until: str = "24:00"
    """Until, HH:MM exclusive; earlier than `start` means past midnight."""


class Contact(Struct, frozen=True, forbid_unknown_fields=True):
    """One way to reach one organisation."""

    channel: ChannelKind
    address: str
    """A mailbox, a URL or a path, as the channel kind says."""
    name: str = ""
    language: Language = "en"
    time_zone: str = "UTC"
    """An IANA zone name, such as Asia/Tokyo."""
    hours: Hours = Hours()
    minimum_severity: Severity = Severity.LOW
    """Milder alerts are not sent here."""
    escalation: bool = False
    """Told only when nobody has answered for long; of an organisation without other contacts, told all the same."""
    certificate: str = ""
    """Of e-mail: the name of the file with the OpenPGP key or S/MIME certificate that it is encrypted for; empty for none."""

    @property
    def key(self) -> str:
        """What tells contacts of one organisation apart: channel and address."""
        return f"{self.channel.value}:{self.address}"


class HoldingKind(StrEnum):
    """What sort of thing is held."""

    PREFIX = "prefix"
    """An IPv4 or IPv6 network prefix in CIDR form."""
    ASN = "asn"
    """An autonomous system, by number: all that the loaded list says it announces."""


class Use(StrEnum):
    """Whether a prefix is in use."""

    LIVE = "live"
    """In use: machines of the organisation answer there."""
    DARK = "dark"
    """Routed but unused: whatever is sent there is unsolicited. A dark prefix is a sensor."""


class Holding(Struct, frozen=True, forbid_unknown_fields=True):
    """What an organisation answers for, and from when until when.

    Inside a dark prefix everything is dark but the live prefixes registered within
    it: the longest prefix wins.
    """

    kind: HoldingKind
    value: str
    """A prefix in CIDR form, or an AS number without "AS"."""
    use: Use = Use.LIVE
    valid_from: int | None = None
    """ns UTC, inclusive; None means always."""
    valid_until: int | None = None
    """ns UTC, exclusive; None means until further notice."""
    note: str = ""

    @property
    def key(self) -> str:
        """What tells holdings of one organisation apart."""
        return f"{self.kind.value}:{self.value}:{self.use.value}:{self.valid_from or ''}"

    @property
    def text(self) -> str:
        """What people call it: 192.0.2.0/24, or AS64500."""
        return self.value if self.kind is HoldingKind.PREFIX else f"AS{self.value}"


OPERATOR = "operator"
"""The tag of an organisation that runs this centre, and is told when a sensor does not see."""

PARTNER = "partner"
"""The tag of an organisation that is another centre: what it answers for, its own members hold."""


class Organisation(Struct, frozen=True, forbid_unknown_fields=True):
    """A member, partner or other party."""

    id: str
    """Short and stable: lower-case letters, digits and hyphens."""
    name: str
    contacts: tuple[Contact, ...] = ()
    holdings: tuple[Holding, ...] = ()
    clearance: Marking = Marking.AMBER
    """The most restrictive label it may receive."""
    language: Language = "en"
    tags: tuple[str, ...] = ()
    valid_from: int | None = None
    """ns UTC, inclusive; None means always."""
    valid_until: int | None = None
    """ns UTC, exclusive; None means until further notice."""


def is_valid(valid: Holding | Organisation, now: int) -> bool:
    """Say whether something counts at a moment (ns UTC)."""
    begun = valid.valid_from is None or valid.valid_from <= now
    return begun and (valid.valid_until is None or now < valid.valid_until)
