"""The wire shapes, as the contract's examples have them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from api.errors import STATUSES
from tools.domain.command import Command, Notice, Outcome, Round, StepRecord
from tools.domain.review import Review
from tools.domain.sequence import (
    ChangeCause,
    FollowUp,
    FollowUpChange,
    SentenceProof,
    Speaker,
)
from tools.domain.situation import Situation
from tools.domain.vocabulary import (
    SUPERVISORS,
    Channel,
    CommandStatus,
    FollowUpStatus,
    Role,
)
from tools.errors import LeadHeld, SequenceActive, TouchLimitReached


def wire_time(moment: datetime) -> str:
    """'2024-04-23T10:00:00Z'."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Time = Annotated[
    datetime,
    PlainSerializer(wire_time, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2024-04-23T10:00:00Z"]}),
]


class FactBody(BaseModel):
    id: int
    source: str = Field(examples=["lead.name"])
    text: str = Field(examples=["Jane Smith"])
    said_by: Speaker = Field(Speaker.COMPANY, description="who says it")
    may_be_said: bool = Field(True, description="whether the lead may read it")


class FollowUpMetadata(BaseModel):
    next_steps: list[str]
    lead_stage: str
    sequence_position: int
    template_used: str
    purpose: str
    facts: list[FactBody] = Field(description="what the text stands on")
    proof: list[SentenceProof] = Field([], description="what each sentence stands on")
    drafted_by: str = Field("playbook", description="the model that wrote it, or `playbook`")
    fallback: str | None = Field(None, description="why a model that was asked did not write it")
    hold: str | None = Field(None, description="why its writer would not send it")


class ChangeBody(BaseModel):
    at: Time
    status: FollowUpStatus
    cause: ChangeCause
    detail: str | None = Field(description="what was in the way, or what replaced it")
    actor: str = Field(description="who or what changed it")
    command_id: str | None


class FollowUpBody(BaseModel):
    id: str = Field(examples=["followup_f7384d48699bafe0"])
    type: Channel
    subject: str
    content: str
    script: str | None = Field(None, description="what is spoken, for calls and videos")
    scheduled_for: Time
    timezone: str | None = Field(description="the lead's", examples=["Europe/Madrid"])
    timezone_source: str | None = Field(
        description="what the zone is known from", examples=["given", "phone", "country", "site"]
    )
    time_reason: str | None = Field(
        description="why it is not the time its interval alone would give",
        examples=["moved from Thu 26 Nov: Thanksgiving Day"],
    )
    status: FollowUpStatus
    history: list[ChangeBody] = Field([], description="how its status changed since it was saved")
    site_id: str
    lead_id: str
    user_id: str
    metadata: FollowUpMetadata


class SequenceData(BaseModel):
    command_id: str = Field(examples=["cmd_4ac2140d47854059"])
    siteId: str
    leadId: str
    status: CommandStatus
    follow_ups: list[FollowUpBody]
    warnings: list[Notice] = Field(description="what to know of it that did not stop it")
    saved_to_database: bool


class SequenceResponse(BaseModel):
    """The sequence, reviewed and saved."""

    success: Literal[True] = True
    data: SequenceData


class AcceptedData(BaseModel):
    command_id: str = Field(examples=["cmd_4ac2140d47854059"])
    siteId: str
    leadId: str
    status: CommandStatus


class AcceptedResponse(BaseModel):
    """The sequence is still being made: ask at the address in `Location`."""

    success: Literal[True] = True
    data: AcceptedData


class ErrorFact(BaseModel):
    code: str = Field(json_schema_extra={"enum": list(STATUSES)})
    message: str


class ErrorResponse(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"description": "Every error, whatever its status."}
    )
    success: Literal[False] = False
    error: ErrorFact


