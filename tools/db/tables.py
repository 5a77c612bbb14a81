"""The rows. What belongs to a site is keyed by (site_id, id): two sites may use the same id for
different things.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Id = String(64)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in and out, on SQLite too, which keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Row(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        float: Double,
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        str: Text,
    }


class SiteRow(Row):
    __tablename__ = "sites"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    url: Mapped[str | None]
    language: Mapped[str]
    timezone: Mapped[str]
    country: Mapped[str | None]
    discount_allowed_percent: Mapped[int]
    region: Mapped[str | None]
    max_touches_a_day: Mapped[int]
    max_touches_in_30_days: Mapped[int]
    max_touches_a_year: Mapped[int]
    rest_days: Mapped[int]
    days_off: Mapped[list[Any]]
    sending_hours: Mapped[dict[str, Any]]
    law: Mapped[str] = mapped_column(String(16))
    postal_address: Mapped[str | None]
    opt_out: Mapped[str | None]
    disclosure: Mapped[str | None]
    max_email_words: Mapped[int]
    words_to_avoid: Mapped[list[Any]]
    about: Mapped[str | None]
    discount_conditions: Mapped[str | None]
    form_of_address: Mapped[str] = mapped_column(String(16))
    autonomy: Mapped[str] = mapped_column(String(16))


class UserRow(Row):
    __tablename__ = "users"
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    title: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    signature: Mapped[str | None]


class AgentRow(Row):
    __tablename__ = "agents"
    __table_args__ = (ForeignKeyConstraint(["site_id", "user_id"], ["users.site_id", "users.id"]),)
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    user_id: Mapped[str | None] = mapped_column(Id)
    role: Mapped[str]
    name: Mapped[str | None]
    active: Mapped[bool]
    instructions: Mapped[str | None]


class ProductRow(Row):
    __tablename__ = "products"
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    description: Mapped[str | None]
    price: Mapped[str | None]


class PassageRow(Row):
    """A piece of a site's knowledge; `position` counts within its source."""

    __tablename__ = "passages"
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    source: Mapped[str] = mapped_column(String(1000), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    text: Mapped[str]


class VisitorRow(Row):
    __tablename__ = "visitors"
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    source: Mapped[str | None]
    pages: Mapped[list[Any]]


class LeadRow(Row):
    __tablename__ = "leads"
    __table_args__ = (
        Index("ix_leads_email", "site_id", "email"),
        Index("ix_leads_phone", "site_id", "phone"),
    )
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str | None]
    company: Mapped[str | None]
    position: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    linkedin: Mapped[str | None]
    stage: Mapped[str | None]
    source: Mapped[str | None]
    language: Mapped[str | None]
    timezone: Mapped[str | None]
    country: Mapped[str | None]
    region: Mapped[str | None]
    pain_points: Mapped[list[Any]]
    interests: Mapped[list[Any]]
    budget_range: Mapped[str | None]
    other_emails: Mapped[list[Any]]
    other_phones: Mapped[list[Any]]
    consents: Mapped[list[Any]]


class RefusalRow(Row):
    """Whom not to contact: a lead, or an address by its kind. Kept apart from leads, so that one
    that is deleted and imported again is not written to.

    `channel` "" means every channel. `lifted_at` is set by an explicit act only.
    """

    __tablename__ = "refusals"
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(String(320), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    cause: Mapped[str] = mapped_column(String(32))
    source: Mapped[str]
    words: Mapped[str | None]
    said_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]
    lifted_because: Mapped[str | None]


