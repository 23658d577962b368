"""People, what they sign in with, and the audit."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from noroshi.storage.migrations.columns import key, number, text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, and what keeps the audit as it was written."""
    people()
    credentials()
    access()
    audit()


def downgrade() -> None:
    """Take all of it back; whoever goes on with the Noroshi before has nobody to sign in."""
    for table in (
        "audit",
        "tokens",
        "devices",
        "sessions",
        "identities",
        "passkeys",
        "recovery_codes",
        "passwords",
        "invitations",
        "people",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_stays")


def people() -> None:
    """Make people, and the invitations that wait for them."""
    op.create_table(
        "people",
        key("id", "What one signs in with."),
        text("name", "As others read it."),
        text("role", "What the person is to this centre."),
        text("organisation", "For a member, the organisation's id; else empty."),
        text("clearance", "The most restrictive label that the person may see."),
        text("language", "The console's language."),
        flag("active", "Whether the person may sign in."),
        number("created", "ns UTC, when the person was first invited."),
    )
    op.create_table(
        "invitations",
        whose("person", "Who is invited; one link at a time.", primary_key=True),
        text("digest", "What is kept of the link's secret."),
        text("by", "Who invited."),
        number("created", "ns UTC."),
        number("expires", "ns UTC."),
        sa.UniqueConstraint("digest"),
    )


def credentials() -> None:
    """Make what people sign in with."""
    op.create_table(
        "passwords",
        whose("person", "Whose it is.", primary_key=True),
        text("hash", "Argon2's, with its parameters and salt."),
        text("seed", "What the authenticator's codes follow from."),
        number("step", "The step of the last code that was used."),
    )
    op.create_table(
        "recovery_codes",
        key("digest", "What is kept of the code."),
        whose("person", "Whose it is."),
        sa.Index(None, "person"),
    )
    op.create_table(
        "passkeys",
        key("id", "As the device names it, in base64url."),
        whose("person", "Whose it is."),
        text("handle", "By what the device knows the person, in base64url."),
        sa.Column("key", sa.LargeBinary, nullable=False, comment="The public key, as COSE has it."),
        number("count", "How often the device says that it was used."),
        text("name", "What its owner calls it."),
        number("created", "ns UTC."),
        number("used", "ns UTC, when it was last used.", nullable=True),
        sa.Index(None, "person"),
    )
    op.create_table(
        "identities",
        key("issuer", "The provider's URL."),
        key("subject", "The name that the provider has for the person."),
        whose("person", "Who it is here."),
        flag("by_claim", "Whether only a claim let them in, and nobody invited them."),
        sa.Index(None, "person"),
    )


def access() -> None:
    """Make sessions, known devices and tokens."""
    op.create_table(
        "sessions",
        key("digest", "What is kept of the cookie."),
        text("id", "Short, for people."),
        whose("person", "Who is signed in."),
        number("opened", "ns UTC."),
        number("seen", "ns UTC, when it was last used."),
        number("ends", "ns UTC, when it ends in any case."),
        text("address", "The network address that it was opened from."),
        text("agent", "What the browser calls itself."),
        sa.Index(None, "id"),
        sa.Index(None, "person"),
    )
    op.create_table(
        "devices",
        key("digest", "What is kept of the cookie."),
        whose("person", "Who signed in on the device.", primary_key=True),
        number("used", "ns UTC, when that was last."),
        sa.Index(None, "person"),
    )
    op.create_table(
        "tokens",
        key("id", "Short, for people."),
        text("digest", "What is kept of the token."),
        whose("person", "Whose it is."),
        text("name", "What it is for."),
        text("scopes", "Rights, as a list in JSON."),
        number("created", "ns UTC."),
        number("expires", "ns UTC."),
        number("used", "ns UTC, when it was last used.", nullable=True),
        number("revoked", "ns UTC, when somebody ended it early.", nullable=True),
        sa.UniqueConstraint("digest"),
        sa.Index(None, "person"),
    )


def audit() -> None:
    """Make the audit, to which one can only add; what is older than 30 days can be tidied away."""
    op.create_table(
        "audit",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            comment="Counts entries in the order in which they were written.",
        ),
        number("at", "ns UTC."),
        text("who", "A person's id, or a login name; empty if nobody knows."),
        text("via", "By which way they came."),
        text("what", "What they did, or tried to do."),
        text("about", "What it was done to."),
        text("outcome", "How it ended."),
        text("address", "The network address that it came from."),
        text("note", "What else is to be known."),
        sa.Index(None, "at"),
        sa.Index(None, "who"),
        sa.Index(None, "about"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit is never changed'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_stays BEFORE UPDATE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()"
        )
        op.execute(
            "CREATE TRIGGER audit_stays_young BEFORE DELETE ON audit FOR EACH ROW "
            "WHEN (OLD.at > (extract(epoch FROM now())::bigint - 2592000) * 1000000000) "
            "EXECUTE FUNCTION audit_stays()"
        )
    else:
        op.execute(
            "CREATE TRIGGER audit_stays_update BEFORE UPDATE ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END"
        )
        op.execute(
            "CREATE TRIGGER audit_stays_delete BEFORE DELETE ON audit "
            "WHEN OLD.at > (CAST(strftime('%s', 'now') AS INTEGER) - 2592000) * 1000000000 "
            "BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END"
        )


def whose(name: str, comment: str, *, primary_key: bool = False) -> sa.Column[Any]:
    """Give a column that names a person."""
    link = sa.ForeignKey("people.id")
    return sa.Column(name, sa.Text, link, primary_key=primary_key, nullable=False, comment=comment)


def flag(name: str, comment: str) -> sa.Column[Any]:
    """Give a column of truths."""
    return sa.Column(name, sa.Boolean, nullable=False, comment=comment)
