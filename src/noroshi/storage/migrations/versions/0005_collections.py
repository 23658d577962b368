"""Collections of objects, and the partners with whom they are exchanged."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from noroshi.storage.migrations.columns import number, text
from noroshi.storage.migrations.waiting import AUDIT, bring_back, put_aside

revision = "0005"
down_revision = "0004"


LATER = (
    "via = 'partner' OR what IN "
    "('add-partner', 'remove-partner', 'withdraw-partner', 'read-collection', 'add-objects', 'delete-objects')"
)
"""Lines of the audit that the Noroshi before cannot read. They wait for this one in a table of their own."""

TABLES = ("collections", "objects", "posts", "partners", "quarantine")


def upgrade() -> None:
    """Make the tables, or take those that waited since this step was taken back, and the audit's lines with them."""
    if bring_back(AUDIT, "exchange_audit_later"):
        for table in TABLES:
            op.rename_table(f"{table}_later", table)
        return
    collections()
    partners()


def downgrade() -> None:
    """Let all of it wait: partners go on from where they were, whenever that is."""
    for table in TABLES:
        op.rename_table(table, f"{table}_later")
    put_aside(AUDIT, LATER, "exchange_audit_later")


def collections() -> None:
    """Make collections, objects, and what became of what was added."""
    op.create_table(
        "collections",
        sa.Column("number", sa.Integer, primary_key=True, comment="Short, for the objects."),
        text("id", "A UUID."),
        text("title", "What it is called."),
        text("description", "What is in it."),
        text("alias", "A name that finds it, too; may be empty."),
        text("marking", "The most restrictive label of what is in it."),
        text("reader", "Who alone may read it; empty for all that are cleared."),
        text("writer", "Who alone may add to it; empty for nobody else."),
        number("latest", "Microseconds UTC, when the latest object was added; whoever adds locks it."),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "objects",
        sa.Column(
            "collection",
            sa.Integer,
            sa.ForeignKey("collections.number"),
            primary_key=True,
            comment="Where it lies.",
        ),
        sa.Column(
            "added",
            sa.BigInteger,
            primary_key=True,
            comment="Microseconds UTC, when it was added; no two of a collection were at once.",
        ),
        text("object", "Its STIX id."),
        text("type", "Its type."),
        text("spec", "The version of STIX that it follows."),
        number("version", "ns UTC; the lowest int64 if it has no versions."),
        number(
            "superseded",
            "When what took its place was added; NULL while it is the last version of the latest STIX.",
            nullable=True,
        ),
        sa.Column("content", sa.LargeBinary, nullable=False, comment="Its JSON, as it leaves."),
    )
    current: dict[str, Any] = {
        each: sa.text("superseded IS NULL") for each in ("sqlite_where", "postgresql_where")
    }
    op.create_index("objects_current_ix", "objects", ["collection", "added"], **current)
    op.create_index("objects_type_ix", "objects", ["collection", "type", "added"], **current)
    op.create_index("objects_version_ix", "objects", ["collection", "object", "spec", "version"], unique=True)
    op.create_table(
        "posts",
        sa.Column("id", sa.Text, primary_key=True, comment="A UUID that nobody can guess."),
        text("organisation", "Who added."),
        number("at", "ns UTC."),
        sa.Column("content", sa.LargeBinary, nullable=False, comment="What became of it, as it leaves."),
        sa.Index(None, "at"),
    )


def partners() -> None:
    """Make partners, and what of theirs could not be read."""
    op.create_table(
        "partners",
        sa.Column("organisation", sa.Text, primary_key=True, comment="The organisation's id."),
        text("name", "What partners call it."),
        text("address", "The URL of its server; empty if it alone comes to us."),
        text("collection", "What is pulled from there: an id, an alias, or empty for all that can be read."),
        text("login", "Our name there; empty for a token."),
        text("secret_file", "The file with what proves that we are it; empty for the certificate alone."),
        text("certificate", "Its certificate, in PEM; empty if it is not pinned."),
        text("fingerprint", "The certificate's SHA-256; empty if it is not pinned."),
        text("digest", "What is kept of the secret that it comes with; empty if it has none."),
        text("state", "Where it stands: active or withdrawn."),
        number("created", "ns UTC."),
        text("cursors", "How far each collection there has been pulled, as JSON."),
        number("pulled", "ns UTC, when it was last pulled from.", nullable=True),
        number("due", "ns UTC, when to pull next."),
        number("failures", "Pulls that failed since the last that did not."),
        text("fault", "Why the last pull failed; empty if it did not."),
        number("taken", "Objects that were taken from it."),
        number("refused", "Objects of its that were not taken."),
        sa.Index(None, "fingerprint"),
        sa.Index(None, "digest"),
    )
    op.create_table(
        "quarantine",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            comment="Counts what came.",
        ),
        text("organisation", "Whose it is."),
        number("at", "ns UTC, when it came."),
        text("object", "Its id, as far as it has one."),
        text("reason", "Why it was not taken."),
        sa.Column("content", sa.LargeBinary, nullable=False, comment="What it was, or how it begins."),
        sa.Index(None, "organisation", "number"),
    )
