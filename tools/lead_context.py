"""From a request and the database to all that is known of a lead, or the error that says what is missing."""

import asyncio
from datetime import datetime
from typing import NamedTuple

import phonenumbers
from sqlalchemy.ext.asyncio import AsyncSession

from tools.db import repository
from tools.domain import (
    Agent,
    Channel,
    Interaction,
    Lead,
    LeadContext,
    Passage,
    Product,
    Site,
    Stage,
    User,
    Visitor,
)
from tools.errors import InvalidRequest, LeadNotReachable, LeadOptedOut
from tools.places import country_code, country_of_zone, zone_of
from tools.request import FollowUpRequest
from tools.retrieval import pick
from tools.spellings import language_of, stage_of

# Channels that reach a private phone are chosen unasked only with consent: WhatsApp's business policy wants an opt-in.
WANT_CONSENT = frozenset({Channel.WHATSAPP, Channel.SMS})
BY_EMAIL = frozenset({Channel.MEETING, Channel.VIDEO_MESSAGE})  # invitations and videos arrive by e-mail
SALES = "sales"  # the role of the agents that draft
NEEDS = {
    Channel.EMAIL: "an e-mail address (leadData.email)",
    Channel.MEETING: "an e-mail address (leadData.email)",
    Channel.VIDEO_MESSAGE: "an e-mail address (leadData.email)",
    Channel.LINKEDIN_MESSAGE: "a LinkedIn profile (leadData.linkedin)",
    Channel.CALL: "a phone number (phone_number)",
    Channel.WHATSAPP: "a phone number (phone_number)",
    Channel.SMS: "a phone number (phone_number)",
}


class Addressee(NamedTuple):
    """Who is written to, on which channels, and in whose name."""

    site: Site
    lead: Lead  # as the request knows it
    channels: tuple[Channel, ...]
    agents: tuple[Agent, ...]  # all active ones of the site
    agent: Agent | None
    user: User


async def look_up(session: AsyncSession, request: FollowUpRequest) -> Addressee:
    """All that can be wrong with a request that is well-formed.

    Raises SiteNotFound, LeadNotFound, AgentNotFound, UserNotFound, InvalidRequest (no representative),
    LeadOptedOut and LeadNotReachable.
    """
    site, lead = await repository.find_site_and_lead(session, request.site_id, request.lead_id)
    if lead.opted_out:
        raise LeadOptedOut(lead.id)
    agents = await repository.active_agents(session, site.id)
    agent, user = await _representative(session, request, site, agents)
    lead = await asyncio.to_thread(_overlaid, lead, request, site)  # phone prefixes are in data files: not in the loop
    return Addressee(site, lead, _channels(lead, request), tuple(one for one, _ in agents), agent, user)


async def assemble(
    session: AsyncSession, request: FollowUpRequest, now: datetime, command_id: str | None = None
) -> LeadContext:
    """The context of a request at `now`. Raises what look_up raises."""
    addressee = await look_up(session, request)
    site, lead = addressee.site, addressee.lead
    known = Known(
        visitor=await repository.find_visitor(session, site.id, request.visitor_id) if request.visitor_id else None,
        products=await repository.products_of(session, site.id),
        interactions=_merged(await repository.interactions_of(session, site.id, lead.id), request),
        touches_in_30_days=await repository.touches_since(session, site.id, lead.id, now, command_id),
    )
    passages = await repository.passages_of(session, site.id)
    # Countries and time zones are looked up in data files, knowledge is searched: not in the loop.
    return await asyncio.to_thread(_context, request, addressee, known, passages, now)


class Known(NamedTuple):
    """What the database says besides."""

    visitor: Visitor | None
    products: tuple[Product, ...]
    interactions: tuple[Interaction, ...]
    touches_in_30_days: int


def _context(
    request: FollowUpRequest, addressee: Addressee, known: Known, passages: tuple[Passage, ...], now: datetime
) -> LeadContext:
    site, lead = addressee.site, addressee.lead
    stage_given = request.lead_stage or lead.stage or Stage.NEW.value
    interests = tuple({text.casefold(): text for text in (*request.product_interest, *lead.interests)}.values())
    language = language_of(lead.language, site.language)
    zone = zone_of(timezone=lead.timezone, country=lead.country, phone=lead.phone, fallback=site.timezone)
    return LeadContext(
        site=site,
        lead=lead,
        user=addressee.user,
        agent=addressee.agent,
        **known._asdict(),
        interests=interests,
        knowledge=pick(passages, (*interests, *lead.pain_points), language),
        instructions=_instructions(addressee.agent, addressee.agents),
        channels=addressee.channels,
        first_channel=request.follow_up_type,
        stage=stage_of(stage_given),
        stage_given=stage_given,
        language=language,
        timezone=zone,
        country=country_code(lead.country) or country_of_zone(zone) or country_code(site.country),
        interval=request.follow_up_interval,
        now=now,
    )


