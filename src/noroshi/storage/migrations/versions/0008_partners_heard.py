"""When each partner was last heard of, and what became of what it told; and the way back from pulls that are in the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

LATER = "what = 'pull-partner'"
"""Lines of the audit that the Noroshi before cannot read. They wait for this one in a table of their own."""

KEPT = "at, who, via, what, about, outcome, address, note"


def upgrade() -> None:
    """Add the columns, and bring back the lines that waited since this step was taken back."""
    number = sa.BigInteger
    heard = sa.Column("heard", number, nullable=True, comment="ns UTC, when it last asked us, or added something.")
    comment = "What became of what it told, by outcome, as JSON."
    findings = sa.Column("findings", sa.Text, nullable=False, server_default=sa.text("'{}'"), comment=comment)
    counted = sa.Column("counted", number, nullable=True, comment="ns UTC, since when that is counted.")
    for column in (heard, findings, counted):
        op.add_column("partners", column)
    if sa.inspect(op.get_bind()).has_table("pull_audit_later"):
        op.execute(f"INSERT INTO audit ({KEPT}) SELECT {KEPT} FROM pull_audit_later ORDER BY id")  # noqa: S608  # our own words
        op.drop_table("pull_audit_later")


def downgrade() -> None:
    """Take the columns away: what is in them is counted anew. The audit's lines wait."""
    for column in ("heard", "findings", "counted"):
        op.drop_column("partners", column)
    op.execute(f"CREATE TABLE pull_audit_later AS SELECT * FROM audit WHERE {LATER}")  # noqa: S608  # our own words
    allow_changes()
    op.execute(f"DELETE FROM audit WHERE {LATER}")  # noqa: S608  # our own words
    refuse_changes()


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
