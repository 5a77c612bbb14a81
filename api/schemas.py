"""The wire shapes, as the contract's examples have them."""

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.domain import Command, FollowUp, Outcome, Review, Role


def wire_time(moment: datetime) -> str:
    """'2024-04-23T10:00:00Z'."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class FactBody(BaseModel):
    id: int
    source: str
    text: str


class FollowUpMetadata(BaseModel):
    next_steps: list[str]
    lead_stage: str
    sequence_position: int
    template_used: str
    purpose: str
    facts: list[FactBody] = Field(description="what the text stands on")


class FollowUpBody(BaseModel):
    id: str
    type: str
    subject: str
    content: str
    script: str | None = Field(None, description="what is spoken, for calls and videos")
    scheduled_for: str
    status: str
    site_id: str
    lead_id: str
    user_id: str
    metadata: FollowUpMetadata


class SequenceData(BaseModel):
    command_id: str
    siteId: str
    leadId: str
    status: str
    follow_ups: list[FollowUpBody]
    saved_to_database: bool


class SequenceResponse(BaseModel):
    success: Literal[True] = True
    data: SequenceData


class AcceptedData(BaseModel):
    command_id: str
    siteId: str
    leadId: str
    status: str


class AcceptedResponse(BaseModel):
    """The sequence is still being made: ask at the address in `Location`."""

    success: Literal[True] = True
    data: AcceptedData


class ErrorFact(BaseModel):
    code: str
    message: str


class ErrorResponse(BaseModel):
    model_config = ConfigDict(json_schema_extra={"description": "Every error, whatever its status."})
    success: Literal[False] = False
    error: ErrorFact


class Target(BaseModel):
    follow_ups: list[FollowUpBody]


class Supervisor(BaseModel):
    agent_role: str
    status: str = Field(description="not_initialized, approved, revision_requested or unavailable")


class CommandData(BaseModel):
    command_id: str
    siteId: str
    leadId: str
    user_id: str | None
    agent_id: str | None
    status: str
    targets: list[Target]
    context: str | None
    supervisors: list[Supervisor]
    task: str = "create lead follow-up sequence"
    description: str | None
    drafted_by: str | None = Field(description="the model that wrote it, or `playbook`")
    rounds: list[dict[str, Any]] = Field(description="each round's drafts, what changed in them, and its reviews")
    steps: list[dict[str, Any]] = Field(description="when each step started, and its duration in milliseconds")
    usage: dict[str, int] = Field(description="model calls and tokens of all steps")
    attempts: int
    created_at: str
    started_at: str | None
    ended_at: str | None
    error: ErrorFact | None


class CommandResponse(BaseModel):
    success: Literal[True] = True
    data: CommandData


def follow_up_body(follow_up: FollowUp) -> FollowUpBody:
    return FollowUpBody(
        id=follow_up.id,
        type=follow_up.type,
        subject=follow_up.subject,
        content=follow_up.content,
        script=follow_up.script,
        scheduled_for=wire_time(follow_up.scheduled_for),
        status=follow_up.status,
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
        ),
    )


def sequence_response(command: Outcome, follow_ups: tuple[FollowUp, ...]) -> SequenceResponse:
    return SequenceResponse(
        data=SequenceData(
            command_id=command.id,
            siteId=command.site_id,
            leadId=command.lead_id,
            status=command.status,
            follow_ups=[follow_up_body(follow_up) for follow_up in follow_ups],
            saved_to_database=True,
        )
    )


def command_response(
    command: Command, reviews: tuple[Review, ...], follow_ups: tuple[FollowUp, ...]
) -> CommandResponse:
    moments = {name: at and wire_time(at) for name in ("started_at", "ended_at") for at in [getattr(command, name)]}
    return CommandResponse(
        data=CommandData(
            command_id=command.id,
            siteId=command.site_id,
            leadId=command.lead_id,
            user_id=command.user_id,
            agent_id=command.agent_id,
            status=command.status,
            targets=[Target(follow_ups=[follow_up_body(follow_up) for follow_up in follow_ups])],
            context=command.context,
            supervisors=[Supervisor(agent_role=role, status=_standing(role, reviews)) for role in Role],
            description=command.description,
            drafted_by=command.drafted_by,
            rounds=[_round(record, reviews) for record in command.rounds],
            steps=list(command.steps),
            usage=_usage(command),
            attempts=command.attempts,
            created_at=wire_time(command.created_at),
            error=ErrorFact(code=command.error_code, message=command.error_message or "")
            if command.error_code
            else None,
            **moments,
        )
    )


def _usage(command: Command) -> dict[str, int]:
    usages: list[dict[str, Any]] = [step["usage"] for step in command.steps if isinstance(step.get("usage"), dict)]  # type: ignore[misc]
    counted = ("calls", "input_tokens", "output_tokens", "cached_tokens")
    return {name: sum(usage[name] for usage in usages) for name in counted}


def _round(record: dict[str, Any], reviews: tuple[Review, ...]) -> dict[str, Any]:
    of_round = [review.model_dump(mode="json") for review in reviews if review.round == record["round"]]
    return {**record, "reviews": of_round}


def _standing(role: Role, reviews: tuple[Review, ...]) -> str:
    """Where a supervisor stands after its last review."""
    last = next((review for review in reversed(reviews) if review.role == role), None)
    if last is None:
        return "not_initialized"
    if last.status == "unavailable":
        return "unavailable"
    return "approved" if last.approved else "revision_requested"
