"""Queries on leads and their interactions."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import columns_of, insert_rows, table_of, upsert, value_of
from tools.db.tables import InteractionRow, LeadRow
from tools.domain.lead import Interaction, Lead
from tools.errors import LeadNotFound

MAX_INTERACTIONS: Final = 200
LEADS: Final = table_of(LeadRow).c
INTERACTIONS: Final = table_of(InteractionRow).c
OF_SITE: Final[BindParameter[str]] = bindparam("of_site")
OF_LEAD: Final[BindParameter[str]] = bindparam("of_lead")

LEAD: Final = select(*LEADS).where(LEADS.site_id == OF_SITE, LEADS.id == OF_LEAD)
LATEST_INTERACTIONS: Final = (
    select(INTERACTIONS.at, INTERACTIONS.type, INTERACTIONS.summary)
    .where(INTERACTIONS.site_id == OF_SITE, INTERACTIONS.lead_id == OF_LEAD)
    .order_by(INTERACTIONS.at.desc(), INTERACTIONS.id.desc())
    .limit(MAX_INTERACTIONS)
)


async def find_lead(session: AsyncSession, site_id: str, lead_id: str) -> Lead:
    """The lead. Raises LeadNotFound."""
    row = (await session.execute(LEAD, {"of_site": site_id, "of_lead": lead_id})).one_or_none()
    if row is None:
        raise LeadNotFound(lead_id, site_id)
    return value_of(Lead, row)


async def sites_of_lead(session: AsyncSession, lead_id: str) -> Sequence[str]:
    """The ids of the sites that have a lead of this id."""
    rows = await session.execute(select(LEADS.site_id).where(LEADS.id == lead_id))
    return rows.scalars().all()


async def save_leads(session: AsyncSession, leads: Iterable[Lead]) -> None:
    """Writes the leads, over those with the same keys."""
    for lead in leads:
        await upsert(session, LeadRow, columns_of(LeadRow, lead))


async def interactions_of(
    session: AsyncSession, site_id: str, lead_id: str
) -> tuple[Interaction, ...]:
    """The latest 200, oldest first."""
    key = {"of_site": site_id, "of_lead": lead_id}
    rows = (await session.execute(LATEST_INTERACTIONS, key)).all()
    return tuple(value_of(Interaction, row) for row in reversed(rows))


async def save_interactions(
    session: AsyncSession, site_id: str, lead_id: str, interactions: Iterable[Interaction]
) -> None:
    """Adds interactions to a lead."""
    rows = [
        columns_of(InteractionRow, interaction, site_id=site_id, lead_id=lead_id)
        for interaction in interactions
    ]
    await insert_rows(session, InteractionRow, rows)
