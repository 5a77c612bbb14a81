"""refusals apart from leads; consents; limits, hours and law of a site; the history of follow-ups

Revision ID: 0004
Revises: 0003
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

import tools.db.tables

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(64)
MOMENT = tools.db.tables.UtcDateTime(timezone=True)
LEADS = sa.table(
    "leads",
    sa.column("site_id", sa.String),
    sa.column("id", sa.String),
    sa.column("email", sa.String),
    sa.column("opted_out", sa.Boolean),
    sa.column("consent", sa.JSON),
    sa.column("consents", sa.JSON),
)
SOURCE = "the lead's record before refusals had one of their own"


def upgrade() -> None:
    refusals = op.create_table(
        "refusals",
        sa.Column("site_id", ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("value", sa.String(320), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("said_at", MOMENT, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_refusals_site_id_sites"),
        sa.PrimaryKeyConstraint("site_id", "kind", "value", "channel", name="pk_refusals"),
    )
    op.create_table(
        "follow_up_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("command_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name="fk_follow_up_changes_follow_up_id_follow_ups"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_follow_up_changes"),
    )
    op.create_index("ix_follow_up_changes_follow_up_id", "follow_up_changes", ["follow_up_id"])
    op.add_column("commands", sa.Column("warnings", sa.JSON(), nullable=False, server_default="[]"))
    for table, columns in _new_columns().items():
        for column in columns:
            op.add_column(table, column)
    op.execute("UPDATE leads SET email = lower(email) WHERE email <> lower(email)")
    op.create_index("ix_leads_email", "leads", ["site_id", "email"])
    op.create_index("ix_leads_phone", "leads", ["site_id", "phone"])
    _carry_over(refusals)
    op.drop_column("leads", "opted_out")
    op.drop_column("leads", "consent")


def _new_columns():
    return {
        "sites": (
            sa.Column("region", sa.Text(), nullable=True),
            sa.Column("max_touches_a_day", sa.Integer(), nullable=False, server_default="1"),
            sa.Column("max_touches_a_year", sa.Integer(), nullable=False, server_default="60"),
            sa.Column("rest_days", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("days_off", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("sending_hours", sa.JSON(), nullable=False, server_default="{}"),
            sa.Column("law", sa.String(16), nullable=False, server_default="advise"),
            sa.Column("postal_address", sa.Text(), nullable=True),
            sa.Column("opt_out", sa.Text(), nullable=True),
            sa.Column("disclosure", sa.Text(), nullable=True),
        ),
        "leads": (
            sa.Column("region", sa.Text(), nullable=True),
            sa.Column("other_emails", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("other_phones", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("consents", sa.JSON(), nullable=False, server_default="[]"),
        ),
        "follow_ups": (
            sa.Column("time_reason", sa.Text(), nullable=True),
            sa.Column("timezone", sa.Text(), nullable=True),
            sa.Column("timezone_source", sa.String(16), nullable=True),
        ),
    }


def _carry_over(refusals) -> None:
    """Writes what leads refused and agreed to where it stands from now on."""
    bind = op.get_bind()
    now = datetime.now(UTC)
    for lead in bind.execute(sa.select(LEADS)).all():
        consent = lead.consent or {}
        channels = [channel for channel, agreed in consent.items() if agreed is False]
        if lead.opted_out:
            channels.append("")
        for channel in channels:
            addresses = [("lead", lead.id)]
            if lead.email:
                addresses.append(("email", lead.email))
            for kind, value in addresses:
                row = {"site_id": lead.site_id, "kind": kind, "value": value, "channel": channel}
                known = sa.select(refusals.c.kind).filter_by(**row)
                if bind.execute(known).first():
                    continue
                row |= {"cause": "opted_out", "source": SOURCE}
                row |= {"recorded_at": now, "recorded_by": "migration"}
                bind.execute(sa.insert(refusals).values(row))
        consents = []
        for channel, agreed in consent.items():
            if agreed:
                consents.append({"channel": channel, "basis": "opt_in", "source": SOURCE})
        if consents:
            change = sa.update(LEADS).where(LEADS.c.site_id == lead.site_id, LEADS.c.id == lead.id)
            bind.execute(change.values(consents=consents))


def downgrade() -> None:
    op.add_column("leads", sa.Column("opted_out", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("leads", sa.Column("consent", sa.JSON(), nullable=False, server_default="{}"))
    bind = op.get_bind()
    refused = bind.execute(
        sa.text("SELECT site_id, value, channel FROM refusals WHERE kind = 'lead' AND lifted_at IS NULL")
    ).all()
    for site_id, lead_id, channel in refused:
        change = sa.update(LEADS).where(LEADS.c.site_id == site_id, LEADS.c.id == lead_id)
        if not channel:
            bind.execute(change.values(opted_out=True))
            continue
        found = sa.select(LEADS.c.consent).where(LEADS.c.site_id == site_id, LEADS.c.id == lead_id)
        consent = bind.execute(found).scalar() or {}
        bind.execute(change.values(consent={**consent, channel: False}))
    op.drop_index("ix_leads_phone", table_name="leads")
    op.drop_index("ix_leads_email", table_name="leads")
    for table, columns in _new_columns().items():
        for column in columns:
            op.drop_column(table, column.name)
    op.drop_column("commands", "warnings")
    op.drop_table("follow_up_changes")
    op.drop_table("refusals")
