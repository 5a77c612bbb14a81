"""A refusal kept, and all that is scheduled for whom it is about called off, in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from tools.addresses import addresses_refused, closes
from tools.db.follow_ups import change_status, live_follow_ups
from tools.db.leads import known_by
from tools.db.permissions import lock_addresses, record_refusals
from tools.domain.lead import Lead
from tools.domain.permission import Address, Refusal
from tools.domain.sequence import ChangeCause, FollowUpChange
from tools.domain.site import Site
from tools.domain.vocabulary import FollowUpStatus
from tools.errors import LeadHeld, LeadOptedOut

Kept = tuple[Address, Refusal]  # a refusal, and an address that it is kept by


def require_contact_allowed(lead: Lead) -> None:
    """Raises LeadOptedOut or LeadHeld for a lead that must not be contacted on any channel."""
    causes = [refusal.cause for refusal in lead.refusals if refusal.channel is None]
    for cause in causes:
        if not cause.holds:
            raise LeadOptedOut(lead.id)
    if causes:
        raise LeadHeld(lead.id, causes[0])


def kept_refusals(lead: Lead, refusals: Sequence[Refusal], site: Site) -> list[Kept]:
    """What is to be recorded for the refusals of a lead: each with every address it is kept by."""
    kept = []
    for refusal in refusals:
        for address in addresses_refused(lead, refusal, site.country):
            kept.append((address, refusal))
    return kept


async def refuse(
    session: AsyncSession, site_id: str, refusals: Sequence[Kept], *, actor: str, now: datetime
) -> int:
    """Records refusals, and cancels what has not left for anybody with one of the addresses.

    Returns how many follow-ups were cancelled.
    """
    if not refusals:
        return 0
    addresses = list(dict.fromkeys(address for address, _ in refusals))
    await lock_addresses(session, site_id, addresses, whole_domains=True)
    await record_refusals(session, site_id, refusals, actor=actor, now=now)
    cancelled: dict[str, FollowUpChange] = {}
    for address, refusal in dict.fromkeys(refusals):
        closed = closes(refusal.channel, address.kind)
        for follow_up in await live_follow_ups(session, site_id, now, known_by(address)):
            if follow_up.channel in closed:
                cancelled[follow_up.id] = FollowUpChange(
                    follow_up_id=follow_up.id,
                    at=now,
                    status=FollowUpStatus.CANCELLED,
                    cause=ChangeCause.REFUSED,
                    detail=f"{refusal.cause}: {refusal.source}",
                    actor=actor,
                )
    await change_status(session, list(cancelled.values()))
    return len(cancelled)
