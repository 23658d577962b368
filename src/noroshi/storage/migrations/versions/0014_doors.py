"""What the doors need: seeds of authenticators that are sealed, when a session was last proved, and the way back."""

import secrets
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from noroshi.people.credentials.codes import new_seed
from noroshi.people.credentials.seeds import Seeds
from noroshi.people.sealing import SealError

revision = "0014"
down_revision = "0013"

LATER = "what IN ('request', 'renew', 'import', 'back-up', 'restore', 'step-back')"
"""Lines of the audit that the Noroshi before cannot read. They wait for this one in a table of their own."""

KEPT = "at, who, via, what, about, outcome, address, note"


def upgrade() -> None:
    """Seal the seeds, and bring back the lines that waited since this step was taken back."""
    proved = sa.Column("proved", sa.BigInteger, nullable=True, comment="ns UTC, when who it is was last proved.")
    op.add_column("sessions", proved)
    change_seeds(Seeds.seal)
    say_of_seeds("What the authenticator's codes follow from, sealed.")
    if sa.inspect(op.get_bind()).has_table("audit_doors"):
        op.execute(f"INSERT INTO audit ({KEPT}) SELECT {KEPT} FROM audit_doors ORDER BY id")  # noqa: S608  # our own words
        op.drop_table("audit_doors")


def downgrade() -> None:
    """Open the seeds; what the audit has of kinds that the Noroshi before does not know waits."""
    op.drop_column("sessions", "proved")
    change_seeds(opened)
    say_of_seeds("What the authenticator's codes follow from.")
    op.execute(f"CREATE TABLE audit_doors AS SELECT * FROM audit WHERE {LATER}")  # noqa: S608  # our own words
    allow_changes()
    op.execute(f"DELETE FROM audit WHERE {LATER}")  # noqa: S608  # our own words
    refuse_changes()


def say_of_seeds(comment: str) -> None:
    """Let the column say what is in it, where a database keeps that."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("passwords", "seed", comment=comment)


def change_seeds(change: Callable[[Seeds, str, str], str]) -> None:
    """Write every authenticator's seed anew; without one, no key is needed."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT person, seed FROM passwords")).all()
    if not rows:
        return
    seeds = Seeds(op.get_context().opts["seals"])
    told = sa.text("UPDATE passwords SET seed = :seed WHERE person = :person")
    connection.execute(told, [{"person": row.person, "seed": change(seeds, row.person, row.seed)} for row in rows])


def opened(seeds: Seeds, person: str, seed: str) -> str:
    """Open a seed; one that was sealed with another key is lost, and becomes one that nobody has."""
    try:
        return seeds.open(person, seed)
    except SealError:
        return new_seed(secrets.token_bytes(20))


def allow_changes() -> None:
    """Let the audit be changed, for this step only."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE audit DISABLE TRIGGER audit_stays_young")
    else:
        op.execute("DROP TRIGGER audit_stays_delete")


def refuse_changes() -> None:
    """Let the audit be as it was written again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE audit ENABLE TRIGGER audit_stays_young")
    else:
        op.execute(
            "CREATE TRIGGER audit_stays_delete BEFORE DELETE ON audit "
            "WHEN OLD.at > (CAST(strftime('%s', 'now') AS INTEGER) - 2592000) * 1000000000 "
            "BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END"
        )
