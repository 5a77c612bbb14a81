"""What is read from and written to the tables. Functions take a session and never commit."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, TypeVar

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db import tables
from tools.domain import (
    ID_PATTERN,
    Agent,
    Command,
    CommandStatus,
    FollowUp,
    Interaction,
    Lead,
    Outcome,
    Passage,
    Product,
    Review,
    Site,
    User,
    Value,
    Visitor,
)
from tools.errors import AgentNotFound, CommandNotFound, LeadNotFound, SiteNotFound, UserNotFound
from tools.site_data import SiteData

V = TypeVar("V", bound=Value)
OPEN: Final = (CommandStatus.QUEUED, CommandStatus.RUNNING)


def _value(kind: type[V], row: tables.Row) -> V:
    return kind.model_validate({name: getattr(row, name) for name in kind.model_fields})


async def find_site(session: AsyncSession, site_id: str) -> Site:
    row = await session.get(tables.SiteRow, site_id)
    if row is None:
        raise SiteNotFound(site_id)
    return _value(Site, row)


async def find_site_and_lead(session: AsyncSession, site_id: str, lead_id: str) -> tuple[Site, Lead]:
    """Both in one statement. Raises SiteNotFound and LeadNotFound."""
    site, lead = tables.SiteRow, tables.LeadRow
    pair = select(site, lead).outerjoin(lead, (lead.site_id == site.id) & (lead.id == lead_id))
    found = (await session.execute(pair.where(site.id == site_id))).one_or_none()
    if found is None:
        raise SiteNotFound(site_id)
    if found[1] is None:
        raise LeadNotFound(lead_id, site_id)
    return _value(Site, found[0]), _value(Lead, found[1])


async def sites_of_lead(session: AsyncSession, lead_id: str) -> Sequence[str]:
    """The sites that have a lead of this id."""
    return (await session.scalars(select(tables.LeadRow.site_id).where(tables.LeadRow.id == lead_id))).all()


async def find_user(session: AsyncSession, site_id: str, user_id: str) -> User:
    row = await session.get(tables.UserRow, user_id)
    if row is None or row.site_id != site_id:
        raise UserNotFound(user_id, site_id)
    return _value(User, row)


async def find_agent(session: AsyncSession, site_id: str, agent_id: str) -> Agent:
    row = await session.get(tables.AgentRow, agent_id)
    if row is None or row.site_id != site_id:
        raise AgentNotFound(agent_id, site_id)
    return _value(Agent, row)


async def find_visitor(session: AsyncSession, site_id: str, visitor_id: str) -> Visitor | None:
    row = await session.get(tables.VisitorRow, visitor_id)
    return _value(Visitor, row) if row and row.site_id == site_id else None


async def products_of(session: AsyncSession, site_id: str) -> tuple[Product, ...]:
    rows = await session.scalars(
        select(tables.ProductRow).where(tables.ProductRow.site_id == site_id).order_by(tables.ProductRow.id)
    )
    return tuple(_value(Product, row) for row in rows)


async def passages_of(session: AsyncSession, site_id: str) -> tuple[Passage, ...]:
    """The site's knowledge: the first 5,000 pieces."""
    kept = tables.PassageRow
    found = select(kept).where(kept.site_id == site_id).order_by(kept.source, kept.position).limit(5000)
    return tuple(_value(Passage, row) for row in await session.scalars(found))


async def sources_of(session: AsyncSession, site_id: str) -> Sequence[tuple[str, int]]:
    """(source, number of its passages) of the site's knowledge."""
    kept = tables.PassageRow
    counts = select(kept.source, func.count()).where(kept.site_id == site_id).group_by(kept.source)
    return [(source, count) for source, count in await session.execute(counts.order_by(kept.source))]


async def replace_passages(session: AsyncSession, site_id: str, source: str, passages: Sequence[Passage]) -> int:
    """Puts these passages in the place of all that the source had; how many it had."""
    kept = tables.PassageRow
    old = await session.execute(
        delete(kept).where(kept.site_id == site_id, kept.source == source).returning(kept.position)
    )
    gone = len(old.all())
    session.add_all(
        row_of(kept, passage, site_id=site_id, position=position) for position, passage in enumerate(passages)
    )
    await session.flush()
    return gone


async def active_agents(session: AsyncSession, site_id: str) -> tuple[tuple[Agent, User | None], ...]:
    """The site's active agents by id, each with the user it works for."""
    agents, users = tables.AgentRow, tables.UserRow
    pairs = select(agents, users).outerjoin(users, (users.id == agents.user_id) & (users.site_id == agents.site_id))
    found = await session.execute(pairs.where(agents.site_id == site_id, agents.active.is_(True)).order_by(agents.id))
    return tuple((_value(Agent, agent), _value(User, user) if user else None) for agent, user in found)


async def interactions_of(session: AsyncSession, site_id: str, lead_id: str) -> tuple[Interaction, ...]:
    """The latest 200, oldest first."""
    kept = tables.InteractionRow
    latest = (
        select(kept)
        .where(kept.site_id == site_id, kept.lead_id == lead_id)
        .order_by(kept.at.desc(), kept.id.desc())
        .limit(200)
    )
    return tuple(_value(Interaction, row) for row in reversed((await session.scalars(latest)).all()))


async def touches_since(
    session: AsyncSession, site_id: str, lead_id: str, now: datetime, command_id: str | None
) -> int:
    """Touches of other commands to this lead within 30 days of now, before or after it."""
    kept, month = tables.FollowUpRow, timedelta(days=30)
    count = select(func.count()).where(
        kept.site_id == site_id,
        kept.lead_id == lead_id,
        kept.scheduled_for.between(now - month, now + month),
        kept.status == "scheduled",
        kept.command_id != (command_id or ""),
    )
    return (await session.scalars(count)).one()


