"""What flows along the edges: plain JSON, so that a checkpoint, Studio and a log can hold it."""

from operator import or_
from typing import (
    Annotated,
    Any,
    Literal,
    Required,  # typing's own has no JSON schema on Python 3.11
)

from pydantic import Field
from pydantic.alias_generators import to_camel
from pydantic.json_schema import SkipJsonSchema
from typing_extensions import TypedDict

from tools.intake.request import FollowUpRequest

Json = dict[str, Any]


class InteractionInput(TypedDict, total=False):
    """An earlier contact with the lead, in either direction."""

    date: Required[
        Annotated[str, Field(description="ISO date or date-time", examples=["2024-04-20"])]
    ]
    type: Required[Annotated[str, Field(description="how", examples=["call", "email"])]]
    summary: Annotated[str, Field(description="what was said", examples=["Discussed pricing"])]
    content: Annotated[str, Field(description="the text itself, where there is no summary")]


class LeadDataInput(TypedDict, total=False):
    """What the caller knows about the lead; it overlays the database for this command only."""

    name: Annotated[str, Field(examples=["Jane Smith"])]
    company: Annotated[str, Field(examples=["Acme Inc."])]
    position: Annotated[str, Field(examples=["Marketing Director"])]
    email: Annotated[str, Field(examples=["jane@example.com"])]
    phone: Annotated[str, Field(examples=["+14155550132"])]
    linkedin: Annotated[str, Field(description="address of the profile")]
    language: Annotated[str, Field(description="en or es", examples=["en"])]
    timezone: Annotated[str, Field(examples=["Europe/Madrid"])]
    country: Annotated[str, Field(examples=["ES"])]
    source: Annotated[str, Field(description="where the lead came from", examples=["website form"])]
    pain_points: Annotated[list[str], Field(examples=[["measuring ROI"]])]
    interests: list[str]
    budget_range: Annotated[str, Field(examples=["$5000-$10000"])]


REQUEST_FIELDS = tuple(FollowUpRequest.model_fields)
CAMEL_FIELDS = tuple(to_camel(name) for name in REQUEST_FIELDS if to_camel(name) != name)
# The other spelling is taken, but not shown: a form has each field once.
CamelInput = TypedDict(  # type: ignore[misc]
    "CamelInput", dict.fromkeys(CAMEL_FIELDS, SkipJsonSchema[Any]), total=False
)


class Input(CamelInput, total=False):
    """The request; `site_id` and `lead_id` are enough. camelCase is taken as well."""

    site_id: Required[Annotated[str, Field(description="the site", examples=["site_456"])]]
    lead_id: Required[Annotated[str, Field(description="one of its leads", examples=["lead_789"])]]
    user_id: Annotated[str | None, Field(description="the sales representative who writes")]
    agent_id: Annotated[str | None, Field(description="the sales agent that drafts")]
    visitor_id: Annotated[str | None, Field(description="the lead as a visitor of the site")]
    follow_up_type: Annotated[
        str | None, Field(description="channel of the first touch", examples=["email"])
    ]
    lead_stage: Annotated[str | None, Field(examples=["qualified"])]
    previous_interactions: list[InteractionInput] | None
    lead_data: LeadDataInput | None
    product_interest: Annotated[list[str] | None, Field(examples=[["content automation"]])]
    follow_up_interval: Annotated[str | None, Field(examples=["3 days"])]
    phone_number: Annotated[str | None, Field(description="for WhatsApp, calls and SMS")]
    command_id: Annotated[str | None, Field(description="a saved command to run; usually left out")]


class Output(TypedDict, total=False):
    """What a run brings: the saved follow-ups, and each supervisor's reviews."""

    command_id: str
    follow_ups: list[Json]
    reviews: dict[str, list[Json]]
    saved_to_database: bool


class State(Input, total=False):
    """Dicts keyed by role, round and node merge; lists would grow when a thread is used again."""

    follow_ups: list[Json]
    saved_to_database: bool
    request: Json
    context: Json
    plan: list[Json]
    round: int
    drafts: list[Json]
    drafted_by: str
    reviews: Annotated[dict[str, list[Json]], or_]  # role -> a review per round
    reviewed: Annotated[dict[str, str], or_]  # role -> the fingerprint of the drafts it saw last
    rounds: Annotated[dict[str, Json], or_]  # round -> its drafts, and what changed in them
    steps: Annotated[dict[str, Json], or_]  # "round:node" -> when it ran and for how long
    decision: Literal["approved", "revise", "needs_review"]


class Context(TypedDict, total=False):
    """What may be set for one run; the settings say what holds otherwise."""

    model: Annotated[
        str,
        Field(description="who drafts: playbook, or openai:NAME", examples=["openai:gpt-4.1-mini"]),
    ]
    review_model: Annotated[
        str, Field(description="who reviews besides the rules: playbook for nobody, or openai:NAME")
    ]
    max_revisions: Annotated[
        int,
        Field(description="how often a draft may be sent back before a person looks", ge=0, le=5),
    ]
