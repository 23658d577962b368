"""Partners: other centres that we exchange with, by which ways, and how that goes.

What a partner may receive is the clearance of its organisation, as the register has it; this is how it comes in, how we
come to it, and how far.
"""

import hashlib
import ssl
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from msgspec import Struct

from noroshi.clock import DAY
from noroshi.errors import UsageError
from noroshi.people.audit import AuditEntry
from noroshi.sharing.taxii.objects import Fault

SECRET: Final = "nrp_"  # noqa: S105  # how each begins, so that programs that look for leaked secrets know one
"""How each secret begins that a partner comes with."""

QUARANTINED: Final = 1_000
"""Objects of one partner that are kept in quarantine; of more, the latest."""

MOST_REASONS: Final = 100
"""Reasons by which refusals of one partner are counted; there are fewer, unless it makes some up."""

OTHER_REASONS: Final = "other reasons"
"""As what all further ones are counted."""

MOST_A_DAY: Final = 512 << 20
"""Bytes of objects that are kept of what one partner gives on a day, UTC, by itself. 20,000 machines, and of no more is one believed
(`noroshi.sharing.taking`), take a fifth of that with all that STIX says around them; a flood fills no disk overnight."""

QUARANTINED_BYTES: Final = 10_000
"""Bytes that are kept of each."""


class PartnerState(StrEnum):
    """Where a partner stands."""

    ACTIVE = "active"
    """We exchange with it."""
    WITHDRAWN = "withdrawn"
    """All that it told us was taken away; it may read, and nothing is taken from it until it is added anew."""


class Partner(Struct, frozen=True):
    """Another centre that we exchange with."""

    organisation: str
    """The organisation's id in the register."""
    name: str
    """Its name among partners, as findings have it."""
    address: str = ""
    """The URL of its TAXII server, of a discovery or an API root; empty if it alone comes to us."""
    collection: str = ""
    """What is pulled from there: a collection's id or alias; empty for all that can be read."""
    login: str = ""
    """Our name there, for HTTP Basic; empty to send the secret as a bearer token."""
    secret_file: str = ""
    """The file that holds our secret there; empty where our certificate does."""
    certificate: str = ""
    """Its certificate in PEM, by which it is known as a client and as a server; empty for the system's authorities."""
    state: PartnerState = PartnerState.ACTIVE
    created: int = 0
    """ns UTC."""
    cursors: Mapping[str, str] = {}
    """How far each collection there has been pulled, by its id: the X-TAXII-Date-Added-Last of its server."""
    pulled: int | None = None
    """ns UTC, when it was last pulled from with success."""
    due: int = 0
    """ns UTC, when to pull next."""
    failures: int = 0
    """Pulls that failed since the last that did not."""
    fault: str = ""
    """Why the last pull failed; empty if it did not."""
    taken: int = 0
    """Objects that were taken from it, pulled or added by it."""
    refused: int = 0
    """Objects of its that were not taken."""
    refusals: Mapping[str, int] = {}
    """How often something of its was not done or not taken, by reason: what it asked, what its server answered, objects."""
    heard: int | None = None
    """ns UTC, when it last asked us for something or added something; not more often than once a minute."""
    findings: Mapping[str, int] = {}
    """What became of the findings that it told since `counted`, and in the week before that, by outcome."""
    counted: int | None = None
    """ns UTC, when whoever takes what it tells began to count; None if nobody has yet."""
    day: int = 0
    """Days since 1970, UTC, to the one of which `today` tells."""
    today: int = 0
    """Bytes of objects that were new on that day, about."""

    def is_full(self, now: int) -> bool:
        """Say whether no more of its objects are kept on this day (ns UTC)."""
        return self.day == now // DAY and self.today >= MOST_A_DAY

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of its certificate; empty if none is pinned."""
        return fingerprint(self.certificate) if self.certificate else ""


class Quarantined(NamedTuple):
    """Something of a partner's that could not be read, kept for a person to look at."""

    at: int
    """ns UTC."""
    fault: Fault


