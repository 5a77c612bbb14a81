"""Queries on commands and their reviews."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import columns_of, insert_rows, table_of, value_of
from tools.db.tables import CommandRow, ReviewRow
from tools.domain.command import Command, Outcome
from tools.domain.review import Review
from tools.domain.vocabulary import ID_PATTERN, UNFINISHED
from tools.errors import CommandNotFound

TABLE: Final = table_of(CommandRow)
COMMANDS: Final = TABLE.c
REVIEWS: Final = table_of(ReviewRow).c
WITH_ID: Final[BindParameter[str]] = bindparam("with_id")

COMMAND: Final = select(*COMMANDS).where(COMMANDS.id == WITH_ID)
OUTCOME: Final = select(*(COMMANDS[name] for name in Outcome.model_fields)).where(
    COMMANDS.id == WITH_ID
)
ASKED_AT: Final = select(COMMANDS.created_at).where(COMMANDS.id == WITH_ID)
UNFINISHED_COMMAND: Final = select(COMMANDS.id).where(
    COMMANDS.id == WITH_ID, COMMANDS.status.in_(UNFINISHED)
)
CHANGE: Final = update(TABLE).where(COMMANDS.id == WITH_ID, COMMANDS.status.in_(UNFINISHED))
REVIEWS_OF_COMMAND: Final = (
    select(*REVIEWS).where(REVIEWS.command_id == WITH_ID).order_by(REVIEWS.round, REVIEWS.role)
)


async def create_command(
    session: AsyncSession,
    command: Command,
    *,
    request_hash: str | None = None,
    idempotency_key: str | None = None,
    **lease: Any,
) -> None:
    """Adds a command; IntegrityError where its key or its idempotency key is there already."""
    columns = columns_of(
        CommandRow, command, request_hash=request_hash, idempotency_key=idempotency_key
    )
    await session.execute(insert(TABLE).values(columns | lease))


async def find_command(session: AsyncSession, command_id: str) -> Command:
    """The command with its rounds and steps. Raises CommandNotFound."""
    row = None
    if re.fullmatch(ID_PATTERN, command_id):
        row = (await session.execute(COMMAND, {"with_id": command_id})).one_or_none()
    if row is None:
        raise CommandNotFound
    return value_of(Command, row)


async def find_outcome(session: AsyncSession, command_id: str) -> Outcome:
    """A command without its rounds and steps, which take long to read. Raises CommandNotFound."""
    row = (await session.execute(OUTCOME, {"with_id": command_id})).one_or_none()
    if row is None:
        raise CommandNotFound
    return value_of(Outcome, row)


async def is_unfinished(session: AsyncSession, command_id: str) -> bool:
    """Whether there is such a command, and it has not ended."""
    row = (await session.execute(UNFINISHED_COMMAND, {"with_id": command_id})).first()
    return row is not None


async def unfinished_command(session: AsyncSession, site_id: str, lead_id: str) -> str | None:
    """The oldest command of a lead that has not ended; None where there is none."""
    oldest = (
        select(COMMANDS.id)
        .where(
            COMMANDS.site_id == site_id,
            COMMANDS.lead_id == lead_id,
            COMMANDS.status.in_(UNFINISHED),
        )
        .order_by(COMMANDS.created_at, COMMANDS.id)
        .limit(1)
    )
    return (await session.execute(oldest)).scalar()


async def command_exists(session: AsyncSession, command_id: str) -> bool:
    """Whether a command has this id."""
    return (await session.execute(ASKED_AT, {"with_id": command_id})).first() is not None


class KeyedCommand(NamedTuple):
    """A command that an idempotency key created, and the hash of the request it came with."""

    command_id: str
    request_hash: str | None


async def command_by_key(session: AsyncSession, site_id: str, key: str) -> KeyedCommand | None:
    """The command that was created with this idempotency key."""
    command = select(COMMANDS.id, COMMANDS.request_hash).where(
        COMMANDS.site_id == site_id, COMMANDS.idempotency_key == key
    )
    row = (await session.execute(command)).first()
    return KeyedCommand(*row) if row else None


async def change_command(session: AsyncSession, command_id: str, **changes: Any) -> bool:
    """Changes a command that has not ended; False, and nothing changed, where it has."""
    result: Any = await session.execute(CHANGE, {"with_id": command_id, **changes})
    return bool(result.rowcount)


async def end_command(session: AsyncSession, command_id: str, **changes: Any) -> bool:
    """Ends a command and its lease; False, and nothing changed, where it had ended already."""
    return await change_command(session, command_id, lease_owner=None, lease_until=None, **changes)


async def asked_at(session: AsyncSession, command_id: str) -> datetime:
    """When a command was asked for. Raises CommandNotFound."""
    row = (await session.execute(ASKED_AT, {"with_id": command_id})).one_or_none()
    if row is None:
        raise CommandNotFound
    moment: datetime = row.created_at
    return moment


async def save_reviews(session: AsyncSession, command_id: str, reviews: Iterable[Review]) -> None:
    """Adds a command's reviews."""
    rows = [columns_of(ReviewRow, review, command_id=command_id) for review in reviews]
    await insert_rows(session, ReviewRow, rows)


async def reviews_of(session: AsyncSession, command_id: str) -> tuple[Review, ...]:
    """The command's reviews by round and role."""
    rows = await session.execute(REVIEWS_OF_COMMAND, {"with_id": command_id})
    return tuple(value_of(Review, row) for row in rows)
