"""the situation of a command, the proof of a follow-up, findings for reasons; a site's own voice

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

REVIEWS = sa.table(
    "reviews",
    sa.column("command_id", sa.String),
    sa.column("round", sa.Integer),
    sa.column("role", sa.String),
    sa.column("findings", sa.JSON),
)
NEW_COLUMNS = {
    "sites": (
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("discount_conditions", sa.Text(), nullable=True),
        sa.Column("form_of_address", sa.String(16), nullable=False, server_default="usted"),
        sa.Column("autonomy", sa.String(16), nullable=False, server_default="supervised"),
    ),
    "users": (sa.Column("signature", sa.Text(), nullable=True),),
    "commands": (
        sa.Column("situation", sa.JSON(), nullable=True),
        sa.Column("plan_reason", sa.Text(), nullable=True),
    ),
    "follow_ups": (
        sa.Column("proof", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("drafted_by", sa.String(255), nullable=False, server_default="playbook"),
        sa.Column("fallback", sa.Text(), nullable=True),
        sa.Column("hold", sa.Text(), nullable=True),
    ),
}


def upgrade() -> None:
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    op.alter_column("reviews", "reasons", new_column_name="findings")
    _rewrite(_finding)


def _rewrite(entry_of):
    """Writes each entry of each review anew, as `entry_of` makes it of the old one."""
    bind = op.get_bind()
    for review in bind.execute(sa.select(REVIEWS)).all():
        is_row = sa.and_(
            REVIEWS.c.command_id == review.command_id,
            REVIEWS.c.round == review.round,
            REVIEWS.c.role == review.role,
        )
        entries = [entry_of(entry) for entry in review.findings]
        bind.execute(sa.update(REVIEWS).where(is_row).values(findings=entries))


def _finding(reason):
    finding = {name: reason[name] for name in ("position", "field", "rule", "problem")}
    quotes = [reason["quote"]] if reason.get("quote") else []
    return finding | {"severity": "revise", "remedy": reason["wanted"], "quotes": quotes}


def downgrade() -> None:
    _rewrite(_reason)
    op.alter_column("reviews", "findings", new_column_name="reasons")
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.drop_column(table, column.name)


def _reason(finding):
    reason = {name: finding[name] for name in ("position", "field", "rule", "problem")}
    quotes = finding["quotes"]
    return reason | {"wanted": finding["remedy"], "quote": quotes[0] if quotes else None}