class PartnerBook(Protocol):
    """Partners, kept. All raise `StorageError` if the database fails."""

    def add(self, partner: Partner, digest: str | None, entry: AuditEntry) -> None:
        """Write a partner, in the place of one of that organisation.

        Parameters
        ----------
        digest
            Of the secret that it comes with; empty if it has none, None if that of the one before stays.
        """
        ...

    def all(self) -> Sequence[Partner]:
        """Give all partners, by organisation."""
        ...

    def get(self, organisation: str) -> Partner:
        """Give one partner.

        Raises
        ------
        NotFoundError
            If that organisation is none.
        """
        ...

    def by_secret(self, digest: str) -> Partner | None:
        """Find whose secret has a digest."""
        ...

    def by_certificate(self, fingerprint: str) -> Partner | None:
        """Find whose certificate has a fingerprint."""
        ...

    def remove(self, organisation: str, entry: AuditEntry) -> None:
        """Forget a partner and its quarantine.

        Raises
        ------
        NotFoundError
            If that organisation is none.
        """
        ...

    def withdraw(self, organisation: str, entry: AuditEntry) -> None:
        """Write down that all of a partner's data is withdrawn; its quarantine and cursors are gone.

        Raises
        ------
        NotFoundError
            If that organisation is none.
        """
        ...

    def pulled(self, organisation: str, cursors: Mapping[str, str], now: int, due: int) -> None:
        """Write down how far a partner has been pulled, and when to go on (ns UTC)."""
        ...

    def failed(self, organisation: str, fault: str, due: int) -> None:
        """Write down that a pull failed, and when to try again (ns UTC)."""
        ...

    def took(self, organisation: str, taken: int, size: int, faults: Sequence[Fault], now: int) -> None:
        """Count what was taken of a partner's, objects and bytes, and keep what was not in quarantine."""
        ...

    def refused(self, organisation: str, reasons: Mapping[str, int]) -> None:
        """Count what was not done for a partner, by reason; what `failed` and `took` are told counts by itself."""
        ...

    def heard(self, organisation: str, now: int) -> None:
        """Write down that a partner asks us, or adds something (ns UTC)."""
        ...

    def count(self, organisation: str, findings: Mapping[str, int], since: int) -> None:
        """Write down what became of a partner's findings, by outcome, since a moment (ns UTC)."""
        ...

    def quarantine(self, organisation: str, limit: int) -> Sequence[Quarantined]:
        """Give what is in a partner's quarantine, the latest first."""
        ...


def counted(refusals: Mapping[str, int], more: Mapping[str, int]) -> Mapping[str, int]:
    """Add to what is counted by reason.

    Examples
    --------
    >>> counted({"it is no JSON object": 2}, {"it is no JSON object": 1, "it answered HTTP 500": 1})
    {'it is no JSON object': 3, 'it answered HTTP 500': 1}
    """
    added = dict(refusals)
    for reason, number in more.items():
        known = reason if reason in added or len(added) < MOST_REASONS else OTHER_REASONS
        added[known] = added.get(known, 0) + number
    return added


def checked(partner: Partner) -> Partner:
    """Give a partner whose address and certificate can be what they say.

    Raises
    ------
    UsageError
        If the address is no URL of a server, or would have a secret read on its way; or if the certificate is none.
    """
    parts = urlsplit(partner.address)
    if partner.address and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise UsageError(
            f"{partner.address!r} is no URL of a server", hint="Write https://taxii.example.org/taxii2/."
        )
    if parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise UsageError(
            "another machine is asked over https only", hint="A password would be read on its way."
        )
    assert partner.fingerprint or not partner.certificate  # it is a certificate, or an error by now
    return partner


def fingerprint(certificate: str | bytes) -> str:
    """Give the SHA-256 of a certificate, in PEM or DER.

    Raises
    ------
    UsageError
        If it is no PEM.
    """
    if isinstance(certificate, str):
        try:
            certificate = ssl.PEM_cert_to_DER_cert(certificate.strip())
        except ValueError:
            raise UsageError(
                "that is no certificate in PEM", hint="It begins with -----BEGIN CERTIFICATE-----."
            ) from None
    return hashlib.sha256(certificate).hexdigest()
