"""What the doors need: seeds of authenticators that are sealed, when a session was last proved, and the way back."""

import secrets
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from noroshi.people.credentials.codes import new_seed
from noroshi.people.credentials.seeds import Seeds
from noroshi.people.sealing import SealError
from noroshi.storage.migrations.waiting import AUDIT, bring_back, put_aside

revision = "0014"
down_revision = "0013"

LATER = "what IN ('request', 'renew', 'import', 'back-up', 'restore', 'step-back')"
"""Lines of the audit that the Noroshi before cannot read. They wait for this one in a table of their own."""


def upgrade() -> None:
    """Seal the seeds, and bring back the lines that waited since this step was taken back."""
    proved = sa.Column(
        "proved", sa.BigInteger, nullable=True, comment="ns UTC, when who it is was last proved."
    )
    op.add_column("sessions", proved)
    change_seeds(Seeds.seal)
    say_of_seeds("What the authenticator's codes follow from, sealed.")
    bring_back(AUDIT, "audit_doors")


def downgrade() -> None:
    """Open the seeds; what the audit has of kinds that the Noroshi before does not know waits."""
    op.drop_column("sessions", "proved")
    change_seeds(opened)
    say_of_seeds("What the authenticator's codes follow from.")
    put_aside(AUDIT, LATER, "audit_doors")


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
    connection.execute(
        told, [{"person": row.person, "seed": change(seeds, row.person, row.seed)} for row in rows]
    )


def opened(seeds: Seeds, person: str, seed: str) -> str:
    """Open a seed; one that was sealed with another key is lost, and becomes one that nobody has."""
    try:
        return seeds.open(person, seed)
    except SealError:
        return new_seed(secrets.token_bytes(20))
