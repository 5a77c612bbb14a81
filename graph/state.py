"""What flows along the edges: plain JSON, so that a checkpoint, Studio and a log can hold it."""

from operator import or_
from typing import Annotated, Any, Final, Literal, Required

from pydantic import Field
from pydantic.alias_generators import to_camel
from pydantic.json_schema import SkipJsonSchema
from typing_extensions import TypedDict  # typing's own has no JSON schema on Python 3.11

from tools.domain.site import Autonomy
from tools.domain.vocabulary import Channel
from tools.intake.request import FollowUpRequest

Json = dict[str, Any]
MOST_REVISIONS: Final = 5  # that a run may choose


class InteractionInput(TypedDict, total=False):
    """An earlier contact with the lead, in either direction."""

    date: Required[
        Annotated[str, Field(description="ISO date or date-time", examples=["2024-04-20"])]
    ]
    type: Required[Annotated[str, Field(description="kind of contact", examples=["call", "email"])]]
    summary: Annotated[str, Field(description="what was said", examples=["Discussed pricing"])]
    content: Annotated[str, Field(description="the text itself, where there is no summary")]


class LeadDataInput(TypedDict, total=False):
    """What the caller knows about the lead; it overlays the database for this command only."""

    name: Annotated[str, Field(description="full name", examples=["Jane Smith"])]
    company: Annotated[str, Field(description="the lead's company", examples=["Acme Inc."])]
    position: Annotated[str, Field(description="job title", examples=["Marketing Director"])]
    email: Annotated[str, Field(description="e-mail address", examples=["jane@example.com"])]
    phone: Annotated[str, Field(description="with country code", examples=["+14155550132"])]
    linkedin: Annotated[str, Field(description="address of the profile")]
    language: Annotated[str, Field(description="en or es", examples=["en"])]
    timezone: Annotated[str, Field(description="IANA name", examples=["Europe/Madrid"])]
    country: Annotated[str, Field(description="two-letter code or name", examples=["ES"])]
    region: Annotated[str, Field(description="state or province", examples=["CA"])]
    source: Annotated[str, Field(description="where the lead came from", examples=["website form"])]
    pain_points: Annotated[
        list[str], Field(description="what troubles the lead", examples=[["measuring ROI"]])
    ]
    interests: Annotated[
        list[str],
        Field(description="what the lead asked about", examples=[["content automation"]]),
    ]
    budget_range: Annotated[
        str, Field(description="what the lead may spend", examples=["$5000-$10000"])
    ]


REQUEST_FIELDS = tuple(FollowUpRequest.model_fields)
CAMEL_FIELDS = tuple(to_camel(name) for name in REQUEST_FIELDS if to_camel(name) != name)
READ_ELSEWHERE: Final = ("refusals", "consents", "misspellings")  # a saved command's, read once
# The graph takes these too, but its schema leaves them out: a form has each field once.
HiddenInput = TypedDict(  # type: ignore[misc]
    "HiddenInput",
    dict.fromkeys((*CAMEL_FIELDS, *READ_ELSEWHERE), SkipJsonSchema[Any]),
    total=False,
)


class Input(HiddenInput, total=False):
    """The request; `site_id` and `lead_id` are enough. camelCase is taken as well."""

    site_id: Required[Annotated[str, Field(description="the site", examples=["site_456"])]]
    lead_id: Required[Annotated[str, Field(description="one of its leads", examples=["lead_789"])]]
    user_id: Annotated[
        str | None,
        Field(description="the sales representative who writes", examples=["user_123"]),
    ]
    agent_id: Annotated[str | None, Field(description="the sales agent that drafts")]
    visitor_id: Annotated[str | None, Field(description="the lead as a visitor of the site")]
    follow_up_type: Annotated[
        str | None,
        Field(
            description=f"channel of the first touch: {', '.join(Channel)}",
            examples=["email"],
        ),
    ]
    lead_stage: Annotated[
        str | None, Field(description="where the lead stands", examples=["qualified"])
    ]
    previous_interactions: Annotated[
        list[InteractionInput] | None,
        Field(
            description="earlier contacts that the database does not have",
            examples=[[{"date": "2024-04-20", "type": "call", "summary": "Discussed pricing"}]],
        ),
    ]
    lead_data: Annotated[
        LeadDataInput | None,
        Field(
            description="what is known of the lead, for this run only",
            examples=[{"name": "Jane Smith", "pain_points": ["measuring ROI"]}],
        ),
    ]
    product_interest: Annotated[
        list[str] | None,
        Field(description="products to speak of", examples=[["content automation"]]),
    ]
    follow_up_interval: Annotated[
        str | None, Field(description="time between two touches", examples=["3 days"])
    ]
    phone_number: Annotated[
        str | None,
        Field(description="for WhatsApp, calls and SMS", examples=["+14155550132"]),
    ]
    on_active: Annotated[
        str | None,
        Field(
            description="what becomes of a live sequence of the lead: replace or refuse",
            examples=["replace"],
        ),
    ]
    command_id: Annotated[str | None, Field(description="a saved command to run; usually left out")]


class Output(TypedDict, total=False):
    """What a run brings: the saved follow-ups, and each supervisor's reviews."""

    command_id: str
    follow_ups: list[Json]
    reviews: dict[str, list[Json]]
    warnings: list[Json]
    saved_to_database: bool


class State(Input, total=False):
    """What the nodes share. Dicts merge; lists would grow when a thread is used again."""

    follow_ups: list[Json]
    warnings: list[Json]
    saved_to_database: bool
    saves_as: str  # the id of the command that the follow-ups will belong to
    request: Json
    context: Json
    situation: Json  # where things stand with the lead
    plan_reason: str  # why the plan is as it is
    plan: list[Json]
    round: int
    drafts: list[Json]
    drafted_by: str
    reviews: Annotated[dict[str, list[Json]], or_]  # role -> a review per round
    reviewed: Annotated[dict[str, str], or_]  # role -> fingerprint of its last review
    proofs: dict[str, list[Json]]  # position -> what customer success found that sentences stand on
    rounds: Annotated[dict[str, Json], or_]  # round -> its drafts, and what changed in them
    steps: Annotated[dict[str, Json], or_]  # "round:node" -> when it ran and for how long
    decision: Literal["approved", "revise", "needs_review"]


class Context(TypedDict, total=False):
    """What may be set for one run; the settings are the defaults."""

    model: Annotated[
        str,
        Field(description="who drafts: playbook, or openai:NAME", examples=["openai:gpt-4.1-mini"]),
    ]
    review_model: Annotated[
        str,
        Field(
            description="who reviews besides the rules: playbook for nobody, or openai:NAME",
            examples=["openai:gpt-4.1-mini"],
        ),
    ]
    max_revisions: Annotated[
        int,
        Field(
            description="how often a draft may be sent back before a person looks",
            ge=0,
            le=MOST_REVISIONS,
            examples=[2],
        ),
    ]
    autonomy: Annotated[
        Autonomy,
        Field(
            description="what may go out without a person; the site's own, unless given: nothing "
            "(person), what a model reviewed too (supervised), or what the rules approve (rules)",
            examples=["supervised"],
        ),
    ]
