"""A database made ready: migrated, and, where it is asked for and new, filled with the demo data."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from tools.db import repository, tables
from tools.db.engine import open_engine, sessions_of, writing
from tools.db.migrate import ensure_migrated
from tools.demo import DemoData, demo_data
from tools.domain import Interaction


def prepare(url: str, *, demo: bool = False) -> None:
    """For a thread without a running loop. Raises DatabaseNotMigrated for a server that is not at the newest schema."""
    ensure_migrated(url)
    if demo:
        asyncio.run(_fill_if_new(url, demo_data()))


async def _fill_if_new(url: str, data: DemoData) -> None:
    engine = open_engine(url)
    try:
        async with writing(sessions_of(engine)) as session:
            if await repository.is_empty(session):
                await fill(session, data)
    finally:
        await engine.dispose()


async def fill(session: AsyncSession, data: DemoData) -> None:
    """Writes the demo data: the company first, since everything else belongs to one of its sites."""
    await repository.save_site_data(session, data.company)
    session.add_all(repository.row_of(tables.VisitorRow, visitor, site_id=site) for site, visitor in data.visitors)
    session.add_all(repository.row_of(tables.LeadRow, lead) for lead in data.leads)
    await session.flush()
    for (site_id, lead_id), interactions in data.interactions.items():
        session.add_all(interaction_row(interaction, site_id, lead_id) for interaction in interactions)


def interaction_row(interaction: Interaction, site_id: str, lead_id: str) -> tables.Row:
    return repository.row_of(tables.InteractionRow, interaction, site_id=site_id, lead_id=lead_id)
