"""Queries on sites and what belongs to them: users, agents, products, visitors, knowledge."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import BindParameter, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import columns_of, insert_rows, table_of, upsert, value_of
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
SITES: Final = table_of(SiteRow).c
USERS: Final = table_of(UserRow).c
AGENTS: Final = table_of(AgentRow).c
PRODUCTS: Final = table_of(ProductRow).c
VISITORS: Final = table_of(VisitorRow).c
PASSAGES: Final = table_of(PassageRow).c
OF_SITE: Final[BindParameter[str]] = bindparam("of_site")
WITH_ID: Final[BindParameter[str]] = bindparam("with_id")

SITE: Final = select(*SITES).where(SITES.id == WITH_ID)
USER: Final = select(*USERS).where(USERS.site_id == OF_SITE, USERS.id == WITH_ID)
AGENT: Final = select(*AGENTS).where(AGENTS.site_id == OF_SITE, AGENTS.id == WITH_ID)
VISITOR: Final = select(*VISITORS).where(VISITORS.site_id == OF_SITE, VISITORS.id == WITH_ID)
ACTIVE_AGENTS: Final = (
    select(*AGENTS).where(AGENTS.site_id == OF_SITE, AGENTS.active.is_(True)).order_by(AGENTS.id)
)
USERS_OF_ACTIVE_AGENTS: Final = select(*USERS).where(
    USERS.site_id == OF_SITE,
    USERS.id.in_(select(AGENTS.user_id).where(AGENTS.site_id == OF_SITE, AGENTS.active.is_(True))),
)
PRODUCTS_OF_SITE: Final = select(*PRODUCTS).where(PRODUCTS.site_id == OF_SITE).order_by(PRODUCTS.id)
PASSAGES_OF_SITE: Final = (
    select(PASSAGES.source, PASSAGES.title, PASSAGES.text)
    .where(PASSAGES.site_id == OF_SITE)
    .order_by(PASSAGES.source, PASSAGES.position)
    .limit(MAX_PASSAGES)
)


async def find_site(session: AsyncSession, site_id: str) -> Site:
    """The site. Raises SiteNotFound."""
    row = (await session.execute(SITE, {"with_id": site_id})).one_or_none()
    if row is None:
        raise SiteNotFound(site_id)
    return value_of(Site, row)


async def has_sites(session: AsyncSession) -> bool:
    """Whether the database holds any site: one that holds none is new."""
    return (await session.execute(select(SITES.id).limit(1))).first() is not None


async def find_user(session: AsyncSession, site_id: str, user_id: str) -> User:
    """The sales representative. Raises UserNotFound."""
    key = {"of_site": site_id, "with_id": user_id}
    row = (await session.execute(USER, key)).one_or_none()
    if row is None:
        raise UserNotFound(user_id, site_id)
    return value_of(User, row)


async def find_agent(session: AsyncSession, site_id: str, agent_id: str) -> Agent:
    """The agent, active or not. Raises AgentNotFound."""
    key = {"of_site": site_id, "with_id": agent_id}
    row = (await session.execute(AGENT, key)).one_or_none()
    if row is None:
        raise AgentNotFound(agent_id, site_id)
    return value_of(Agent, row)


async def find_visitor(session: AsyncSession, site_id: str, visitor_id: str) -> Visitor | None:
    """The visitor; None for one the site does not know."""
    key = {"of_site": site_id, "with_id": visitor_id}
    row = (await session.execute(VISITOR, key)).one_or_none()
    return value_of(Visitor, row) if row else None


class Staff(NamedTuple):
    """An active agent, and the user it works for."""

    agent: Agent
    user: User | None


async def active_staff(session: AsyncSession, site_id: str) -> tuple[Staff, ...]:
    """The site's active agents by id, each with its user."""
    site = {"of_site": site_id}
    user_rows = await session.execute(USERS_OF_ACTIVE_AGENTS, site)
    users = {row.id: value_of(User, row) for row in user_rows}
    agents = [value_of(Agent, row) for row in await session.execute(ACTIVE_AGENTS, site)]
    return tuple(Staff(agent, users.get(agent.user_id or "")) for agent in agents)


async def products_of(session: AsyncSession, site_id: str) -> tuple[Product, ...]:
    """The site's products by id."""
    rows = await session.execute(PRODUCTS_OF_SITE, {"of_site": site_id})
    return tuple(value_of(Product, row) for row in rows)


async def passages_of(session: AsyncSession, site_id: str) -> tuple[Passage, ...]:
    """The site's knowledge, in its sources' order: the first 5,000 pieces."""
    rows = await session.execute(PASSAGES_OF_SITE, {"of_site": site_id})
    return tuple(value_of(Passage, row) for row in rows)


async def sources_of(session: AsyncSession, site_id: str) -> Sequence[tuple[str, int]]:
    """(source, number of its passages) of the site's knowledge."""
    counts = (
        select(PASSAGES.source, func.count())
        .where(PASSAGES.site_id == site_id)
        .group_by(PASSAGES.source)
        .order_by(PASSAGES.source)
    )
    return [(source, count) for source, count in await session.execute(counts)]


async def replace_passages(
    session: AsyncSession, site_id: str, source: str, passages: Sequence[Passage]
) -> int:
    """Puts these passages in the place of all that the source had; how many it had."""
    old = (
        delete(table_of(PassageRow))
        .where(PASSAGES.site_id == site_id, PASSAGES.source == source)
        .returning(PASSAGES.position)
    )
    removed = len((await session.execute(old)).all())
    rows = [
        columns_of(PassageRow, passage, site_id=site_id, position=position)
        for position, passage in enumerate(passages)
    ]
    await insert_rows(session, PassageRow, rows)
    return removed


async def save_site_data(session: AsyncSession, data: SiteData) -> None:
    """Writes sites, users, agents and products, over those with the same keys."""
    for site in data.sites:
        await upsert(session, SiteRow, columns_of(SiteRow, site))
    await session.flush()  # what others belong to comes first
    for user in data.users:
        await upsert(session, UserRow, columns_of(UserRow, user))
    await session.flush()
    for agent in data.agents:
        await upsert(session, AgentRow, columns_of(AgentRow, agent))
    for product in data.products:
        await upsert(session, ProductRow, columns_of(ProductRow, product))
    await session.flush()


async def remove_others(session: AsyncSession, data: SiteData) -> list[str]:
    """Deletes what the sites of `data` have beyond it: "agent sales_1 of site x" for each."""
    removed = []
    for site in data.sites:
        for noun, kind, values in (
            ("agent", AgentRow, data.agents),
            ("user", UserRow, data.users),
            ("product", ProductRow, data.products),
        ):
            ids = [value.id for value in values if value.site_id == site.id]
            columns = table_of(kind).c
            others = (
                delete(table_of(kind))
                .where(columns.site_id == site.id, columns.id.not_in(ids))
                .returning(columns.id)
            )
            rows = await session.execute(others)
            removed += [f"{noun} {row_id} of site {site.id}" for row_id in sorted(rows.scalars())]
    return removed
