"""site knowledge, a site's own limits, and a review's score

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sites", sa.Column("max_email_words", sa.Integer(), nullable=False, server_default="125"))
    op.add_column("sites", sa.Column("words_to_avoid", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("reviews", sa.Column("score", sa.Integer(), nullable=True))
    op.create_table(
        "passages",
        sa.Column("site_id", sa.String(64), nullable=False),
        sa.Column("source", sa.String(1000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_passages_site_id_sites")),
        sa.PrimaryKeyConstraint("site_id", "source", "position", name=op.f("pk_passages")),
    )


def downgrade() -> None:
    op.drop_table("passages")
    op.drop_column("reviews", "score")
    op.drop_column("sites", "words_to_avoid")
    op.drop_column("sites", "max_email_words")
