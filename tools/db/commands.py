"""Queries on commands and their reviews."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import columns_of, insert_rows, value_of
from tools.db.tables import CommandRow, FollowUpRow, ReviewRow
from tools.domain.command import Command, Outcome
from tools.domain.review import Review
from tools.domain.sequence import FollowUp
from tools.domain.vocabulary import ID_PATTERN, UNFINISHED
from tools.errors import CommandNotFound


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
    await session.execute(insert(CommandRow).values(columns | lease))


async def find_command(session: AsyncSession, command_id: str) -> Command:
    """The command with its rounds and steps. Raises CommandNotFound."""
    if not re.fullmatch(ID_PATTERN, command_id):
        raise CommandNotFound
    row = await session.get(CommandRow, command_id)
    if row is None:
        raise CommandNotFound
    return value_of(Command, row)


async def find_outcome(session: AsyncSession, command_id: str) -> Outcome:
    """A command without its rounds and steps, which take long to read. Raises CommandNotFound."""
    columns = [getattr(CommandRow, name) for name in Outcome.model_fields]
    outcome = select(*columns).where(CommandRow.id == command_id)
    row = (await session.execute(outcome)).one_or_none()
    if row is None:
        raise CommandNotFound
    return Outcome.model_validate(row._asdict())


async def is_unfinished(session: AsyncSession, command_id: str) -> bool:
    """Whether there is such a command, and it has not ended."""
    unfinished = select(CommandRow.id).where(
        CommandRow.id == command_id, CommandRow.status.in_(UNFINISHED)
    )
    return (await session.scalars(unfinished)).first() is not None


class KeyedCommand(NamedTuple):
    """A command that an idempotency key created, and the hash of the request it came with."""

    command_id: str
    request_hash: str | None


async def command_by_key(session: AsyncSession, site_id: str, key: str) -> KeyedCommand | None:
    """The command that was created with this idempotency key."""
    command = select(CommandRow.id, CommandRow.request_hash).where(
        CommandRow.site_id == site_id, CommandRow.idempotency_key == key
    )
    row = (await session.execute(command)).first()
    return KeyedCommand(*row) if row else None


async def change_command(session: AsyncSession, command_id: str, **changes: Any) -> bool:
    """Changes a command that has not ended; False, and nothing changed, where it has."""
    change = (
        update(CommandRow)
        .where(CommandRow.id == command_id, CommandRow.status.in_(UNFINISHED))
        .values(**changes)
        .returning(CommandRow.id)
    )
    return (await session.execute(change)).first() is not None


async def end_command(session: AsyncSession, command_id: str, **changes: Any) -> bool:
    """Ends a command and its lease; False, and nothing changed, where it had ended already."""
    return await change_command(session, command_id, lease_owner=None, lease_until=None, **changes)


async def save_result(
    session: AsyncSession,
    command_id: str,
    follow_ups: Iterable[FollowUp],
    reviews: Iterable[Review],
    **changes: Any,
) -> bool:
    """Ends a command with follow-ups and reviews; False, and nothing written, where it had ended."""
    if not await end_command(session, command_id, **changes):
        return False
    follow_up_rows = [columns_of(FollowUpRow, follow_up) for follow_up in follow_ups]
    review_rows = [columns_of(ReviewRow, review, command_id=command_id) for review in reviews]
    await insert_rows(session, FollowUpRow, follow_up_rows)
    await insert_rows(session, ReviewRow, review_rows)
    return True


async def reviews_of(session: AsyncSession, command_id: str) -> tuple[Review, ...]:
    """The command's reviews by round and role."""
    reviews = (
        select(ReviewRow)
        .where(ReviewRow.command_id == command_id)
        .order_by(ReviewRow.round, ReviewRow.role)
    )
    return tuple(value_of(Review, row) for row in await session.scalars(reviews))
