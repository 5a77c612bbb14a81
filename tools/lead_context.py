"""From a request and the database to all that is known of a lead, or the error that says what is
missing.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import phonenumbers
from sqlalchemy.ext.asyncio import AsyncSession

from tools.clocks import country_of_zone
from tools.countries import country_code, place_in
from tools.db.follow_ups import count_touches
from tools.db.leads import find_lead, interactions_of
from tools.db.sites import (
    Staff,
    active_staff,
    find_agent,
    find_site,
    find_user,
    find_visitor,
    passages_of,
    products_of,
)
from tools.domain.lead import Interaction, Lead, LeadContext, Visitor
from tools.domain.site import Agent, Passage, Product, Site, User
from tools.domain.vocabulary import Role, Stage
from tools.errors import InvalidRequest, LeadOptedOut
from tools.intake.request import FollowUpRequest
from tools.intake.synonyms import language_of, stage_of
from tools.knowledge.search import best_passages
from tools.reachability import open_channels
from tools.zones import LeadZone, ZoneSource, best_zone, phone_country


class Records(NamedTuple):
    """What the database says of a request."""

    site: Site
    lead: Lead
    agents: tuple[Agent, ...]  # all active ones of the site
    agent: Agent | None
    user: User
    visitor: Visitor | None
    products: tuple[Product, ...]
    interactions: tuple[Interaction, ...]
    touches_in_30_days: int
    passages: tuple[Passage, ...]


async def assemble(
    session: AsyncSession, request: FollowUpRequest, now: datetime, command_id: str | None = None
) -> LeadContext:
    """The context of a request at `now`; touches of the command itself do not count.

    Raises SiteNotFound, LeadNotFound, AgentNotFound, UserNotFound, InvalidRequest (no
    representative), LeadOptedOut and LeadNotReachable.
    """
    site = await find_site(session, request.site_id)
    lead = await find_lead(session, request.site_id, request.lead_id)
    if lead.opted_out:
        raise LeadOptedOut(lead.id)
    staff = await active_staff(session, site.id)
    agent, user = await _representative(session, request, site, staff)
    visitor = None
    if request.visitor_id:
        visitor = await find_visitor(session, site.id, request.visitor_id)
    records = Records(
        site=site,
        lead=lead,
        agents=tuple(pair.agent for pair in staff),
        agent=agent,
        user=user,
        visitor=visitor,
        products=await products_of(session, site.id),
        interactions=await interactions_of(session, site.id, lead.id),
        touches_in_30_days=await count_touches(session, site.id, lead.id, now, command_id),
        passages=await passages_of(session, site.id),
    )
    # Phone prefixes, countries and zones are read from files, knowledge is searched: not in the
    # loop.
    return await asyncio.to_thread(_context, request, records, now)


def _context(request: FollowUpRequest, records: Records, now: datetime) -> LeadContext:
    site = records.site
    lead = _overlaid(records.lead, request, site)
    channels = open_channels(
        lead, requested=request.follow_up_type, has_phone=request.phone_number is not None
    )
    stage_given = request.lead_stage or lead.stage or Stage.NEW.value
    interests = _unique((*request.product_interest, *lead.interests))
    language = language_of(lead.language, site.language)
    zone = best_zone(
        timezone=lead.timezone, country=lead.country, phone=lead.phone, fallback=site.timezone
    )
    place = place_in(lead.country)
    topics = (*interests, *lead.pain_points)
    return LeadContext(
        site=site,
        lead=lead,
        user=records.user,
        agent=records.agent,
        visitor=records.visitor,
        products=records.products,
        interactions=_merged(records.interactions, request, zone.zone),
        interests=interests,
        knowledge=best_passages(records.passages, topics, language),
        instructions=_instructions(records.agent, records.agents),
        channels=channels,
        first_channel=request.follow_up_type,
        stage=stage_of(stage_given),
        stage_given=stage_given,
        language=language,
        timezone=zone.zone,
        zones=zone.zones,
        zone_source=zone.source.value,
        country=place.country if place else _country_of(zone, lead, site),
        region=place.region if place else None,
        interval=request.follow_up_interval,
        touches_in_30_days=records.touches_in_30_days,
        now=now,
    )


def _country_of(zone: LeadZone, lead: Lead, site: Site) -> str | None:
    """The country of a lead that names none: its zone's or phone's, else the site's."""
    by_phone = phone_country(lead.phone)
    if zone.source is not ZoneSource.GIVEN and by_phone:
        return by_phone
    return country_of_zone(zone.zone) or by_phone or country_code(site.country)


