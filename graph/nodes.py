"""The steps in order: load_context, sales_agent, the two supervisors, decide, persist."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from agents import customer_success as customer_success_agent
from agents import sales_agent as sales_agent_agent
from agents import sales_manager as sales_manager_agent
from agents.llm import Meter, Model
from agents.playbook.plan import PlannedStep, plan
from agents.policy import MAX_REVISIONS
from graph.state import Json, State
from tools.calendar import schedule
from tools.db import repository
from tools.db.engine import Sessions, writing
from tools.domain import (
    Command,
    CommandStatus,
    Draft,
    FollowUp,
    FollowUpStatus,
    LeadContext,
    Review,
    Role,
    Touch,
)
from tools.lead_context import anchor, assemble
from tools.request import FollowUpRequest, read_request
from tools.telemetry import COMMANDS, FALLBACKS

Clock = Callable[[], datetime]
REQUEST_FIELDS: Final = tuple(FollowUpRequest.model_fields)


async def load_context(state: State, *, sessions: Sessions, clock: Clock) -> Json:
    """Reads the request and all that is known; a thread used again starts a new command with nothing left over."""
    now = clock()
    request = read_request({name: state.get(name) for name in REQUEST_FIELDS if state.get(name) is not None}, now)
    async with sessions() as session:
        command_id = await _open_command(session, state.get("command_id"))
        context = await assemble(session, request, now, command_id)
    return {
        **dict.fromkeys(REQUEST_FIELDS),
        "site_id": request.site_id,
        "lead_id": request.lead_id,
        "command_id": command_id,
        "request": request.model_dump(mode="json"),
        "context": context.model_dump(mode="json"),
        "reviews": {role.value: [] for role in Role},
        "round": 0,
        "plan": [],
        "drafts": [],
    }


async def _open_command(session: Any, command_id: str | None) -> str | None:
    """The command to fill, unless it has ended: then this is another one."""
    if command_id is None:
        return None
    return command_id if await repository.is_open(session, command_id) else None


async def sales_agent(state: State, *, model: Model | None) -> Json:
    """Plans the touches at first; writes them, or writes anew those that were sent back."""
    context = LeadContext.model_validate(state["context"])
    round, meter = state["round"] + 1, meter_of(state)
    touches = [Touch.model_validate(touch) for touch in state["plan"]] or await asyncio.to_thread(
        _timed, plan(context), context
    )
    writing_of_round = await sales_agent_agent.draft(
        touches,
        context,
        before=[Draft.model_validate(draft) for draft in state["drafts"]],
        reasons=[reason for review in latest_reviews(state) for reason in review.reasons],
        earlier=[reason for review in all_reviews(state) for reason in review.reasons],
        round=round,
        model=model,
        meter=meter,
    )
    if writing_of_round.fallback:
        FALLBACKS.add(1, {"node": "sales_agent"})
    drafts = [draft.model_dump(mode="json") for draft in writing_of_round.drafts]
    record = {
        "round": round,
        "drafted_by": writing_of_round.drafted_by,
        "changed": writing_of_round.changed,
        "changes": writing_of_round.changes,
        "fallback": writing_of_round.fallback,
        "drafts": drafts,
    }
    return {
        "round": round,
        "plan": [touch.model_dump(mode="json") for touch in touches],
        "drafts": drafts,
        "drafted_by": writing_of_round.drafted_by,
        "rounds": {str(round): record},
        "usage": meter.usage(),
    }


def _timed(steps: list[PlannedStep], context: LeadContext) -> list[Touch]:
    """The steps with their times, in the lead's own working hours."""
    times = schedule(
        anchor(context),
        [step.channel for step in steps],
        [step.gap for step in steps],
        timezone=context.timezone,
        country=context.country,
    )
    return [
        Touch(position=position, template=step.template, channel=step.channel, purpose=step.purpose, scheduled_for=at)
        for position, (step, at) in enumerate(zip(steps, times, strict=True), start=1)
    ]


def latest_reviews(state: State) -> list[Review]:
    """The reviews of the current round, at most one a supervisor."""
    return [review for review in all_reviews(state) if review.round == state["round"]]


def all_reviews(state: State) -> list[Review]:
    return [Review.model_validate(review) for kept in state["reviews"].values() for review in kept]


async def sales_manager(state: State, *, model: Model | None) -> Json:
    """Does it sell well, and only what the site allows?"""
    drafts, context = _under_review(state)
    meter = meter_of(state)
    review = await sales_manager_agent.review(drafts, context, round=state["round"], model=model, meter=meter)
    return _reviewed(state, review, meter)


async def customer_success(state: State, *, model: Model | None) -> Json:
    """Is every claim true, is the tone right, is the lead willing?"""
    drafts, context = _under_review(state)
    meter = meter_of(state)
    review = await customer_success_agent.review(drafts, context, round=state["round"], model=model, meter=meter)
    return _reviewed(state, review, meter)


