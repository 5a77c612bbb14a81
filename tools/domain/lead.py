"""A lead, and all that is known of it when a sequence is written."""

from pydantic import AwareDatetime, Field

from tools.domain.permission import Address, Consent, Refusal
from tools.domain.site import Agent, Passage, Product, Site, User
from tools.domain.vocabulary import Channel, Interval, Role, Stage, Value


class Visitor(Value):
    """A lead's visit to the site; `pages` are the titles of those it looked at."""

    id: str
    site_id: str
    source: str | None = None
    pages: tuple[str, ...] = ()


class Interaction(Value):
    """One earlier contact, in either direction."""

    at: AwareDatetime
    type: str
    summary: str


class EarlierTouch(Value):
    """A follow-up of ours that has left."""

    at: AwareDatetime
    channel: Channel
    subject: str | None = None


class Lead(Value):
    """A person to follow up with; every text is as it came in, not yet fit to print."""

    id: str
    site_id: str
    name: str | None = None
    company: str | None = None
    position: str | None = None
    email: str | None = None
    phone: str | None = None
    linkedin: str | None = None
    stage: str | None = None
    source: str | None = None
    language: str | None = None
    timezone: str | None = None
    country: str | None = None
    region: str | None = None
    pain_points: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    budget_range: str | None = None
    other_emails: tuple[str, ...] = ()
    other_phones: tuple[str, ...] = ()
    consents: tuple[Consent, ...] = ()
    refusals: tuple[Refusal, ...] = ()


class LeadContext(Value):
    """All that is known when a sequence is written."""

    site: Site
    lead: Lead
    user: User
    agent: Agent | None
    visitor: Visitor | None
    products: tuple[Product, ...]
    interactions: tuple[Interaction, ...]  # oldest first
    interests: tuple[str, ...]  # the request's own before the lead's
    knowledge: tuple[Passage, ...] = ()  # from the site's pages, on interests and needs, best first
    instructions: dict[Role, str] = Field({})  # what the site tells each agent besides its prompt
    channels: tuple[Channel, ...]  # those the lead can be reached on
    first_channel: Channel | None
    stage: Stage
    stage_given: str  # the word the request or the lead had for it
    language: str  # the lead's own, by its ISO code
    timezone: str  # the one that times are told in
    zones: tuple[str, ...] = ()  # all that the lead may be in, `timezone` first
    timezone_source: str = "given"  # what the zones are known by: given, phone, country or site
    country: str | None
    region: str | None = None  # of the country, by its code in the `holidays` library
    interval: Interval | None
    earlier_touches: tuple[EarlierTouch, ...] = ()  # of the last year, which have left
    rests_until: AwareDatetime | None = None  # the site's rest after an earlier sequence
    addresses: tuple[Address, ...] = ()  # all that the person is known by
    now: AwareDatetime
