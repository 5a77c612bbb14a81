"""Queries on sites and what belongs to them: users, agents, products, visitors, knowledge."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import row_of, upsert, value_of
from tools.db.tables import (
    AgentRow,
    PassageRow,
    ProductRow,
    SiteRow,
    UserRow,
    VisitorRow,
)
from tools.domain.lead import Visitor
from tools.domain.site import Agent, Passage, Product, Site, User
from tools.errors import AgentNotFound, SiteNotFound, UserNotFound
from tools.site_file import SiteData

MAX_PASSAGES: Final = 5_000


async def find_site(session: AsyncSession, site_id: str) -> Site:
    """The site. Raises SiteNotFound."""
    row = await session.get(SiteRow, site_id)
    if row is None:
        raise SiteNotFound(site_id)
    return value_of(Site, row)


async def has_sites(session: AsyncSession) -> bool:
    """Whether the database holds any site: one that holds none is new."""
    return (await session.scalars(select(SiteRow.id).limit(1))).first() is not None


async def find_user(session: AsyncSession, site_id: str, user_id: str) -> User:
    """The sales representative. Raises UserNotFound."""
    row = await session.get(UserRow, (site_id, user_id))
    if row is None:
        raise UserNotFound(user_id, site_id)
    return value_of(User, row)


async def find_agent(session: AsyncSession, site_id: str, agent_id: str) -> Agent:
    """The agent, active or not. Raises AgentNotFound."""
    row = await session.get(AgentRow, (site_id, agent_id))
    if row is None:
        raise AgentNotFound(agent_id, site_id)
    return value_of(Agent, row)


async def find_visitor(session: AsyncSession, site_id: str, visitor_id: str) -> Visitor | None:
    """The visitor; None for one the site does not know."""
    row = await session.get(VisitorRow, (site_id, visitor_id))
    return value_of(Visitor, row) if row else None


class Staff(NamedTuple):
    """An active agent, and the user it works for."""

    agent: Agent
    user: User | None


async def active_staff(session: AsyncSession, site_id: str) -> tuple[Staff, ...]:
    """The site's active agents by id, each with its user."""
    same_user = (UserRow.site_id == AgentRow.site_id) & (UserRow.id == AgentRow.user_id)
    pairs = (
        select(AgentRow, UserRow)
        .outerjoin(UserRow, same_user)
        .where(AgentRow.site_id == site_id, AgentRow.active.is_(True))
        .order_by(AgentRow.id)
    )
    return tuple(
        Staff(value_of(Agent, agent), value_of(User, user) if user else None)
        for agent, user in await session.execute(pairs)
    )


async def products_of(session: AsyncSession, site_id: str) -> tuple[Product, ...]:
    """The site's products by id."""
    products = select(ProductRow).where(ProductRow.site_id == site_id).order_by(ProductRow.id)
    return tuple(value_of(Product, row) for row in await session.scalars(products))


async def passages_of(session: AsyncSession, site_id: str) -> tuple[Passage, ...]:
    """The site's knowledge, in its sources' order: the first 5,000 pieces."""
    columns = (PassageRow.source, PassageRow.title, PassageRow.text)
    passages = (
        select(*columns)
        .where(PassageRow.site_id == site_id)
        .order_by(PassageRow.source, PassageRow.position)
        .limit(MAX_PASSAGES)
    )
    rows = await session.execute(passages)
    return tuple(Passage(source=source, title=title, text=text) for source, title, text in rows)


async def sources_of(session: AsyncSession, site_id: str) -> Sequence[tuple[str, int]]:
    """(source, number of its passages) of the site's knowledge."""
    counts = (
        select(PassageRow.source, func.count())
        .where(PassageRow.site_id == site_id)
        .group_by(PassageRow.source)
        .order_by(PassageRow.source)
    )
    return [(source, count) for source, count in await session.execute(counts)]


async def replace_passages(
    session: AsyncSession, site_id: str, source: str, passages: Sequence[Passage]
) -> int:
    """Puts these passages in the place of all that the source had; how many it had."""
    old = delete(PassageRow).where(PassageRow.site_id == site_id, PassageRow.source == source)
    removed = len((await session.execute(old.returning(PassageRow.position))).all())
    session.add_all(
        row_of(PassageRow, passage, site_id=site_id, position=position)
        for position, passage in enumerate(passages)
    )
    await session.flush()
    return removed


async def save_site_data(session: AsyncSession, data: SiteData) -> None:
    """Writes sites, users, agents and products, over those with the same keys."""
    for site in data.sites:
        await upsert(session, row_of(SiteRow, site))
    await session.flush()  # what others belong to comes first
    for user in data.users:
        await upsert(session, row_of(UserRow, user))
    await session.flush()
    for agent in data.agents:
        await upsert(session, row_of(AgentRow, agent))
    for product in data.products:
        await upsert(session, row_of(ProductRow, product))
    await session.flush()


async def remove_others(session: AsyncSession, data: SiteData) -> list[str]:
    """Deletes what the sites of `data` have beyond it: "agent sales_1 of site brightpage" for each."""
    removed = []
    for site in data.sites:
        for noun, table, values in (
            ("agent", AgentRow, data.agents),
            ("user", UserRow, data.users),
            ("product", ProductRow, data.products),
        ):
            ids = [value.id for value in values if value.site_id == site.id]
            others = delete(table).where(table.site_id == site.id, table.id.not_in(ids))
            rows = await session.scalars(others.returning(table.id))
            removed += [f"{noun} {row_id} of site {site.id}" for row_id in sorted(rows)]
    return removed