def _instructions(agent: Agent | None, agents: tuple[Agent, ...]) -> dict[str, str]:
    """What the site tells each of its active agents, the first of a role; the command's own is its sales agent."""
    told = {one.role: one.instructions for one in reversed(agents)} | ({SALES: agent.instructions} if agent else {})
    return {role: text for role, text in told.items() if text}


async def _representative(
    session: AsyncSession, request: FollowUpRequest, site: Site, active: tuple[tuple[Agent, User | None], ...]
) -> tuple[Agent | None, User]:
    """The agent and user named, or the site's active sales agent that works for a user, the first by id."""
    agents, users = {one.id: one for one, _ in active}, {its.id: its for _, its in active if its}
    agent, user = agents.get(request.agent_id or ""), users.get(request.user_id or "")
    if request.agent_id and agent is None:
        agent = await repository.find_agent(session, site.id, request.agent_id)
    if request.user_id and user is None:
        user = await repository.find_user(session, site.id, request.user_id)
    if agent is None and user is None:
        agent, user = next(((one, its) for one, its in active if one.role == SALES and its), (None, None))
    if user is None and agent and agent.user_id:
        user = users.get(agent.user_id) or await repository.find_user(session, site.id, agent.user_id)
    if user is None:
        raise InvalidRequest(
            f"userId: site {site.id} has no active sales agent with a user, so send the userId of a representative."
        )
    return agent, user


def _overlaid(lead: Lead, request: FollowUpRequest, site: Site) -> Lead:
    """The lead as the request knows it, over what the database knows; phone numbers in international form."""
    given = {name: value for name, value in request.lead_data.model_dump().items() if value not in (None, ())}
    lead = lead.model_copy(update=given)
    phone = request.phone_number or lead.phone
    return lead.model_copy(update={"phone": _international(phone, lead.country, site.country) if phone else None})


def _international(phone: str, *countries: str | None) -> str:
    """E.164, a national number read with the first country under which it is one; otherwise as it was given."""
    for region in (None, *(country_code(country) for country in countries)):
        try:
            number = phonenumbers.parse(phone, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return phone


def _channels(lead: Lead, request: FollowUpRequest) -> tuple[Channel, ...]:
    """Those that reach the lead and that it has not refused; LeadNotReachable for none, or not the one asked for."""
    asked = request.follow_up_type
    address = {
        Channel.EMAIL: lead.email,
        Channel.MEETING: lead.email,
        Channel.VIDEO_MESSAGE: lead.email,
        Channel.LINKEDIN_MESSAGE: lead.linkedin,
        Channel.CALL: lead.phone,
        Channel.WHATSAPP: lead.phone,
        Channel.SMS: lead.phone,
    }
    refused = {channel for channel in Channel if lead.consent.get(channel) is False}
    if Channel.EMAIL in refused:
        refused |= BY_EMAIL
    allowed = {channel for channel, at in address.items() if at} - refused
    unasked = WANT_CONSENT - {channel for channel, yes in lead.consent.items() if yes} - {asked}
    if not request.phone_number:  # given with the request, it is given to be written to
        allowed -= unasked
    if asked and asked not in allowed:
        why = f"the lead has refused {asked}" if address[asked] else f"{asked} needs {NEEDS[asked]}"
        raise LeadNotReachable(lead.id, why)
    if not allowed:
        raise LeadNotReachable(
            lead.id, "no channel is open; an e-mail address, a phone number or a LinkedIn profile is needed"
        )
    return tuple(channel for channel in Channel if channel in allowed)


def _merged(kept: tuple[Interaction, ...], request: FollowUpRequest) -> tuple[Interaction, ...]:
    """Interactions of both sides, oldest first, each once: the same day, type and words are the same contact."""
    given = (earlier.interaction() for earlier in request.previous_interactions)
    unique: dict[tuple[object, ...], Interaction] = {}
    for interaction in (*kept, *given):
        words = " ".join(interaction.summary.casefold().split()).rstrip(".")
        unique.setdefault((interaction.at.date(), interaction.type.casefold(), words), interaction)
    return tuple(sorted(unique.values(), key=lambda interaction: interaction.at))


def anchor(context: LeadContext) -> datetime:
    """What the first interval counts from: the later of now and the last interaction."""
    return max([context.now, *(interaction.at for interaction in context.interactions)])
