from pathlib import Path
from typing import Any

import pytest

from noroshi.clock import DAY, HOUR, SECOND
from noroshi.config.reading import config_of
from noroshi.config.signing_in import people_settings
from noroshi.errors import SettingsError
from noroshi.people.rights import Role
from noroshi.people.settings import PeopleSettings

OIDC = {"issuer": "https://idp.example.org", "client": "noroshi"}


def settings(**console: Any) -> PeopleSettings:
    """What signing in takes of a [console] section."""
    return people_settings(config_of({"console": console}, "noroshi.toml"))


def test_defaults() -> None:
    """A new centre is reached on its own machine; sessions last a shift, or an idle hour."""
    made = settings()

    assert ("http://localhost:8645", HOUR, 12 * HOUR, 7 * DAY, 366 * DAY) == (
        made.public,
        made.idle,
        made.longest,
        made.invitation,
        made.token,
    )
    assert ("passkey", "password") == made.ways
    assert ("http://localhost:8645", "localhost") == (made.origin, made.host)


def test_public() -> None:
    """Passkeys, links and cookies belong to the URL that people use, whatever the console listens on."""
    made = settings(listen="0.0.0.0:80", public="https://Noroshi.example.org/", idle=60, invitation=1)

    assert ("https://noroshi.example.org", "noroshi.example.org", 60 * SECOND, DAY) == (
        made.origin,
        made.host,
        made.idle,
        made.invitation,
    )
    assert "http://localhost:9000" == settings(listen="127.0.0.1:9000").public
    assert "http://localhost:9000" == settings(listen="[::1]:9000").public


@pytest.mark.parametrize(
    ("console", "said"),
    [
        ({"listen": "0.0.0.0:8645"}, "listens on more than this machine"),
        ({"public": "http://noroshi.example.org"}, "not https"),
        ({"public": "noroshi.example.org"}, "not a URL"),
        ({"public": "https://user@noroshi.example.org"}, "not a URL"),
        ({"public": "https://[::1"}, "not a URL"),
        ({"public": "https://noroshi.example.org:x"}, "not a URL"),
        ({"public": "https://noroshi.example.org/console"}, "more than a name"),
        ({"idle": 0}, "expected"),
        ({"oidc": {**OIDC, "issuer": "http://idp.example.org"}}, "not https"),
        ({"oidc": {**OIDC, "client": ""}}, "client is empty"),
        ({"oidc": {**OIDC, "roles": {"staff": "member"}}}, "nobody becomes a member by a claim"),
        ({"oidc": {**OIDC, "roles": {"staff": "king"}}}, "viewer, officer, lead, administrator"),
        ({"oidc": {**OIDC, "secret_file": "/no/such/file"}}, "cannot read"),
    ],
    ids=str,
)
def test_refused(console: dict[str, Any], said: str) -> None:
    """What would send secrets in the clear, or lets in whom nobody meant, is refused in a sentence."""
    with pytest.raises(SettingsError, match=said):
        settings(**console)


def test_provider(tmp_path: Path) -> None:
    """A provider's secret comes out of its file, and is seen nowhere."""
    (tmp_path / "secret").write_text("open sesame\n")

    made = settings(oidc={**OIDC, "secret_file": str(tmp_path / "secret"), "roles": {"soc": "officer"}})

    assert made.oidc is not None
    assert ("open sesame", {"soc": Role.OFFICER}) == (made.oidc.secret.reveal(), made.oidc.roles)
    assert "sesame" not in repr(made)
    assert ("passkey", "password", "oidc") == made.ways
