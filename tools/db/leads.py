"""Queries on leads and their interactions."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db.rows import columns_of, insert_rows, table_of, value_of
from tools.db.tables import (
    CommandRow,
    FollowUpChangeRow,
    FollowUpRow,
    InteractionRow,
    KeptStepRow,
    LeadRow,
    ReviewRow,
)
from tools.domain.lead import Interaction, Lead
from tools.domain.permission import Address, AddressKind
from tools.errors import LeadNotFound

MAX_INTERACTIONS: Final = 200
TABLE: Final = table_of(LeadRow)
LEADS: Final = TABLE.c
INTERACTIONS: Final = table_of(InteractionRow).c
OF_SITE: Final[BindParameter[str]] = bindparam("of_site")
OF_LEAD: Final[BindParameter[str]] = bindparam("of_lead")
MAX_IDS: Final = 500  # that one statement names

LEAD: Final = select(*LEADS).where(LEADS.site_id == OF_SITE, LEADS.id == OF_LEAD)
CHANGE: Final = update(TABLE).where(LEADS.site_id == OF_SITE, LEADS.id == OF_LEAD)
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


async def known_leads(
    session: AsyncSession, site_id: str, lead_ids: Sequence[str]
) -> dict[str, Lead]:
    """Those of the leads that the site has, by id; nobody else changes them until we commit."""
    known = {}
    for start in range(0, len(lead_ids), MAX_IDS):
        of_ids = (
            select(*LEADS)
            .where(LEADS.site_id == site_id, LEADS.id.in_(lead_ids[start : start + MAX_IDS]))
            .order_by(LEADS.id)
            .with_for_update(key_share=True)  # follow-ups of the leads may still be saved
        )
        for row in await session.execute(of_ids):
            known[row.id] = value_of(Lead, row)
    return known


async def save_leads(session: AsyncSession, leads: Sequence[Lead], known: Iterable[str]) -> None:
    """Writes the leads, over those with the `known` ids."""
    ids = set(known)
    new = [columns_of(LeadRow, lead) for lead in leads if lead.id not in ids]
    await insert_rows(session, LeadRow, new)
    changed = []
    for lead in leads:
        if lead.id in ids:
            columns = columns_of(LeadRow, lead)
            changed.append({**columns, "of_site": lead.site_id, "of_lead": lead.id})
    if changed:
        await session.execute(CHANGE, changed)


async def delete_lead_rows(session: AsyncSession, site_id: str, lead_id: str) -> None:
    """Deletes a lead, and all that belongs to it."""
    commands = table_of(CommandRow).c
    follow_ups = table_of(FollowUpRow).c
    of_lead = select(commands.id).where(commands.site_id == site_id, commands.lead_id == lead_id)
    of_commands = select(follow_ups.id).where(follow_ups.command_id.in_(of_lead))
    changes = table_of(FollowUpChangeRow)
    await session.execute(delete(changes).where(changes.c.follow_up_id.in_(of_commands)))
    for table in (table_of(FollowUpRow), table_of(ReviewRow), table_of(KeptStepRow)):
        await session.execute(delete(table).where(table.c.command_id.in_(of_lead)))
    for table in (table_of(CommandRow), table_of(InteractionRow)):
        own = (table.c.site_id == site_id, table.c.lead_id == lead_id)
        await session.execute(delete(table).where(*own))
    await session.execute(delete(TABLE).where(LEADS.site_id == site_id, LEADS.id == lead_id))


def known_by(address: Address) -> ColumnElement[bool]:
    """The condition on a lead's row to have the address."""
    if address.kind is AddressKind.LEAD:
        return LEADS.id == address.value
    if address.kind is AddressKind.EMAIL:
        return LEADS.email == address.value
    if address.kind is AddressKind.PHONE:
        return LEADS.phone.in_((address.value, f"+{address.value}"))
    if address.kind is AddressKind.DOMAIN:
        return LEADS.email.endswith(f"@{address.value}", autoescape=True) | LEADS.email.endswith(
            f".{address.value}", autoescape=True
        )
    # A profile ends where its key does: in/jane is not in/jane-smith.
    ends = [LEADS.linkedin.icontains(address.value + end, autoescape=True) for end in "/?#"]
    return or_(LEADS.linkedin.iendswith(address.value, autoescape=True), *ends)


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