MESSAGES: Final = {  # an example of each code
    "INVALID_REQUEST": "leadId: is required.",
    "INVALID_FOLLOW_UP_TYPE": "followUpType: expected one of email, call, meeting.",
    "FORBIDDEN": "This server does not answer to that Host.",
    "SITE_NOT_FOUND": "There is no site site_0.",
    "LEAD_NOT_FOUND": "Site site_456 has no lead lead_0.",
    "USER_NOT_FOUND": "Site site_456 has no user user_0.",
    "AGENT_NOT_FOUND": "Site site_456 has no agent agent_0.",
    "COMMAND_NOT_FOUND": "There is no command with that id.",
    "NOT_FOUND": "There is nothing at /nowhere.",
    "LEAD_OPTED_OUT": "Lead lead_optout has asked not to be contacted.",
    "LEAD_HELD": str(LeadHeld("lead_1", "left_company")),
    "SEQUENCE_ACTIVE": str(SequenceActive("lead_1", "cmd_4ac2140d47854059")),
    "TOUCH_LIMIT_REACHED": str(TouchLimitReached("lead_1", "at most 10 in 30 days")),
    "LEAD_NOT_REACHABLE": "Lead lead_1 cannot be reached: the lead has refused email.",
    "SYSTEM_ERROR": "An internal error occurred; its id in the log is err_2f1c9a7be012.",
    "QUEUE_FULL": "Too many commands are waiting: send the request again later.",
    "DATABASE_UNAVAILABLE": "The database cannot be reached: send the request again later.",
}


