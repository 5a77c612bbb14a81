"""Queries on follow-ups."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import table_of, value_of
from tools.db.tables import FollowUpRow
from tools.domain.sequence import FollowUp
from tools.domain.vocabulary import FollowUpStatus

MONTH: Final = timedelta(days=30)
FOLLOW_UPS: Final = table_of(FollowUpRow).c

OF_COMMAND: Final = (
    select(*FOLLOW_UPS)
    .where(FOLLOW_UPS.command_id == bindparam("of_command"))
    .order_by(FOLLOW_UPS.position)
)
TOUCHES_OF_OTHER_COMMANDS: Final = select(func.count()).where(
    FOLLOW_UPS.site_id == bindparam("of_site"),
    FOLLOW_UPS.lead_id == bindparam("of_lead"),
    FOLLOW_UPS.scheduled_for.between(bindparam("since"), bindparam("until")),
    FOLLOW_UPS.status == FollowUpStatus.SCHEDULED,
    FOLLOW_UPS.command_id != bindparam("of_command"),
)


def follow_up_id(command_id: str, position: int) -> str:
    """The same for the same touch of the same command, so that saving twice gives the same rows."""
    return "followup_" + sha256(f"{command_id}:{position}".encode()).hexdigest()[:16]


async def follow_ups_of(session: AsyncSession, command_id: str) -> tuple[FollowUp, ...]:
    """The command's follow-ups, in the order of the sequence."""
    rows = await session.execute(OF_COMMAND, {"of_command": command_id})
    return tuple(value_of(FollowUp, row) for row in rows)


async def count_touches(
    session: AsyncSession, site_id: str, lead_id: str, now: datetime, command_id: str | None
) -> int:
    """Touches that other commands scheduled for this lead within 30 days before or after now."""
    values = {
        "of_site": site_id,
        "of_lead": lead_id,
        "since": now - MONTH,
        "until": now + MONTH,
        "of_command": command_id or "",
    }
    return int((await session.execute(TOUCHES_OF_OTHER_COMMANDS, values)).scalar_one())
