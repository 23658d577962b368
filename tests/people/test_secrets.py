import io
import traceback

import structlog

from noroshi.people.credentials.book import Passkey, Password
from noroshi.people.secret import BYTES, Secret
from noroshi.storage.tables.metadata import metadata
from tests.people.authenticator import Authenticator
from tests.people.conftest import PASSWORD, House, opened, shown


def test_unseen() -> None:
    """A secret is in no repr, text, format, log or traceback."""
    secret = Secret("open sesame")
    stream = io.StringIO()
    structlog.wrap_logger(structlog.PrintLogger(stream)).info("made", secret=secret, nested={"x": [secret]})
    try:
        raise ValueError(secret)  # noqa: TRY301  # so that there is a traceback
    except ValueError:
        told = traceback.format_exc()

    assert "open" not in f"{secret}{secret!r}{[secret]}{stream.getvalue()}{told}"
    assert "open" not in f"{Password('open', 'open')}"


def test_digests() -> None:
    """Different secrets have different digests; a derived secret is neither the secret nor its digest."""
    one, other = Secret.new(), Secret.new()

    assert BYTES <= len(one.reveal())
    assert 4 == len({one.digest, other.digest, one.derived(b"csrf"), one.reveal()})
    assert Secret(one.reveal()).digest == one.digest


def test_fits() -> None:
    """A text fits if it is the secret, and no other does."""
    secret = Secret("öpen")

    assert secret.fits("öpen")
    assert not any(secret.fits(text) for text in ("", "öpe", "öpenn", "open", "\ud800"))


def test_kept_as_hashes(house: House) -> None:
    """Nothing that opens a door is in the database: no cookie, token, link, password or recovery code."""
    invited = house.invite("other")
    joined = house.joined_by_password()
    by_passkey = house.joined_by_passkey(Authenticator(), "keys")
    secrets = [
        opened(invited),
        PASSWORD,
        joined.entered.cookie.reveal(),
        joined.entered.device.reveal(),
        *shown(joined.recovery_codes),
        *shown(by_passkey.recovery_codes),
    ]

    kept = everything(house)

    assert [] == [secret for secret in secrets if secret in kept or secret.replace("-", "") in kept]
    assert joined.entered.session.id in kept


def everything(house: House) -> str:
    """All rows of all tables, as text."""
    engine = house.books.people._engine  # type: ignore[attr-defined]  # the test looks inside
    with engine.connect() as connection:
        return repr([connection.execute(table.select()).all() for table in metadata.sorted_tables])


def test_passkeys_differ(house: House) -> None:
    """A person's handle tells a device nothing: it is chance, and another for each person."""
    handles = set()
    for name in ("one", "other"):
        person = house.joined_by_passkey(Authenticator(), name).entered.person
        passkey: Passkey = house.door.own.passkeys(person)[0]
        assert name not in passkey.handle
        handles.add(passkey.handle)

    assert 2 == len(handles)
