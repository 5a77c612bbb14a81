"""From a request and the database to all that is known of a lead, or the error that says what is
missing.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from tools.addresses import addresses_of, international
from tools.db.commands import unfinished_command
from tools.db.engine import Sessions, writing
from tools.db.follow_ups import Touches, touches_of_person
from tools.db.leads import find_lead, interactions_of
from tools.db.permissions import refusals_of
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
from tools.domain.lead import EarlierTouch, Interaction, Lead, LeadContext, Visitor
from tools.domain.permission import Address
from tools.domain.site import Agent, Passage, Product, Site, User
from tools.domain.vocabulary import Role, Stage
from tools.errors import InvalidRequest, SequenceActive
from tools.intake.languages import language_of
from tools.intake.request import FollowUpRequest
from tools.intake.synonyms import is_inbound, stage_of
from tools.knowledge.search import best_passages
from tools.places.clocks import country_of_zone
from tools.places.countries import Place, country_code, place_in
from tools.places.regions import region_of
from tools.places.zones import LeadZone, ZoneSource, best_zone, phone_country
from tools.reachability import open_channels
from tools.records.refusals import Kept, kept_refusals, refuse, require_contact_allowed

NOTES_TO_ANSWER: Final = 3  # the newest, which may hold a question that a page answers
FRESH: Final = timedelta(hours=1)


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
    touches: Touches
    addresses: tuple[Address, ...]
    passages: tuple[Passage, ...]


async def assemble(
    session: AsyncSession, request: FollowUpRequest, now: datetime, command_id: str | None = None
) -> LeadContext:
    """The context of a request at `now`; touches of the command itself do not count.

    Raises SiteNotFound, LeadNotFound, AgentNotFound, UserNotFound, InvalidRequest (no
    representative), LeadOptedOut, LeadHeld, SequenceActive and LeadNotReachable.
    """
    site = await find_site(session, request.site_id)
    lead = await find_lead(session, request.site_id, request.lead_id)
    # Phone prefixes, countries and zones are read from files, knowledge is searched: not in the
    # loop.
    lead, addresses = await asyncio.to_thread(_as_requested, lead, request, site)
    refusals = await refusals_of(session, site.id, addresses)
    lead = lead.model_copy(update={"refusals": (*refusals, *request.refusals)})
    require_contact_allowed(lead)
    touches = await touches_of_person(session, site.id, lead.id, lead.email, now)
    if request.on_active == "refuse":
        await _require_no_sequence(session, lead, touches, command_id)
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
        touches=touches,
        addresses=addresses,
        passages=await passages_of(session, site.id),
    )
    return await asyncio.to_thread(_context, request, records, now)


def _context(request: FollowUpRequest, records: Records, now: datetime) -> LeadContext:
    site = records.site
    lead = records.lead
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
    country = place.country if place else _country_of(zone, lead, site)
    interactions = _merged(records.interactions, request, zone.zone)
    notes = [interaction.summary for interaction in interactions[-NOTES_TO_ANSWER:]]
    topics = (*interests, *lead.pain_points, *notes)
    return LeadContext(
        site=site,
        lead=lead,
        user=records.user,
        agent=records.agent,
        visitor=records.visitor,
        products=records.products,
        interactions=interactions,
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
        timezone_source=zone.source.value,
        country=country,
        region=_region(lead, country, place),
        interval=request.follow_up_interval,
        earlier_touches=tuple(
            EarlierTouch(at=touch.scheduled_for, channel=touch.channel, subject=touch.subject)
            for touch in records.touches.past
        ),
        rests_until=_rest(records.touches, site, ZoneInfo(zone.zone), now),
        addresses=records.addresses,
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


async def record_refusals(
    sessions: Sessions, request: FollowUpRequest, *, actor: str, now: datetime
) -> None:
    """Keeps what a request says that its lead refuses, for good, and cancels what is scheduled.

    Raises SiteNotFound and LeadNotFound.
    """
    if not request.refusals:
        return
    async with writing(sessions) as session:
        site = await find_site(session, request.site_id)
        saved = await find_lead(session, request.site_id, request.lead_id)
        kept = await asyncio.to_thread(_kept_refusals, saved, request, site)
        await refuse(session, site.id, kept, actor=actor, now=now)


def _kept_refusals(saved: Lead, request: FollowUpRequest, site: Site) -> list[Kept]:
    """What is to be recorded for a lead's refusals, by what it is known by on either side."""
    requested, _ = _as_requested(saved, request, site)
    kept = kept_refusals(saved, request.refusals, site)
    return kept + kept_refusals(requested, request.refusals, site)


def _as_requested(
    lead: Lead, request: FollowUpRequest, site: Site
) -> tuple[Lead, tuple[Address, ...]]:
    """The lead as the request knows it, over what the database knows, with phone numbers in
    international form; and all that it is known by on either side.
    """
    fields = {
        name: value
        for name, value in request.lead_data.model_dump().items()
        if value not in (None, ())
    }
    phone = request.phone_number or fields.get("phone") or lead.phone
    country = fields.get("country") or lead.country
    if phone:
        fields["phone"] = international(phone, country, site.country)
    requested = lead.model_copy(update={**fields, "consents": (*lead.consents, *request.consents)})
    addresses = (*addresses_of(lead, site.country), *addresses_of(requested, site.country))
    return requested, tuple(dict.fromkeys(addresses))


async def _require_no_sequence(
    session: AsyncSession, lead: Lead, touches: Touches, command_id: str | None
) -> None:
    """Raises SequenceActive for a lead that has a live sequence, or, where `command_id` is not the
    command that makes it, one that is being made.
    """
    if touches.live:
        raise SequenceActive(lead.id, touches.live[0].command_id)
    if command_id:
        return
    other = await unfinished_command(session, lead.site_id, lead.id)
    if other:
        raise SequenceActive(lead.id, other)


def _region(lead: Lead, country: str | None, place: Place | None) -> str | None:
    """The region of the country whose holidays count, by its code, where it is known."""
    region = region_of(country, lead.region) if country and lead.region else None
    return region or (place.region if place else None)


def _rest(touches: Touches, site: Site, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Until when a lead is left alone: for the rest of a day with all its touches, and for the days
    that the site gives it after a sequence that does not go on.
    """
    if not touches.past:
        return None
    until = []
    today = now.astimezone(zone).date()
    days = [touch.scheduled_for.astimezone(zone).date() for touch in touches.past]
    if days.count(today) >= site.max_touches_a_day:
        until.append(datetime.combine(today + timedelta(days=1), time(), tzinfo=zone))
    if site.rest_days and not touches.live:
        until.append(touches.past[-1].scheduled_for + timedelta(days=site.rest_days))
    return max(until, default=None)


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
    """What the first interval counts from: the latest of now, the last contact, and the end of the
    site's rest after an earlier sequence.
    """
    moments = [context.now, *(touch.at for touch in context.earlier_touches)]
    moments += [item.at for item in context.interactions if item.at <= context.now]
    if context.rests_until:
        moments.append(context.rests_until)
    return max(moments)


def is_fresh(context: LeadContext) -> bool:
    """Whether the lead itself wrote within the last hour, and nobody has answered it: it may get
    its first touch at once, where the request does not say how long to wait.
    """
    if context.interval or context.rests_until or not context.interactions:
        return False
    last = context.interactions[-1]
    return is_inbound(last.type) and timedelta() <= context.now - last.at <= FRESH
