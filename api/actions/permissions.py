"""Permissions: what a lead refused and agreed to, recorded and taken back by explicit acts."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from api.actions.sites import require_site
from tools.addresses import addresses_of
from tools.db.engine import Sessions, writing
from tools.db.follow_ups import touches_of_person
from tools.db.leads import find_lead, save_leads
from tools.db.permissions import lift_refusals, list_records, lock_addresses, records_of
from tools.db.sites import find_site
from tools.domain.caller import Caller
from tools.domain.lead import Lead
from tools.domain.permission import (
    Address,
    AddressKind,
    Cause,
    Consent,
    DoNotContact,
    Refusal,
)
from tools.domain.site import Site
from tools.domain.vocabulary import Channel
from tools.errors import InvalidRequest
from tools.records.leads import merge_lead
from tools.records.refusals import kept_refusals, refuse

MAX_LISTED: Final = 1_000
LISTED_KINDS: Final = (AddressKind.EMAIL, AddressKind.PHONE, AddressKind.DOMAIN)


class LeadPermissions(NamedTuple):
    """What is on record of a lead: refusals, those taken back too, consents, and its live sequence.

    `cancelled` is how many follow-ups the act called off, `lifted` how many refusals it took back.
    """

    site_id: str
    lead_id: str
    refusals: tuple[DoNotContact, ...]
    consents: tuple[Consent, ...]
    live_command_id: str | None
    cancelled: int = 0
    lifted: int = 0


async def show_permissions(
    *, sessions: Sessions, caller: Caller, site_id: str, lead_id: str, now: datetime
) -> LeadPermissions:
    """Who asked for what. Raises SiteNotFound and LeadNotFound."""
    require_site(caller, site_id)
    async with sessions() as session:
        lead, _, addresses = await _person(session, site_id, lead_id)
        return await _permissions(session, lead, addresses, now)


async def opt_out(
    *,
    sessions: Sessions,
    caller: Caller,
    site_id: str,
    lead_id: str,
    channel: Channel | None,
    reason: str,
    now: datetime,
) -> LeadPermissions:
    """Records that a lead refuses a channel, or all, and cancels what has not left.

    Raises SiteNotFound and LeadNotFound.
    """
    require_site(caller, site_id)
    refusal = Refusal(
        cause=Cause.OPTED_OUT, channel=channel, source=caller.name, words=reason, at=now
    )
    async with writing(sessions) as session:
        lead, site, addresses = await _person(session, site_id, lead_id)
        kept = await asyncio.to_thread(kept_refusals, lead, [refusal], site)
        cancelled = await refuse(session, site_id, kept, actor=caller.name, now=now)
        permissions = await _permissions(session, lead, addresses, now)
    return permissions._replace(cancelled=cancelled)


async def opt_in(
    *,
    sessions: Sessions,
    caller: Caller,
    site_id: str,
    lead_id: str,
    channel: Channel | None,
    reason: str,
    now: datetime,
) -> LeadPermissions:
    """Takes back what a lead refused, on one channel or on all, and records its consent.

    A domain that must not be contacted stays so. Raises SiteNotFound and LeadNotFound.
    """
    require_site(caller, site_id)
    consent = Consent(channel=channel, source=caller.name, words=reason, at=now)
    async with writing(sessions) as session:
        lead, _, addresses = await _person(session, site_id, lead_id)
        own = [address for address in addresses if address.kind is not AddressKind.DOMAIN]
        await lock_addresses(session, site_id, own, whole_domains=False)
        lifted = await lift_refusals(
            session, site_id, own, channel=channel, reason=reason, actor=caller.name, now=now
        )
        lead = merge_lead(lead, Lead(id=lead_id, site_id=site_id, consents=(consent,)))
        await save_leads(session, [lead], known=[lead_id])
        permissions = await _permissions(session, lead, addresses, now)
    return permissions._replace(lifted=lifted)


async def _person(
    session: AsyncSession, site_id: str, lead_id: str
) -> tuple[Lead, Site, tuple[Address, ...]]:
    site = await find_site(session, site_id)
    lead = await find_lead(session, site_id, lead_id)
    # Phone prefixes are read from files: not in the loop.
    return lead, site, await asyncio.to_thread(addresses_of, lead, site.country)


async def _permissions(
    session: AsyncSession, lead: Lead, addresses: Sequence[Address], now: datetime
) -> LeadPermissions:
    records = await records_of(session, lead.site_id, addresses)
    touches = await touches_of_person(session, lead.site_id, lead.id, lead.email, now)
    return LeadPermissions(
        site_id=lead.site_id,
        lead_id=lead.id,
        refusals=records,
        consents=lead.consents,
        live_command_id=touches.live[0].command_id if touches.live else None,
    )


async def add_do_not_contact(
    *,
    sessions: Sessions,
    caller: Caller,
    site_id: str,
    address: Address,
    reason: str,
    now: datetime,
) -> int:
    """Keeps an address or domain from being contacted, and cancels what has not left for it.

    Returns how many follow-ups were cancelled. Raises SiteNotFound.
    """
    require_site(caller, site_id)
    refusal = Refusal(cause=Cause.OPTED_OUT, source=caller.name, words=reason, at=now)
    async with writing(sessions) as session:
        await find_site(session, site_id)
        kept = [(address, refusal)]
        return await refuse(session, site_id, kept, actor=caller.name, now=now)


async def list_do_not_contact(
    *, sessions: Sessions, caller: Caller, site_id: str
) -> tuple[DoNotContact, ...]:
    """The site's Do-Not-Contact list, newest first: at most 1,000. Raises SiteNotFound."""
    require_site(caller, site_id)
    async with sessions() as session:
        await find_site(session, site_id)
        return await list_records(session, site_id, LISTED_KINDS, MAX_LISTED)


async def remove_do_not_contact(
    *,
    sessions: Sessions,
    caller: Caller,
    site_id: str,
    address: Address,
    reason: str,
    now: datetime,
) -> None:
    """Takes an address off the list; who took it off and why stays on record.

    Raises SiteNotFound, and InvalidRequest for one that is not on it.
    """
    require_site(caller, site_id)
    async with writing(sessions) as session:
        await find_site(session, site_id)
        lifted = await lift_refusals(
            session, site_id, [address], channel=None, reason=reason, actor=caller.name, now=now
        )
    if not lifted:
        raise InvalidRequest(f"{address.kind}: it is not on the Do-Not-Contact list.")
