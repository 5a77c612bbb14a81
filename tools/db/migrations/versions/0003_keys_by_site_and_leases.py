"""users, agents, products and visitors keyed by site; leases of commands; kept steps

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

import tools.db.tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.String(64)
COLUMNS = {
    "users": [("name", sa.Text(), False), ("title", sa.Text(), True), ("email", sa.Text(), True), ("phone", sa.Text(), True)],
    "products": [("name", sa.Text(), False), ("description", sa.Text(), True), ("price", sa.Text(), True)],
    "visitors": [("source", sa.Text(), True), ("pages", sa.JSON(), False)],
    "agents": [
        ("user_id", ID, True),
        ("role", sa.Text(), False),
        ("name", sa.Text(), True),
        ("active", sa.Boolean(), False),
        ("instructions", sa.Text(), True),
    ],
}


def upgrade() -> None:
    # An agent may name a user of its own site only.
    op.execute(
        "UPDATE agents SET user_id = NULL WHERE user_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM users WHERE users.id = agents.user_id AND users.site_id = agents.site_id)"
    )
    _rebuild(("site_id", "id"), [("site_id", "user_id"), ("users.site_id", "users.id")])
    with op.batch_alter_table("commands") as batch:
        batch.add_column(sa.Column("lease_owner", ID, nullable=True))
        batch.add_column(sa.Column("lease_until", sa.Double(), nullable=True))
        batch.create_index("ix_commands_lease_owner", ["lease_owner"])
    op.create_table(
        "kept_steps",
        sa.Column("command_id", ID, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["command_id"], ["commands.id"], name="fk_kept_steps_command_id_commands"),
        sa.PrimaryKeyConstraint("command_id", "name", name="pk_kept_steps"),
    )


def downgrade() -> None:
    op.drop_table("kept_steps")
    with op.batch_alter_table("commands") as batch:
        batch.drop_index("ix_commands_lease_owner")
        batch.drop_column("lease_until")
        batch.drop_column("lease_owner")
    _rebuild(("id",), [("user_id",), ("users.id",)])
    for table in COLUMNS:
        op.create_index(f"ix_{table}_site_id", table, ["site_id"])


def _rebuild(key, agents_user) -> None:
    """Copies the four tables into ones with another primary key: the same statements on SQLite and Postgres."""
    for table in ("agents", "visitors", "products", "users"):
        op.rename_table(table, f"old_{table}")
    for table in ("users", "products", "visitors", "agents"):
        _free_names(table)
        constraints = [
            sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=f"fk_{table}_site_id_sites"),
            sa.PrimaryKeyConstraint(*key, name=f"pk_{table}"),
        ]
        if table == "agents":
            here, there = agents_user
            constraints.append(sa.ForeignKeyConstraint(here, there, name=f"fk_agents_{here[0]}_users"))
        columns = [sa.Column(name, kind, nullable=nullable) for name, kind, nullable in COLUMNS[table]]
        op.create_table(
            table,
            sa.Column("site_id", ID, nullable=False),
            sa.Column("id", ID, nullable=False),
            *columns,
            *constraints,
        )
        names = ", ".join(["site_id", "id", *(name for name, _, _ in COLUMNS[table])])
        op.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM old_{table}")
    for table in ("agents", "visitors", "products", "users"):
        op.drop_table(f"old_{table}")


def _free_names(table) -> None:
    """Index and constraint names belong to a schema on Postgres, indexes' also on SQLite."""
    bind = op.get_bind()
    old = f"old_{table}"
    for index in sa.inspect(bind).get_indexes(old):
        op.drop_index(index["name"], table_name=old)
    if bind.dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {old} RENAME CONSTRAINT pk_{table} TO pk_old_{table}")
