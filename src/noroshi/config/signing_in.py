"""From settings to what signing in takes: seconds to nanoseconds, names of secrets to secrets."""

from urllib.parse import SplitResult, urlsplit

from noroshi.clock import DAY, SECOND
from noroshi.config.secrets import secret
from noroshi.config.sections import Config, OidcSection
from noroshi.errors import SettingsError
from noroshi.people.rights import Role
from noroshi.people.secret import Secret
from noroshi.people.settings import OidcSettings, PeopleSettings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine, to which plain http leads nowhere else."""


def people_settings(config: Config) -> PeopleSettings:
    """Make what signing in takes, and fetch its secrets.

    Raises
    ------
    SettingsError
        If a URL is none, would send passwords in the clear, or a secret is not where the settings say.
    """
    section = config.console
    return PeopleSettings(
        centre=config.centre.name,
        public=_public(section.public, section.listen),
        idle=round(section.idle * SECOND),
        longest=round(section.longest * SECOND),
        invitation=round(section.invitation * DAY),
        token=round(section.token * DAY),
        oidc=_oidc(section.oidc) if section.oidc.issuer else None,
    )


def _public(given: str, listen: str) -> str:
    if not given:
        host, _, port = listen.rpartition(":")
        if listen and host.strip("[]") not in LOOPBACK:
            raise SettingsError(
                "[console] public is empty, and the console listens on more than this machine",
                hint="Say which URL people use: passkeys, links and cookies belong to it.",
            )
        return f"http://localhost:{port}" if port else PeopleSettings().public
    url = _secure("[console] public", given)
    if url.path.strip("/") or url.query or url.fragment:
        raise SettingsError(
            "[console] public has more than a name", hint="Write https://noroshi.example.org."
        )
    return given.rstrip("/")


def _oidc(section: OidcSection) -> OidcSettings:
    _secure("[console.oidc] issuer", section.issuer)
    if not section.client:
        raise SettingsError("[console.oidc] client is empty", hint="The provider gives an id to each client.")
    if Role.MEMBER in section.roles.values():
        raise SettingsError(
            "[console.oidc] roles: nobody becomes a member by a claim",
            hint="Invite members: a claim does not say of which organisation they are.",
        )
    return OidcSettings(
        issuer=section.issuer,
        client=section.client,
        secret=Secret(secret("[console.oidc] secret", section.secret_file, section.secret_variable)),
        claim=section.claim,
        roles=section.roles,
        authorities=section.authorities,
    )


def _secure(setting: str, text: str) -> SplitResult:
    """Read a URL over which secrets may go: https, or this machine."""
    try:
        url = urlsplit(text)
        host, _ = url.hostname or "", url.port
    except ValueError:
        host, url = "", urlsplit("")
    if url.scheme not in {"https", "http"} or not host or "@" in url.netloc:
        raise SettingsError(f"{setting} is not a URL", hint="Write https://noroshi.example.org.")
    if url.scheme == "http" and host not in LOOPBACK:
        raise SettingsError(
            f"{setting} is not https, so that anybody on the way could read along",
            hint="Put a proxy with TLS before it; docs/operations.md shows how.",
        )
    return url
