"""Queries on the kept steps of unfinished commands."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import table_of
from tools.db.tables import CommandRow, KeptStepRow
from tools.domain.vocabulary import UNFINISHED

Json = dict[str, Any]
TABLE: Final = table_of(KeptStepRow)
STEPS: Final = TABLE.c
COMMANDS: Final = table_of(CommandRow).c


async def keep_steps(session: AsyncSession, steps: Iterable[tuple[str, str, Json]]) -> None:
    """Keeps (command id, "round:node", result) of each step, over what was kept before."""
    rows = [
        {"command_id": command_id, "name": name, "result": result}
        for command_id, name, result in steps
    ]
    if not rows:
        return
    dialect = session.get_bind().dialect.name
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(TABLE)
    keys = [STEPS.command_id, STEPS.name]
    over = insert.on_conflict_do_update(
        index_elements=keys, set_={"result": insert.excluded.result}
    )
    await session.execute(over, rows)


async def kept_steps_of(session: AsyncSession, command_id: str) -> Mapping[str, Json]:
    """What each kept step of a command brought, by "round:node"."""
    steps = select(STEPS.name, STEPS.result).where(STEPS.command_id == command_id)
    rows = await session.execute(steps)
    return {row.name: row.result for row in rows}


async def forget_steps(session: AsyncSession, command_ids: Iterable[str]) -> None:
    """Deletes the kept steps of these commands: they hold the lead's data."""
    ids = list(command_ids)
    if ids:
        await session.execute(delete(TABLE).where(STEPS.command_id.in_(ids)))


async def forget_steps_of_ended_commands(session: AsyncSession) -> None:
    """Deletes what a process that died while tidying up left behind."""
    unfinished = select(COMMANDS.id).where(COMMANDS.status.in_(UNFINISHED))
    await session.execute(delete(TABLE).where(STEPS.command_id.not_in(unfinished)))
