"""What people sign in with. Of passwords and recovery codes only hashes are kept; of authenticators the seed, sealed."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, LargeBinary, Row, Table, Text

from noroshi.people.credentials.book import Passkey, Password
from noroshi.storage.tables.metadata import metadata
from noroshi.storage.tables.people import people

passwords = Table(
    "passwords",
    metadata,
    Column("person", ForeignKey(people.c.id), primary_key=True, comment="Whose it is."),
    Column("hash", Text, nullable=False, comment="Argon2's, with its parameters and salt."),
    Column("seed", Text, nullable=False, comment="What the authenticator's codes follow from, sealed."),
    Column("step", BigInteger, nullable=False, comment="The step of the last code that was used."),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("digest", Text, primary_key=True, comment="What is kept of the code."),
    Column("person", ForeignKey(people.c.id), nullable=False, index=True, comment="Whose it is."),
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", Text, primary_key=True, comment="As the device names it, in base64url."),
    Column("person", ForeignKey(people.c.id), nullable=False, index=True, comment="Whose it is."),
    Column("handle", Text, nullable=False, comment="By what the device knows the person, in base64url."),
    Column("key", LargeBinary, nullable=False, comment="The public key, as COSE has it."),
    Column("count", BigInteger, nullable=False, comment="How often the device says that it was used."),
    Column("name", Text, nullable=False, comment="What its owner calls it."),
    Column("created", BigInteger, nullable=False, comment="ns UTC."),
    Column("used", BigInteger, nullable=True, comment="ns UTC, when it was last used."),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", Text, primary_key=True, comment="The provider's URL."),
    Column("subject", Text, primary_key=True, comment="The name that the provider has for the person."),
    Column("person", ForeignKey(people.c.id), nullable=False, index=True, comment="Who it is here."),
    Column(
        "by_claim",
        Boolean,
        nullable=False,
        comment="Whether only a claim let them in, and nobody invited them.",
    ),
)


def password_row(person: str, password: Password) -> dict[str, object]:
    """Give a password as it is kept."""
    return {"person": person, "hash": password.hash, "seed": password.seed, "step": password.step}


def password_of(row: Row[Any]) -> Password:
    """Give a password back."""
    return Password(hash=row.hash, seed=row.seed, step=row.step)


def passkey_row(passkey: Passkey) -> dict[str, object]:
    """Give a passkey as it is kept."""
    return {
        "id": passkey.id,
        "person": passkey.person,
        "handle": passkey.handle,
        "key": passkey.key,
        "count": passkey.count,
        "name": passkey.name,
        "created": passkey.created,
        "used": passkey.used,
    }


def passkey_of(row: Row[Any]) -> Passkey:
    """Give a passkey back."""
    kept = row._mapping  # noqa: SLF001  # SQLAlchemy's public name for it; a row has a method called count
    return Passkey(
        id=row.id,
        person=row.person,
        handle=row.handle,
        key=bytes(row.key),
        count=kept[passkeys.c.count],
        name=row.name,
        created=row.created,
        used=row.used,
    )
