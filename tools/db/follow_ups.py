"""Queries on follow-ups."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import value_of
from tools.db.tables import FollowUpRow
from tools.domain.sequence import FollowUp
from tools.domain.vocabulary import FollowUpStatus

MONTH: Final = timedelta(days=30)


def follow_up_id(command_id: str, position: int) -> str:
    """The same for the same touch of the same command, so that saving twice gives the same rows."""
    return "followup_" + sha256(f"{command_id}:{position}".encode()).hexdigest()[:16]


async def follow_ups_of(session: AsyncSession, command_id: str) -> tuple[FollowUp, ...]:
    """The command's follow-ups, in the order of the sequence."""
    follow_ups = (
        select(FollowUpRow)
        .where(FollowUpRow.command_id == command_id)
        .order_by(FollowUpRow.position)
    )
    return tuple(value_of(FollowUp, row) for row in await session.scalars(follow_ups))


async def count_touches(
    session: AsyncSession, site_id: str, lead_id: str, now: datetime, command_id: str | None
) -> int:
    """Touches that other commands scheduled for this lead within 30 days of now, before or after."""
    touches = select(func.count()).where(
        FollowUpRow.site_id == site_id,
        FollowUpRow.lead_id == lead_id,
        FollowUpRow.scheduled_for.between(now - MONTH, now + MONTH),
        FollowUpRow.status == FollowUpStatus.SCHEDULED,
        FollowUpRow.command_id != (command_id or ""),
    )
    return (await session.scalars(touches)).one()
