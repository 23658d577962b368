"""What a provider says of somebody, and whether it is true: OpenID Connect Core 1.0, 3.1.3.7."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeGuard

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from noroshi.clock import SECOND
from noroshi.people.oidc.refusal import refused
from noroshi.people.rights import Role
from noroshi.people.settings import OidcSettings

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a key that only the provider has. Never none, nor HS256: its key would be the client's secret."""

LEEWAY: Final = 120
"""Seconds that the provider's clock may be off; tried."""

LONGEST: Final = 65_536
"""Characters of an id token."""

LONGEST_SUBJECT: Final = 255
"""Characters of `sub`: OpenID Connect Core 1.0, 2."""


class Identity(NamedTuple):
    """Who somebody is to the provider."""

    issuer: str
    subject: str
    claims: Mapping[str, Any]
    """All that the id token says."""

    @property
    def proved(self) -> int:
        """When the provider last asked them who they are, in ns UTC; 0 where it does not say (`auth_time`)."""
        said = self.claims.get("auth_time")
        return int(said) * SECOND if _is_moment(said) else 0


def verified(text: str, keys: KeySet, settings: OidcSettings, nonce: str, now: int) -> Identity:
    """Read an id token.

    Parameters
    ----------
    keys
        The provider's.
    nonce
        What was asked with.
    now
        ns UTC.

    Raises
    ------
    SignInError
        If it is not signed by the provider, not for us, not an answer to what was asked, or over.
    """
    if len(text) > LONGEST:
        raise refused("its id token is too long")
    try:
        claims = jwt.decode(text, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        # The library lets errors of JSON, base64 and keys through. Their texts may quote the token.
        raise refused(f"its id token cannot be verified: {type(fault).__name__}") from None
    second = now // SECOND
    audience = claims.get("aud")
    listed = audience if isinstance(audience, list) else [audience]
    subject = claims.get("sub")
    wrong = {
        "is from another provider": claims.get("iss") != settings.issuer,
        "is for another client": settings.client not in listed
        or ((len(listed) > 1 or "azp" in claims) and claims.get("azp") != settings.client),
        "is over": not _is_moment(claims.get("exp")) or second >= claims["exp"] + LEEWAY,
        "is from the future": not _is_moment(claims.get("iat")) or claims["iat"] > second + LEEWAY,
        "answers another question": not isinstance(claims.get("nonce"), str) or claims["nonce"] != nonce,
        "names nobody": not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT,
    }
    for why, is_wrong in wrong.items():
        if is_wrong:
            raise refused(f"its id token {why}")
    if not isinstance(subject, str) or not subject.isprintable():
        raise refused("its id token names nobody")
    return Identity(settings.issuer, subject, claims)


def role_of(identity: Identity, settings: OidcSettings) -> Role | None:
    """Say what somebody is here by the claim that the settings name; the role that may do most. None if nothing."""
    said = identity.claims.get(settings.claim) if settings.claim else None
    values = said if isinstance(said, list) else [said]
    roles = {settings.roles[value] for value in values if isinstance(value, str) and value in settings.roles}
    return max(roles, key=list(Role).index, default=None)


def _is_moment(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1 << 40