def error_responses(*codes: str, **statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented error answers of a route: by status, with an example of each code.

    `statuses` are further ones of INVALID_REQUEST: what makes them different, and the number.
    """
    responses: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        response = responses.setdefault(STATUSES[code], _error_response())
        response["content"]["application/json"]["examples"][code] = _example(code)
    for status in statuses.values():
        response = responses.setdefault(status, _error_response())
        response["content"]["application/json"]["examples"]["INVALID_REQUEST"] = _example(
            "INVALID_REQUEST"
        )
    return responses


def _error_response() -> dict[str, Any]:
    return {"model": ErrorResponse, "content": {"application/json": {"examples": {}}}}


def _example(code: str) -> dict[str, Any]:
    error = {"code": code, "message": MESSAGES[code]}
    return {"summary": code, "value": {"success": False, "error": error}}


class Target(BaseModel):
    follow_ups: list[FollowUpBody]


Standing = Literal["not_initialized", "approved", "revision_requested", "unavailable"]


class Supervisor(BaseModel):
    agent_role: Role
    status: Standing = Field(description="where it stands after its last review")


class RoundBody(Round):
    """One writing of the sequence, and what the supervisors said of it."""

    reviews: tuple[Review, ...]


class UsageBody(BaseModel):
    calls: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int


class CommandData(BaseModel):
    command_id: str
    siteId: str
    leadId: str
    user_id: str | None
    agent_id: str | None
    status: CommandStatus
    targets: list[Target]
    context: str | None = Field(description="where the lead came from and what interests it")
    supervisors: list[Supervisor]
    task: str = "create lead follow-up sequence"
    description: str | None = Field(description="the sales agent's task in a sentence")
    situation: Situation | None = Field(None, description="where things stand with the lead")
    plan_reason: str | None = Field(None, description="why the plan is as it is")
    drafted_by: str | None = Field(description="the model that wrote it, or `playbook`")
    rounds: list[RoundBody]
    steps: list[StepRecord]
    usage: UsageBody = Field(description="model calls and tokens of all steps")
    warnings: list[Notice] = Field(description="what to know of it that did not stop it")
    attempts: int
    created_at: Time
    started_at: Time | None
    ended_at: Time | None
    error: ErrorFact | None


class CommandResponse(BaseModel):
    success: Literal[True] = True
    data: CommandData


def follow_up_body(follow_up: FollowUp, changes: Sequence[FollowUpChange] = ()) -> FollowUpBody:
    """A follow-up on the wire, with those of the changes that are its own."""
    history = []
    for change in changes:
        if change.follow_up_id == follow_up.id:
            history.append(ChangeBody(**change.model_dump(exclude={"follow_up_id"})))
    return FollowUpBody(
        id=follow_up.id,
        type=follow_up.type,
        subject=follow_up.subject,
        content=follow_up.content,
        script=follow_up.script,
        scheduled_for=follow_up.scheduled_for,
        timezone=follow_up.timezone,
        timezone_source=follow_up.timezone_source,
        time_reason=follow_up.time_reason,
        status=follow_up.status,
        history=history,
        site_id=follow_up.site_id,
        lead_id=follow_up.lead_id,
        user_id=follow_up.user_id,
        metadata=FollowUpMetadata(
            next_steps=list(follow_up.next_steps),
            lead_stage=follow_up.lead_stage,
            sequence_position=follow_up.position,
            template_used=follow_up.template,
            purpose=follow_up.purpose,
            facts=[FactBody(**fact.model_dump()) for fact in follow_up.facts],
            proof=list(follow_up.proof),
            drafted_by=follow_up.drafted_by,
            fallback=follow_up.fallback,
            hold=follow_up.hold,
        ),
    )


def sequence_response(outcome: Outcome, follow_ups: Sequence[FollowUp]) -> SequenceResponse:
    """The answer to a request whose sequence is saved."""
    return SequenceResponse(
        data=SequenceData(
            command_id=outcome.id,
            siteId=outcome.site_id,
            leadId=outcome.lead_id,
            status=outcome.status,
            follow_ups=[follow_up_body(follow_up) for follow_up in follow_ups],
            warnings=list(outcome.warnings),
            saved_to_database=True,
        )
    )


def accepted_response(outcome: Outcome) -> AcceptedResponse:
    """The answer to a request whose sequence is still being made."""
    return AcceptedResponse(
        data=AcceptedData(
            command_id=outcome.id,
            siteId=outcome.site_id,
            leadId=outcome.lead_id,
            status=outcome.status,
        )
    )


def command_response(
    command: Command,
    reviews: Sequence[Review],
    follow_ups: Sequence[FollowUp],
    changes: Sequence[FollowUpChange],
) -> CommandResponse:
    """A command, and what became of it."""
    error = None
    if command.error_code:
        error = ErrorFact(code=command.error_code, message=command.error_message or "")
    bodies = [follow_up_body(follow_up, changes) for follow_up in follow_ups]
    supervisors = [
        Supervisor(agent_role=role, status=_standing(role, reviews)) for role in SUPERVISORS
    ]
    return CommandResponse(
        data=CommandData(
            command_id=command.id,
            siteId=command.site_id,
            leadId=command.lead_id,
            user_id=command.user_id,
            agent_id=command.agent_id,
            status=command.status,
            targets=[Target(follow_ups=bodies)],
            warnings=list(command.warnings),
            context=command.context,
            supervisors=supervisors,
            description=command.description,
            situation=command.situation,
            plan_reason=command.plan_reason,
            drafted_by=command.drafted_by,
            rounds=[_round_body(round, reviews) for round in command.rounds],
            steps=list(command.steps),
            usage=_usage(command.steps),
            attempts=command.attempts,
            created_at=command.created_at,
            started_at=command.started_at,
            ended_at=command.ended_at,
            error=error,
        )
    )


def _usage(steps: Sequence[StepRecord]) -> UsageBody:
    usages = [step.usage for step in steps if step.usage]
    return UsageBody(
        calls=sum(usage.calls for usage in usages),
        input_tokens=sum(usage.input_tokens for usage in usages),
        output_tokens=sum(usage.output_tokens for usage in usages),
        cached_tokens=sum(usage.cached_tokens for usage in usages),
    )


def _round_body(round: Round, reviews: Sequence[Review]) -> RoundBody:
    of_round = tuple(review for review in reviews if review.round == round.round)
    return RoundBody(**dict(round), reviews=of_round)


def _standing(role: Role, reviews: Sequence[Review]) -> Standing:
    """Where a supervisor stands after its last review."""
    last = next((review for review in reversed(reviews) if review.role == role), None)
    if last is None:
        return "not_initialized"
    if last.status == "unavailable":
        return "unavailable"
    return "approved" if last.approved else "revision_requested"