def _unique(texts: Sequence[str]) -> tuple[str, ...]:
    """Each text once, whatever its case."""
    return tuple({text.casefold(): text for text in texts}.values())


def _instructions(chosen: Agent | None, agents: Sequence[Agent]) -> dict[Role, str]:
    """What the site tells each of its active agents, the first of a role; the sales agent is the
    command's own.
    """
    instructions: dict[Role, str | None] = {}
    for agent in agents:
        instructions.setdefault(agent.role, agent.instructions)
    if chosen:
        instructions[Role.SALES] = chosen.instructions
    return {role: text for role, text in instructions.items() if text}


async def _representative(
    session: AsyncSession, request: FollowUpRequest, site: Site, staff: Sequence[Staff]
) -> tuple[Agent | None, User]:
    """The agent and user named, or the site's active sales agent that works for a user, the first
    by id.
    """
    agents = {pair.agent.id: pair.agent for pair in staff}
    users = {pair.user.id: pair.user for pair in staff if pair.user}
    agent, user = agents.get(request.agent_id or ""), users.get(request.user_id or "")
    if request.agent_id and agent is None:
        agent = await find_agent(session, site.id, request.agent_id)
    if request.user_id and user is None:
        user = await find_user(session, site.id, request.user_id)
    if agent is None and user is None:
        for pair in staff:
            if pair.agent.role is Role.SALES and pair.user:
                return pair.agent, pair.user
    if user is None and agent and agent.user_id:
        user = users.get(agent.user_id) or await find_user(session, site.id, agent.user_id)
    if user is None:
        raise InvalidRequest(
            f"userId: site {site.id} has no active sales agent with a user, "
            "so send the userId of a representative."
        )
    return agent, user


def _overlaid(lead: Lead, request: FollowUpRequest, site: Site) -> Lead:
    """The lead as the request knows it, over what the database knows; phone numbers in
    international form.
    """
    fields = {
        name: value
        for name, value in request.lead_data.model_dump().items()
        if value not in (None, ())
    }
    lead = lead.model_copy(update=fields)
    phone = request.phone_number or lead.phone
    if phone:
        phone = _international(phone, lead.country, site.country)
    return lead.model_copy(update={"phone": phone})


def _international(phone: str, *countries: str | None) -> str:
    """E.164, a national number read with the first country under which it is one; otherwise as it
    was given.
    """
    for region in (None, *map(country_code, countries)):
        try:
            number = phonenumbers.parse(phone, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return phone


def _merged(
    saved: Sequence[Interaction], request: FollowUpRequest, zone: str
) -> tuple[Interaction, ...]:
    """Interactions of both sides, oldest first; same day, type and words: the same contact."""
    requested = (earlier.interaction(zone) for earlier in request.previous_interactions)
    unique: dict[tuple[object, ...], Interaction] = {}
    for interaction in (*saved, *requested):
        words = " ".join(interaction.summary.casefold().split()).rstrip(".")
        key = (interaction.at.date(), interaction.type.casefold(), words)
        unique.setdefault(key, interaction)
    return tuple(sorted(unique.values(), key=lambda interaction: interaction.at))


def anchor(context: LeadContext) -> datetime:
    """What the first interval counts from: the later of now and the last interaction."""
    return max([context.now, *(interaction.at for interaction in context.interactions)])