async def upsert(session: AsyncSession, row: tables.Row) -> None:
    await session.merge(row)


async def save_site_data(session: AsyncSession, data: SiteData) -> None:
    """Writes sites, users, agents and products, over those with the same ids; what others belong to comes first."""
    for site in data.sites:
        await upsert(session, row_of(tables.SiteRow, site))
    await session.flush()
    for user in data.users:
        await upsert(session, row_of(tables.UserRow, user))
    await session.flush()
    for agent in data.agents:
        await upsert(session, row_of(tables.AgentRow, agent))
    for site_id, product in data.products:
        await upsert(session, row_of(tables.ProductRow, product, site_id=site_id))
    await session.flush()


def row_of(kind: type[tables.Row], value: Value, **more: Any) -> tables.Row:
    """The row of a domain value, in plain JSON where the value holds more than text and numbers."""
    columns = {column.key for column in kind.__table__.columns}
    plain = value.model_dump(mode="json", include=columns)
    times = {name: moment for name in columns & plain.keys() if isinstance(moment := getattr(value, name), datetime)}
    return kind(**{**plain, **times, **more})


async def create_command(
    session: AsyncSession, command: Command, *, request_hash: str | None = None, key: str | None = None
) -> None:
    session.add(row_of(tables.CommandRow, command, request_hash=request_hash, idempotency_key=key))
    await session.flush()


async def find_command(session: AsyncSession, command_id: str) -> Command:
    row = await session.get(tables.CommandRow, command_id) if re.fullmatch(ID_PATTERN, command_id) else None
    if row is None:
        raise CommandNotFound
    return _value(Command, row)


async def find_outcome(session: AsyncSession, command_id: str) -> Outcome:
    """A command without its drafts and steps, which take milliseconds to read. Raises CommandNotFound."""
    columns = [getattr(tables.CommandRow, name) for name in Outcome.model_fields]
    row = (await session.execute(select(*columns).where(tables.CommandRow.id == command_id))).one_or_none()
    if row is None:
        raise CommandNotFound
    return Outcome.model_validate(row._asdict())


async def is_open(session: AsyncSession, command_id: str) -> bool:
    """Whether there is such a command, and it has not ended."""
    kept = tables.CommandRow
    found = select(kept.id).where(kept.id == command_id, kept.status.in_(OPEN))
    return (await session.scalars(found)).first() is not None


async def command_by_key(session: AsyncSession, site_id: str, key: str) -> tuple[str, str | None] | None:
    """The id and request hash of the command that was created with this idempotency key."""
    kept = tables.CommandRow
    found = select(kept.id, kept.request_hash).where(kept.site_id == site_id, kept.idempotency_key == key)
    row = (await session.execute(found)).first()
    return (row[0], row[1]) if row else None


async def unfinished_commands(session: AsyncSession) -> Sequence[str]:
    kept = tables.CommandRow
    return (
        await session.scalars(select(kept.id).where(kept.status.in_(OPEN)).order_by(kept.created_at, kept.id))
    ).all()


async def change_command(session: AsyncSession, command_id: str, **changes: Any) -> bool:
    """Changes a command that has not ended; False, and nothing changed, where it has."""
    kept = tables.CommandRow
    changed = await session.execute(
        update(kept).where(kept.id == command_id, kept.status.in_(OPEN)).values(**changes).returning(kept.id)
    )
    return changed.first() is not None


async def start_attempt(session: AsyncSession, command_id: str, now: datetime) -> Command | None:
    """Marks the command as running and counts the attempt; None where it has ended already."""
    kept = tables.CommandRow
    started = (
        update(kept)
        .where(kept.id == command_id, kept.status.in_(OPEN))
        .values(status=CommandStatus.RUNNING, started_at=now, attempts=kept.attempts + 1)
        .returning(kept)
    )
    row = (await session.scalars(started)).first()
    return _value(Command, row) if row else None


async def save_result(
    session: AsyncSession, command_id: str, follow_ups: Iterable[FollowUp], reviews: Iterable[Review], **changes: Any
) -> bool:
    """Ends a command with its follow-ups and reviews; False, and nothing written, where it had ended already."""
    if not await change_command(session, command_id, **changes):
        return False
    session.add_all(row_of(tables.FollowUpRow, follow_up) for follow_up in follow_ups)
    session.add_all(row_of(tables.ReviewRow, review, command_id=command_id) for review in reviews)
    await session.flush()
    return True


async def follow_ups_of(session: AsyncSession, command_id: str) -> tuple[FollowUp, ...]:
    kept = tables.FollowUpRow
    rows = await session.scalars(select(kept).where(kept.command_id == command_id).order_by(kept.position))
    return tuple(_value(FollowUp, row) for row in rows)


async def reviews_of(session: AsyncSession, command_id: str) -> tuple[Review, ...]:
    kept = tables.ReviewRow
    rows = await session.scalars(select(kept).where(kept.command_id == command_id).order_by(kept.round, kept.role))
    return tuple(_value(Review, row) for row in rows)


def follow_up_id(command_id: str, position: int) -> str:
    """The same for the same touch of the same command, so that saving twice gives the same rows."""
    return "followup_" + sha256(f"{command_id}:{position}".encode()).hexdigest()[:16]


async def is_empty(session: AsyncSession) -> bool:
    """No site yet: the database is new."""
    return (await session.scalars(select(tables.SiteRow.id).limit(1))).first() is None
