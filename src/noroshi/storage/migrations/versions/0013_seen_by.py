"""Who has seen an indication, and how those stand with readers; the way back leaves what this centre has seen itself."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the column and the table: whatever is there was seen here alone, and told to nobody."""
    comment = "Who has seen it, as JSON; empty for this centre alone, as its latest detection has it."
    op.add_column(
        "indications", sa.Column("seen_by", sa.Text, nullable=False, server_default="[]", comment=comment)
    )
    withdrawn = "Whether whoever told of it has taken it back; its number stays, so that none comes twice."
    op.add_column(
        "indications",
        sa.Column("withdrawn", sa.Boolean, nullable=False, server_default=sa.false(), comment=withdrawn),
    )
    op.create_table(
        "sign_standings",
        sa.Column("reader", sa.Text, primary_key=True, comment="The id of the organisation that reads."),
        sa.Column("indication", sa.Text, primary_key=True, comment="The indication's id."),
        sa.Column("rule", sa.Text, nullable=False, comment="Which rule decided last."),
    )


def downgrade() -> None:
    """Take it back: what partners alone have seen is not for the Noroshi before, which would take it for its own."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, detection FROM indications")).all()
    theirs = [{"id": row.id} for row in rows if json.loads(row.detection).get("source")]
    if theirs:
        connection.execute(sa.text("DELETE FROM indications WHERE id = :id"), theirs)
    for column in ("seen_by", "withdrawn"):
        op.drop_column("indications", column)
    op.drop_table("sign_standings")
