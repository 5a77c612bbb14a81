"""Which process is at work on which command: a lease that its owner renews, and that others respect
until it ends.

Leases are timed by the database's clock, so that the clocks of several machines need not agree.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Double, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from tools.db.rows import table_of, value_of
from tools.db.tables import CommandRow
from tools.domain.command import Command
from tools.domain.vocabulary import UNFINISHED, CommandStatus

TABLE: Final = table_of(CommandRow)
COMMANDS: Final = TABLE.c
LEASE_S: Final = 16.0  # a dead process's commands are free after this time


class SecondsSince1970(FunctionElement[float]):
    """The database's own clock."""

    type = Double()
    inherit_cache = True


@compiles(SecondsSince1970, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(SecondsSince1970, "postgresql")
def _on_postgres(element: Any, compiler: Any, **_: Any) -> str:
    return "extract(epoch from clock_timestamp())"


def lease_for(owner: str) -> dict[str, Any]:
    """The columns of a new lease."""
    return {"lease_owner": owner, "lease_until": SecondsSince1970() + LEASE_S}


def _is_free() -> ColumnElement[bool]:
    return or_(COMMANDS.lease_until.is_(None), COMMANDS.lease_until < SecondsSince1970())


async def claim_command(
    session: AsyncSession, command_id: str, owner: str, now: datetime
) -> Command | None:
    """Marks a command as running for this owner; None where it has ended or another has a lease on
    it.

    Each start is counted, but not that of an owner that goes on after it lost its database.
    """
    goes_on = (COMMANDS.lease_owner == owner) & (COMMANDS.status == CommandStatus.RUNNING)
    claim = (
        update(TABLE)
        .where(
            COMMANDS.id == command_id,
            COMMANDS.status.in_(UNFINISHED),
            or_(COMMANDS.lease_owner == owner, _is_free()),
        )
        .values(
            status=CommandStatus.RUNNING,
            started_at=now,
            attempts=COMMANDS.attempts + case((goes_on, 0), else_=1),
            **lease_for(owner),
        )
        .returning(*COMMANDS)
    )
    row = (await session.execute(claim)).first()
    return value_of(Command, row) if row else None


async def renew_leases(session: AsyncSession, owner: str) -> None:
    """Says that the owner is alive: its leases count from now."""
    mine = update(TABLE).where(COMMANDS.lease_owner == owner, COMMANDS.status.in_(UNFINISHED))
    await session.execute(mine.values(lease_until=lease_for(owner)["lease_until"]))


async def release_leases(session: AsyncSession, owner: str) -> None:
    """Gives back what the owner has not ended; a start that it gives back is no attempt."""
    was_running = COMMANDS.status == CommandStatus.RUNNING
    mine = update(TABLE).where(COMMANDS.lease_owner == owner, COMMANDS.status.in_(UNFINISHED))
    release = mine.values(
        status=CommandStatus.QUEUED,
        attempts=COMMANDS.attempts - case((was_running, 1), else_=0),
        lease_owner=None,
        lease_until=None,
    )
    await session.execute(release)


async def free_commands(session: AsyncSession, limit: int) -> Sequence[str]:
    """Ids of unfinished commands that no living process is at work on, oldest first."""
    free = (
        select(COMMANDS.id)
        .where(COMMANDS.status.in_(UNFINISHED), _is_free())
        .order_by(COMMANDS.created_at, COMMANDS.id)
        .limit(limit)
    )
    return (await session.execute(free)).scalars().all()
