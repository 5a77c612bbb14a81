"""Queries on leads and their interactions."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import row_of, upsert, value_of
from tools.db.tables import InteractionRow, LeadRow, SiteRow
from tools.domain.lead import Interaction, Lead
from tools.domain.site import Site
from tools.errors import LeadNotFound, SiteNotFound

MAX_INTERACTIONS: Final = 200


async def find_site_and_lead(
    session: AsyncSession, site_id: str, lead_id: str
) -> tuple[Site, Lead]:
    """Both in one statement. Raises SiteNotFound and LeadNotFound."""
    same_lead = (LeadRow.site_id == SiteRow.id) & (LeadRow.id == lead_id)
    pair = select(SiteRow, LeadRow).outerjoin(LeadRow, same_lead).where(SiteRow.id == site_id)
    row = (await session.execute(pair)).one_or_none()
    if row is None:
        raise SiteNotFound(site_id)
    site, lead = row
    if lead is None:
        raise LeadNotFound(lead_id, site_id)
    return value_of(Site, site), value_of(Lead, lead)


async def sites_of_lead(session: AsyncSession, lead_id: str) -> Sequence[str]:
    """The ids of the sites that have a lead of this id."""
    return (await session.scalars(select(LeadRow.site_id).where(LeadRow.id == lead_id))).all()


async def save_leads(session: AsyncSession, leads: Iterable[Lead]) -> None:
    """Writes the leads, over those with the same keys."""
    for lead in leads:
        await upsert(session, row_of(LeadRow, lead))


async def interactions_of(
    session: AsyncSession, site_id: str, lead_id: str
) -> tuple[Interaction, ...]:
    """The latest 200, oldest first."""
    latest = (
        select(InteractionRow)
        .where(InteractionRow.site_id == site_id, InteractionRow.lead_id == lead_id)
        .order_by(InteractionRow.at.desc(), InteractionRow.id.desc())
        .limit(MAX_INTERACTIONS)
    )
    rows = (await session.scalars(latest)).all()
    return tuple(value_of(Interaction, row) for row in reversed(rows))