class InteractionRow(Row):
    __tablename__ = "interactions"
    __table_args__ = (
        ForeignKeyConstraint(["site_id", "lead_id"], ["leads.site_id", "leads.id"]),
        Index("ix_interactions_lead", "site_id", "lead_id", "at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[str] = mapped_column(Id)
    lead_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime]
    type: Mapped[str]
    summary: Mapped[str]


class CommandRow(Row):
    __tablename__ = "commands"
    __table_args__ = (
        ForeignKeyConstraint(["site_id", "lead_id"], ["leads.site_id", "leads.id"]),
        UniqueConstraint("site_id", "idempotency_key"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    site_id: Mapped[str] = mapped_column(Id)
    lead_id: Mapped[str] = mapped_column(Id)
    status: Mapped[str] = mapped_column(String(16), index=True)
    request: Mapped[dict[str, Any]]
    request_hash: Mapped[str | None]
    idempotency_key: Mapped[str | None]
    user_id: Mapped[str | None] = mapped_column(Id)
    agent_id: Mapped[str | None] = mapped_column(Id)
    context: Mapped[str | None]
    description: Mapped[str | None]
    situation: Mapped[dict[str, Any] | None]
    plan_reason: Mapped[str | None]
    drafted_by: Mapped[str | None]
    error_code: Mapped[str | None]
    error_message: Mapped[str | None]
    rounds: Mapped[list[Any]]
    steps: Mapped[list[Any]]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int]
    warnings: Mapped[list[Any]]
    lease_owner: Mapped[str | None] = mapped_column(Id, index=True)  # the process at work on it
    lease_until: Mapped[float | None]  # seconds since 1970 by the database's clock


class KeptStepRow(Row):
    """What a finished step of an unfinished command brought, so that whoever goes on need not pay
    for it again.
    """

    __tablename__ = "kept_steps"
    command_id: Mapped[str] = mapped_column(ForeignKey("commands.id"), primary_key=True)
    name: Mapped[str] = mapped_column(
        String(64), primary_key=True
    )  # "1:sales_agent": round and node
    result: Mapped[dict[str, Any]]


class ReviewRow(Row):
    __tablename__ = "reviews"
    command_id: Mapped[str] = mapped_column(ForeignKey("commands.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(32), primary_key=True)
    verdict: Mapped[str]
    score: Mapped[int | None]
    status: Mapped[str]
    reviewed_by: Mapped[str]
    unavailable_because: Mapped[str | None]
    findings: Mapped[list[Any]]


class FollowUpRow(Row):
    __tablename__ = "follow_ups"
    __table_args__ = (
        ForeignKeyConstraint(["site_id", "lead_id"], ["leads.site_id", "leads.id"]),
        UniqueConstraint("command_id", "position"),
        Index("ix_follow_ups_lead", "site_id", "lead_id", "scheduled_for"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    command_id: Mapped[str] = mapped_column(ForeignKey("commands.id"))
    site_id: Mapped[str] = mapped_column(Id)
    lead_id: Mapped[str] = mapped_column(Id)
    user_id: Mapped[str] = mapped_column(Id)
    position: Mapped[int]
    type: Mapped[str]
    subject: Mapped[str]
    content: Mapped[str]
    script: Mapped[str | None]
    scheduled_for: Mapped[datetime] = mapped_column(index=True)
    time_reason: Mapped[str | None]
    timezone: Mapped[str | None]
    timezone_source: Mapped[str | None] = mapped_column(String(16))
    status: Mapped[str]
    next_steps: Mapped[list[Any]]
    lead_stage: Mapped[str]
    template: Mapped[str]
    purpose: Mapped[str]
    facts: Mapped[list[Any]]
    proof: Mapped[list[Any]]
    drafted_by: Mapped[str] = mapped_column(String(255))
    fallback: Mapped[str | None]
    hold: Mapped[str | None]


class FollowUpChangeRow(Row):
    """A change of a follow-up's status."""

    __tablename__ = "follow_up_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[str] = mapped_column(ForeignKey("follow_ups.id"), index=True)
    at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(16))
    cause: Mapped[str] = mapped_column(String(16))
    detail: Mapped[str | None]
    actor: Mapped[str]
    command_id: Mapped[str | None] = mapped_column(Id)
