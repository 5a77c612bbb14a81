"""What the product talks about: frozen values, without I/O."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

ID_PATTERN: Final = r"^[A-Za-z0-9_-]{1,64}$"


class Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Channel(StrEnum):
    """How a follow-up reaches a lead; on the wire, a follow-up's type."""

    EMAIL = "email"
    CALL = "call"
    MEETING = "meeting"
    LINKEDIN_MESSAGE = "linkedin_message"
    VIDEO_MESSAGE = "video_message"
    WHATSAPP = "whatsapp"
    SMS = "sms"


class Stage(StrEnum):
    """Where the lead stands in the pipeline; GENERAL is the playbook for any other word."""

    NEW = "new"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    PROPOSAL = "proposal"
    NEGOTIATION = "negotiation"
    CUSTOMER = "customer"
    LOST = "lost"
    GENERAL = "general"


class Role(StrEnum):
    """The supervisors: the agents that review."""

    SALES_MANAGER = "sales_manager"
    CUSTOMER_SUCCESS = "customer_success"


class CommandStatus(StrEnum):
    QUEUED = "queued"  # saved, not yet started
    RUNNING = "running"  # a worker has started it
    COMPLETED = "completed"  # approved; its follow-ups are scheduled
    NEEDS_REVIEW = "needs_review"  # not approved in time; a person has to look
    FAILED = "failed"  # ended with an error; nothing was saved

    @property
    def ended(self) -> bool:
        return self not in (CommandStatus.QUEUED, CommandStatus.RUNNING)


class FollowUpStatus(StrEnum):
    SCHEDULED = "scheduled"  # approved, waits for its time
    NEEDS_REVIEW = "needs_review"  # held until a person has looked


class Interval(Value):
    """The time between two touches."""

    amount: int
    unit: Literal["hours", "days", "business_days"]


class Site(Value):
    """The company that sells, and what it allows."""

    id: str
    name: str
    url: str | None = None
    language: str = "en"
    timezone: str = "UTC"
    country: str | None = None
    discount_allowed_percent: int = Field(0, ge=0, le=100)
    max_touches_in_30_days: int = Field(10, ge=1, le=100)
    max_email_words: int = Field(125, ge=70, le=300)
    words_to_avoid: tuple[str, ...] = ()


class User(Value):
    """A sales representative, in whose name the lead is written to."""

    id: str
    site_id: str
    name: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None


class Agent(Value):
    """An AI sales role of a site, and the user it works for."""

    id: str
    site_id: str
    user_id: str | None = None
    role: str = "sales"
    name: str | None = None
    active: bool = True
    instructions: str | None = None


class Product(Value):
    id: str
    name: str
    description: str | None = None
    price: str | None = None


class Passage(Value):
    """A piece of the site's own knowledge; `source` is the page or file it stands in."""

    source: str
    title: str | None
    text: str


class Visitor(Value):
    """What a lead did on the site; `pages` are the titles of those it looked at."""

    id: str
    source: str | None = None
    pages: tuple[str, ...] = ()


class Interaction(Value):
    """One earlier contact, in either direction."""

    at: AwareDatetime
    type: str
    summary: str


class Lead(Value):
    """A person to follow up with; every text is as it was given, not yet fit to print."""

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
    pain_points: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    budget_range: str | None = None
    opted_out: bool = False
    consent: dict[Channel, bool] = {}  # absent: never asked


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
    knowledge: tuple[Passage, ...] = ()  # what the site's pages say on the lead's interests and needs, best first
    instructions: dict[str, str] = {}  # agent role -> what the site tells that agent besides its prompt
    channels: tuple[Channel, ...]  # those the lead can be reached on
    first_channel: Channel | None
    stage: Stage
    stage_given: str  # the word the request or the lead had for it
    language: Literal["en", "es"]
    timezone: str
    country: str | None
    interval: Interval | None
    touches_in_30_days: int  # already planned or sent by other commands
    now: AwareDatetime


class Fact(Value):
    """One thing the copy may say, and where it stands."""

    id: int
    source: str
    text: str


class Touch(Value):
    """One step of the plan: which template, by which channel, why, and when."""

    position: int
    template: str
    channel: Channel
    purpose: str
    scheduled_for: AwareDatetime


class Draft(Touch):
    """A touch with its words. `script` is what is spoken, for calls and videos."""

    subject: str
    content: str
    script: str | None = None
    next_steps: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


class Reason(Value):
    """Why a supervisor sends a touch back; `quote` is the offending text, where there is one."""

    position: int
    field: str
    rule: str
    problem: str
    wanted: str
    quote: str | None = None


class Review(Value):
    role: Role
    round: int
    verdict: Literal["approve", "revise"]
    score: int | None = None  # how good the sequence is, 0 to 100
    reasons: tuple[Reason, ...] = ()
    reviewed_by: str = "rules"
    status: Literal["done", "unavailable"] = "done"
    unavailable_because: str | None = None

    @property
    def approved(self) -> bool:
        return self.verdict == "approve" and self.status == "done"


class FollowUp(Value):
    """A saved touch."""

    id: str
    command_id: str
    site_id: str
    lead_id: str
    user_id: str
    position: int
    type: Channel
    subject: str
    content: str
    script: str | None
    scheduled_for: AwareDatetime
    status: FollowUpStatus
    next_steps: tuple[str, ...]
    lead_stage: str
    template: str
    purpose: str
    facts: tuple[Fact, ...]


class Outcome(Value):
    """How a command stands: what its answer says of it."""

    id: str
    site_id: str
    lead_id: str
    status: CommandStatus
    error_code: str | None = None
    error_message: str | None = None


class Command(Outcome):
    """One request to create a sequence, and what became of it."""

    request: dict[str, object]
    user_id: str | None = None
    agent_id: str | None = None
    context: str | None = None
    description: str | None = None
    drafted_by: str | None = None
    rounds: tuple[dict[str, object], ...] = ()
    steps: tuple[dict[str, object], ...] = ()
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    attempts: int = 0
