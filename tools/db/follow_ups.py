"""Queries on follow-ups."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, bindparam, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import columns_of, insert_rows, table_of, value_of
from tools.db.tables import CommandRow, FollowUpChangeRow, FollowUpRow, LeadRow
from tools.domain.sequence import FollowUp, FollowUpChange
from tools.domain.vocabulary import LIVE, Channel, FollowUpStatus

YEAR: Final = timedelta(days=366)
COMMANDS: Final = table_of(CommandRow).c
LEADS: Final = table_of(LeadRow).c
CHANGES: Final = table_of(FollowUpChangeRow).c
FOLLOW_UP_TABLE: Final = table_of(FollowUpRow)
FOLLOW_UPS: Final = FOLLOW_UP_TABLE.c

# What counts as sent until something is delivered: a touch whose time has come.
HAS_LEFT: Final = (FOLLOW_UPS.status == FollowUpStatus.SCHEDULED) & (
    FOLLOW_UPS.scheduled_for <= bindparam("now")
)
# Leads of a site with the same e-mail address are one person.
OF_PERSON: Final = FOLLOW_UPS.lead_id.in_(
    select(LEADS.id).where(
        LEADS.site_id == bindparam("of_site"),
        or_(LEADS.id == bindparam("of_lead"), LEADS.email == bindparam("of_email")),
    )
)
TOUCHES_OF_PERSON: Final = (
    select(
        FOLLOW_UPS.id,
        FOLLOW_UPS.command_id,
        FOLLOW_UPS.type,
        FOLLOW_UPS.scheduled_for,
        FOLLOW_UPS.subject,
        HAS_LEFT.label("has_left"),
        COMMANDS.created_at.label("asked_at"),
    )
    .join(CommandRow, COMMANDS.id == FOLLOW_UPS.command_id)
    .where(
        FOLLOW_UPS.site_id == bindparam("of_site"),
        FOLLOW_UPS.scheduled_for >= bindparam("since"),
        FOLLOW_UPS.status.in_(LIVE),
        OF_PERSON,
    )
    .order_by(FOLLOW_UPS.scheduled_for, FOLLOW_UPS.id)
)
CHANGES_OF_COMMAND: Final = (
    select(*CHANGES)
    .join(FollowUpRow, FOLLOW_UPS.id == CHANGES.follow_up_id)
    .where(FOLLOW_UPS.command_id == bindparam("of_command"))
    .order_by(CHANGES.id)
)
OF_COMMAND: Final = (
    select(*FOLLOW_UPS)
    .where(FOLLOW_UPS.command_id == bindparam("of_command"))
    .order_by(FOLLOW_UPS.position)
)


def follow_up_id(command_id: str, position: int) -> str:
    """The same for the same touch of the same command, so that saving twice gives the same rows."""
    return "followup_" + sha256(f"{command_id}:{position}".encode()).hexdigest()[:16]


async def follow_ups_of(session: AsyncSession, command_id: str) -> tuple[FollowUp, ...]:
    """The command's follow-ups, in the order of the sequence."""
    rows = await session.execute(OF_COMMAND, {"of_command": command_id})
    return tuple(value_of(FollowUp, row) for row in rows)


class Touches(NamedTuple):
    """What is scheduled for a person, as follow-ups' ids, commands and times.

    `past` are those whose time has come, which count as sent; `live` are those still to go out, or
    held for a person to look at.
    """

    past: tuple["TouchOfPerson", ...]
    live: tuple["TouchOfPerson", ...]


class TouchOfPerson(NamedTuple):
    """A follow-up of a person, and when its command was asked for."""

    id: str
    command_id: str
    channel: Channel
    scheduled_for: datetime
    asked_at: datetime
    subject: str | None = None


async def touches_of_person(
    session: AsyncSession, site_id: str, lead_id: str, email: str | None, now: datetime
) -> Touches:
    """The touches of a lead and of the site's other leads with its e-mail address, from a year ago
    on.
    """
    values = {
        "of_site": site_id,
        "of_lead": lead_id,
        "of_email": email,
        "since": now - YEAR,
        "now": now,
    }
    past, live = [], []
    for row in await session.execute(TOUCHES_OF_PERSON, values):
        touch = TouchOfPerson(
            id=row.id,
            command_id=row.command_id,
            channel=Channel(row.type),
            scheduled_for=row.scheduled_for,
            asked_at=row.asked_at,
            subject=row.subject,
        )
        if row.has_left:
            past.append(touch)
        else:
            live.append(touch)
    return Touches(tuple(past), tuple(live))


async def insert_follow_ups(session: AsyncSession, follow_ups: Sequence[FollowUp]) -> None:
    """Adds follow-ups. Raises IntegrityError for those that are there."""
    rows = [columns_of(FollowUpRow, follow_up) for follow_up in follow_ups]
    await insert_rows(session, FollowUpRow, rows)


async def record_changes(session: AsyncSession, changes: Sequence[FollowUpChange]) -> None:
    """Adds changes to the history of follow-ups."""
    rows = [columns_of(FollowUpChangeRow, change) for change in changes]
    await insert_rows(session, FollowUpChangeRow, rows)


async def change_status(session: AsyncSession, changes: Sequence[FollowUpChange]) -> None:
    """Changes the status of follow-ups, and records why."""
    if not changes:
        return
    for status in {change.status for change in changes}:
        of_status = [change.follow_up_id for change in changes if change.status == status]
        await session.execute(
            update(FOLLOW_UP_TABLE).where(FOLLOW_UPS.id.in_(of_status)).values(status=status)
        )
    await record_changes(session, changes)


async def changes_of_command(session: AsyncSession, command_id: str) -> tuple[FollowUpChange, ...]:
    """What happened to a command's follow-ups after they were saved, oldest first."""
    rows = await session.execute(CHANGES_OF_COMMAND, {"of_command": command_id})
    return tuple(value_of(FollowUpChange, row) for row in rows)


class OpenFollowUp(NamedTuple):
    """A live follow-up, and the channel it goes by."""

    id: str
    channel: Channel


async def live_follow_ups(
    session: AsyncSession, site_id: str, now: datetime, of_leads: ColumnElement[bool]
) -> list[OpenFollowUp]:
    """What has not left for the leads that a condition on their rows describes."""
    live = select(FOLLOW_UPS.id, FOLLOW_UPS.type).where(
        FOLLOW_UPS.site_id == site_id,
        FOLLOW_UPS.status.in_(LIVE),
        not_(HAS_LEFT),
        FOLLOW_UPS.lead_id.in_(select(LEADS.id).where(LEADS.site_id == site_id, of_leads)),
    )
    rows = await session.execute(live, {"now": now})
    return [OpenFollowUp(row.id, Channel(row.type)) for row in rows]