def meter_of(state: State) -> Meter:
    """A meter that knows what the command's earlier steps have spent."""
    usages = [
        step["usage"] for step in state["steps"].values() if step["round"] <= state["round"] and step.get("usage")
    ]
    return Meter(spent=sum(usage["input_tokens"] + usage["output_tokens"] for usage in usages))


def _under_review(state: State) -> tuple[list[Draft], LeadContext]:
    return [Draft.model_validate(draft) for draft in state["drafts"]], LeadContext.model_validate(state["context"])


def _reviewed(state: State, review: Review, meter: Meter) -> Json:
    if review.status == "unavailable":
        FALLBACKS.add(1, {"node": review.role.value})
    before = state["reviews"].get(review.role, [])
    return {"reviews": {review.role.value: [*before, review.model_dump(mode="json")]}, "usage": meter.usage()}


async def decide(state: State) -> Json:
    """Approved by both, sent back with reasons, or, after the last round or without reasons to act on, for a person."""
    reviews = latest_reviews(state)
    if len(reviews) == len(Role) and all(review.approved for review in reviews):
        return {"decision": "approved"}
    can_improve = any(review.reasons for review in reviews) and state["round"] <= MAX_REVISIONS
    return {"decision": "revise" if can_improve else "needs_review"}


async def persist(state: State, *, sessions: Sessions, clock: Clock) -> Json:
    """Saves the command's result in one transaction; saved twice, it is the same rows."""
    context = LeadContext.model_validate(state["context"])
    command_id = state.get("command_id") or f"cmd_{uuid4().hex[:16]}"
    approved = state["decision"] == "approved"
    status = FollowUpStatus.SCHEDULED if approved else FollowUpStatus.NEEDS_REVIEW
    drafts = [Draft.model_validate(draft) for draft in state["drafts"]]
    follow_ups = tuple(_follow_up(draft, command_id, context, status) for draft in drafts)
    async with writing(sessions) as session:
        if not state.get("command_id"):
            await repository.create_command(session, _new_command(state, command_id, clock()))
        saved = await repository.save_result(
            session,
            command_id,
            follow_ups,
            all_reviews(state),
            status=CommandStatus.COMPLETED if approved else CommandStatus.NEEDS_REVIEW,
            user_id=context.user.id,
            agent_id=context.agent.id if context.agent else None,
            context=told_context(context),
            description=told_description(context),
            drafted_by=state["drafted_by"],
            rounds=[state["rounds"][str(number)] for number in range(1, state["round"] + 1)],
            steps=[step for step in state["steps"].values() if step["round"] <= state["round"]],
            ended_at=clock(),
        )
        if not saved:  # another process was sooner: what it saved is what counts
            follow_ups = await repository.follow_ups_of(session, command_id)
    COMMANDS.add(1, {"status": "completed" if approved else "needs_review"})
    return {
        "command_id": command_id,
        "follow_ups": [follow_up.model_dump(mode="json") for follow_up in follow_ups],
        "saved_to_database": True,
    }


def _new_command(state: State, command_id: str, now: datetime) -> Command:
    return Command(
        id=command_id,
        site_id=state["site_id"],
        lead_id=state["lead_id"],
        status=CommandStatus.RUNNING,
        request=state["request"],
        created_at=now,
        started_at=LeadContext.model_validate(state["context"]).now,
        attempts=1,
    )


def _follow_up(draft: Draft, command_id: str, context: LeadContext, status: FollowUpStatus) -> FollowUp:
    return FollowUp(
        id=repository.follow_up_id(command_id, draft.position),
        command_id=command_id,
        site_id=context.site.id,
        lead_id=context.lead.id,
        user_id=context.user.id,
        position=draft.position,
        type=draft.channel,
        subject=draft.subject,
        content=draft.content,
        script=draft.script,
        scheduled_for=draft.scheduled_for,
        status=status,
        next_steps=draft.next_steps,
        lead_stage=context.stage_given,
        template=draft.template,
        purpose=draft.purpose,
        facts=draft.facts,
    )


def told_context(context: LeadContext) -> str:
    """The command's `context`: where the lead came from and what it is interested in."""
    source = context.lead.source or (context.visitor.source if context.visitor else None)
    came = f"Lead came from {source}" if source else "Lead of unknown origin"
    return f"{came}, showing interest in {_listed(context.interests)}" if context.interests else came


def told_description(context: LeadContext) -> str:
    """The command's `description`: the sales agent's task in a sentence."""
    stage = context.stage_given.strip()
    task = f"Generate a personalized follow-up sequence for a lead at stage {stage}"
    interest = f" interested in {_listed(context.interests)}" if context.interests else ""
    pains = (
        f", focusing on their pain points of {_listed(context.lead.pain_points)}" if context.lead.pain_points else ""
    )
    return f"{task}{interest}{pains}, with appropriate timing between touchpoints."


def _listed(texts: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))
