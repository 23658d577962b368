"""What a centre says about signing in."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from msgspec import Struct

from noroshi.clock import DAY, HOUR
from noroshi.people.rights import Role
from noroshi.people.secret import Secret


class OidcSettings(Struct, frozen=True):
    """The OpenID Connect provider that a centre trusts."""

    issuer: str
    """Its URL, as its discovery document has it."""
    client: str
    """The id under which it knows this centre."""
    secret: Secret
    """What proves that it is this centre who asks."""
    claim: str = ""
    """The claim of an id token that says what somebody is; empty if only those come in who were invited."""
    roles: Mapping[str, Role] = {}
    """Value of the claim -> role. Members are always invited, for a claim does not say of which organisation."""
    authorities: str = ""
    """PEM file of authorities to trust; empty for the system's."""


class PeopleSettings(Struct, frozen=True):
    """How people sign in, and for how long."""

    centre: str = "Noroshi"
    """The centre's name, as authenticators show it."""
    public: str = "http://localhost:8645"
    """The URL that people use, without a path."""
    idle: int = HOUR
    """ns after which a session ends in which nobody does anything: NIST SP 800-63B-4, 2.2.3, has an hour at most."""
    longest: int = 12 * HOUR
    """ns after which a session ends in any case: a shift; NIST, as above, has a day at most."""
    invitation: int = 7 * DAY
    """ns for which an invitation can be accepted."""
    token: int = 366 * DAY
    """ns that a token can be valid, at most."""
    oidc: OidcSettings | None = None
    """None for no provider."""

    @property
    def origin(self) -> str:
        """What a browser calls it, as RFC 6454 has it."""
        parts = urlsplit(self.public)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def host(self) -> str:
        """The name of the machine: what a passkey belongs to."""
        return urlsplit(self.public).hostname or ""

    @property
    def has_passkeys(self) -> bool:
        """Whether browsers make passkeys there: for names, with TLS or on their own machine, never for addresses."""
        try:
            ip_address(self.host)
        except ValueError:
            return self.origin.startswith("https://") or self.host == "localhost"
        return False

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways to sign in: the best first."""
        offered = {"passkey": self.has_passkeys, "password": True, "oidc": self.oidc is not None}
        return tuple(way for way, is_offered in offered.items() if is_offered)
