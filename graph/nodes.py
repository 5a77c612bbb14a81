"""The steps in order: load_context, plan, sales_agent, the two supervisors, decide, persist."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from agents import customer_success as customer_success_agent
from agents import sales_agent as sales_agent_agent
from agents import sales_manager as sales_manager_agent
from agents.facts import facts_of
from agents.llm import Meter
from agents.playbook.plan import PlannedStep
from agents.playbook.plan import plan as plan_of
from agents.playbook.situation import situation_of
from agents.review import Submission
from graph.autonomy import why_it_waits
from graph.decision import Decision, decision_on
from graph.options import Options
from graph.recording import Clock
from graph.results import (
    Law,
    autonomy_notices,
    context_sentence,
    draft_notices,
    fact_notices,
    fingerprint_of,
    follow_up_of,
    law_notices,
    limit_notices,
    new_command,
    notices_of,
    rounds_of,
    steps_of,
    task_sentence,
    tell_end,
    tell_fallback,
    wants_of,
    with_proof,
    writer_of,
)
from graph.state import CAMEL_FIELDS, REQUEST_FIELDS, Json, State
from tools.db.commands import (
    asked_at,
    command_exists,
    create_command,
    end_command,
    is_unfinished,
    save_reviews,
)
from tools.db.engine import Sessions, writing
from tools.db.follow_ups import follow_up_id, follow_ups_of
from tools.domain.command import Round
from tools.domain.lead import LeadContext
from tools.domain.review import Review
from tools.domain.sequence import Draft, Fact, Touch
from tools.domain.situation import Situation
from tools.domain.vocabulary import SUPERVISORS, CommandStatus, FollowUpStatus
from tools.errors import TouchLimitReached
from tools.intake.request import FollowUpRequest, read_request
from tools.lead_context import anchor, assemble, is_fresh, record_refusals
from tools.limits import with_room
from tools.records.sequences import Saving, save_sequence
from tools.times.calendar import schedule
from tools.times.hours import hours_for


async def load_context(state: State, *, options: Options, sessions: Sessions, clock: Clock) -> Json:
    """Reads the request and all that is known of the lead; clears what an earlier run left."""
    now = clock()
    fields = (*REQUEST_FIELDS, *CAMEL_FIELDS)
    raw = {name: value for name in fields if (value := state.get(name)) is not None}
    request = read_request(raw, now)
    await record_refusals(sessions, request, actor="request", now=now)
    async with sessions() as session:
        command_id = await _unfinished(session, state.get("command_id"))
        context = await assemble(session, request, now, command_id)
    loaded = await asyncio.to_thread(loaded_context, request, context, command_id)
    return dict.fromkeys(raw) | loaded


def loaded_context(request: FollowUpRequest, context: LeadContext, command_id: str | None) -> Json:
    """The state that a command starts with."""
    return {
        "site_id": request.site_id,
        "lead_id": request.lead_id,
        "command_id": command_id,
        "saves_as": command_id or f"cmd_{uuid4().hex[:16]}",
        "request": request.model_dump(mode="json"),
        "context": context.model_dump(mode="json"),
        "reviews": {role.value: [] for role in SUPERVISORS},
        "reviewed": {role.value: "" for role in SUPERVISORS},
        "round": 0,
        "proofs": {},
        "situation": {},
        "plan_reason": "",
        "plan": [],
        "drafts": [],
        "warnings": [
            notice.model_dump(mode="json")
            for notice in (*notices_of(request), *fact_notices(context))
        ],
    }


async def _unfinished(session: AsyncSession, command_id: str | None) -> str | None:
    """The command's id while its result is awaited; None once it has ended: a new one is made."""
    if command_id is None or not await is_unfinished(session, command_id):
        return None
    return command_id


async def plan(state: State, *, options: Options) -> Json:
    """Reads where things stand, and decides which touches the sequence has and when each goes out.

    Raises TouchLimitReached for a lead that has had as many as its site allows.
    """
    context = LeadContext.model_validate(state["context"])
    # Rules and texts are read from files when they are first used: not in the loop.
    situation = await asyncio.to_thread(situation_of, context)
    sequence = await asyncio.to_thread(plan_of, context, situation)
    touches = await asyncio.to_thread(_scheduled, sequence.steps, context, state["saves_as"])
    limits = with_room(
        [touch.scheduled_for for touch in touches],
        [touch.at for touch in context.earlier_touches],
        context.site,
        context.timezone,
    )
    reached = [limit for limit in limits if limit]
    if reached:  # the sequence ends before the first touch that would be one too many
        touches = touches[: limits.index(reached[0])]
    if not touches:
        raise TouchLimitReached(context.lead.id, reached[0])
    left_out = limit_notices(len(limits) - len(touches), reached)
    return {
        "situation": situation.model_dump(mode="json"),
        "plan_reason": sequence.reason,
        "plan": [touch.model_dump(mode="json") for touch in touches],
        "warnings": [*state.get("warnings", []), *left_out],
    }


def _scheduled(steps: Sequence[PlannedStep], context: LeadContext, command_id: str) -> list[Touch]:
    """The steps with their times, in the lead's own working hours.

    A first step that comes too late for what it is about, such as a meeting, is left out.
    """
    touches = _timed(steps, context, command_id)
    until = steps[0].until
    if until and len(steps) > 1 and touches[0].scheduled_for >= until:
        return _timed(steps[1:], context, command_id)
    return touches


def _timed(steps: Sequence[PlannedStep], context: LeadContext, command_id: str) -> list[Touch]:
    positions = range(1, len(steps) + 1)
    slots = schedule(
        anchor(context),
        [step.channel for step in steps],
        [step.gap for step in steps],
        hours=hours_for(context),
        seeds=[follow_up_id(command_id, position) for position in positions],
        starts=[step.after for step in steps],
        immediately=is_fresh(context),
    )
    return [
        Touch(
            position=position,
            template=step.template,
            channel=step.channel,
            purpose=step.purpose,
            scheduled_for=slot.at,
            time_reason=slot.reason or None,
            hold=step.hold,
        )
        for position, step, slot in zip(positions, steps, slots, strict=True)
    ]


async def sales_agent(state: State, *, options: Options) -> Json:
    """Writes the planned touches, or writes anew those that were sent back."""
    context, situation, plan, facts = await asyncio.to_thread(_ground, state)
    round, meter = state["round"] + 1, meter_of(state)
    writing_of_round = await sales_agent_agent.draft(
        plan,
        context,
        situation,
        facts,
        before=[Draft.model_validate(draft) for draft in state["drafts"]],
        reviews=[review for review in all_reviews(state) if review.round < round],
        round=round,
        model=options.draft,
        meter=meter,
    )
    if writing_of_round.fallback:
        tell_fallback(state, "sales_agent", writing_of_round.fallback)
    record = writing_of_round.model_dump(mode="json")
    return {
        "round": round,
        "drafts": record["drafts"],
        "drafted_by": writer_of(writing_of_round.drafts),
        "rounds": {str(round): record},
        "usage": meter.usage(),
    }


class Ground(NamedTuple):
    """What a sequence is written from."""

    context: LeadContext
    situation: Situation
    plan: list[Touch]
    facts: tuple[Fact, ...]


def _ground(state: State) -> Ground:
    context = LeadContext.model_validate(state["context"])
    situation = Situation.model_validate(state["situation"])
    plan = [Touch.model_validate(touch) for touch in state["plan"]]
    return Ground(context, situation, plan, facts_of(context, plan, situation))


def latest_reviews(state: State) -> list[Review]:
    """The reviews of the current round, at most one a supervisor."""
    return [review for review in all_reviews(state) if review.round == state["round"]]


def all_reviews(state: State) -> list[Review]:
    """Every supervisor's reviews, by supervisor and round."""
    return [
        Review.model_validate(review)
        for role in SUPERVISORS
        for review in state["reviews"].get(role, [])
    ]


async def sales_manager(state: State, *, options: Options) -> Json:
    """Reviews how well the drafts sell, and that they offer only what the site allows."""
    meter = meter_of(state)
    submission = await asyncio.to_thread(_submission, state)
    reviewed = await sales_manager_agent.review(submission, model=options.review, meter=meter)
    return _reviewed(state, reviewed.review, meter)


async def customer_success(state: State, *, options: Options) -> Json:
    """Reviews whether each claim is true, the tone right and the lead willing."""
    meter = meter_of(state)
    submission = await asyncio.to_thread(_submission, state)
    reviewed = await customer_success_agent.review(submission, model=options.review, meter=meter)
    proofs = {
        str(position): [sentence.model_dump(mode="json") for sentence in proof]
        for position, proof in reviewed.proofs.items()
    }
    return {**_reviewed(state, reviewed.review, meter), "proofs": proofs}


def _submission(state: State) -> Submission:
    """What a supervisor looks at."""
    context, situation, _, facts = _ground(state)
    round = state["round"]
    return Submission(
        drafts=[Draft.model_validate(draft) for draft in state["drafts"]],
        context=context,
        situation=situation,
        facts=facts,
        round=round,
        reviews=[review for review in all_reviews(state) if review.round < round],
        changes=Round.model_validate(state["rounds"][str(round)]).changes,
    )


def meter_of(state: State) -> Meter:
    """A meter that starts with the tokens that the command's earlier steps spent."""
    usages = [step["usage"] for step in steps_of(state) if step.get("usage")]
    return Meter(spent=sum(usage["input_tokens"] + usage["output_tokens"] for usage in usages))


def _reviewed(state: State, review: Review, meter: Meter) -> Json:
    """The state's change by a review, which replaces an earlier one of the same round."""
    if review.unavailable_because:
        tell_fallback(state, review.role.value, review.unavailable_because)
    role = review.role.value
    earlier = [other for other in state["reviews"].get(role, []) if other["round"] != review.round]
    return {
        "reviews": {role: [*earlier, review.model_dump(mode="json")]},
        "reviewed": {role: fingerprint_of(state, review)},
        "usage": meter.usage(),
    }


async def decide(state: State, *, options: Options) -> Json:
    """Approves, sends back with findings, or asks for a person."""
    return {"decision": _decision(state, options).kind}


def _decision(state: State, options: Options) -> Decision:
    """What becomes of the current round, by its reviews and by what may go out alone."""
    if not is_approved(state):
        return decision_on(all_reviews(state), state["round"], options.max_revisions)
    waits = why_waits(state, options)
    return Decision("needs_review" if waits else "approved", waits)


def follows_plan(state: State) -> bool:
    """Whether each draft goes out when, how and why its touch was planned to.

    Its writer may hold a touch that the plan does not hold.
    """
    for touch, draft in zip(state["plan"], state["drafts"], strict=True):
        for name, value in touch.items():
            may_differ = name == "hold" and value is None
            if draft[name] != value and not may_differ:
                return False
    return True


def is_approved(state: State) -> bool:
    """Whether both supervisors approved the current round, and the drafts follow the plan."""
    if len(state["plan"]) != len(state["drafts"]) or not follows_plan(state):
        return False
    reviews = latest_reviews(state)
    if any(finding.decides for review in reviews for finding in review.findings):
        return False
    return len(reviews) == len(SUPERVISORS) and all(review.approved for review in reviews)


def why_waits(state: State, options: Options) -> str | None:
    """Why a person has to look at an approved sequence; None where nobody has to."""
    context = LeadContext.model_validate(state["context"])
    drafts = [Draft.model_validate(draft) for draft in state["drafts"]]
    autonomy = options.autonomy or context.site.autonomy
    return why_it_waits(autonomy, drafts, latest_reviews(state))


def is_as_reviewed(state: State) -> bool:
    """Whether drafts, people and reviews are, to the letter, as both supervisors left them."""
    reviews = latest_reviews(state)
    if len(reviews) != len(SUPERVISORS):
        return False
    for review in reviews:
        if state["reviewed"].get(review.role) != fingerprint_of(state, review):
            return False
    return True


async def _free_id(sessions: Sessions, planned: str) -> str:
    """The planned id of a command; another one where a run that went on from a checkpoint saves a
    second time.
    """
    async with sessions() as session:
        is_taken = await command_exists(session, planned)
    return f"cmd_{uuid4().hex[:16]}" if is_taken else planned


async def persist(
    state: State, *, options: Options, sessions: Sessions, clock: Clock, law: Law
) -> Json:
    """Saves the command's result in one transaction; saved twice, it is the same rows.

    What was changed after its review is not saved: it goes back to the supervisors.
    """
    if not is_as_reviewed(state):
        return {"saved_to_database": False}
    context = LeadContext.model_validate(state["context"])
    command_id = state.get("command_id") or await _free_id(sessions, state["saves_as"])
    decision = _decision(state, options)
    may_go = decision.kind == "approved"
    status = FollowUpStatus.SCHEDULED if may_go else FollowUpStatus.NEEDS_REVIEW
    drafts = [with_proof(Draft.model_validate(draft), state) for draft in state["drafts"]]
    follow_ups = tuple(follow_up_of(draft, command_id, context, status) for draft in drafts)
    wants = wants_of(law, follow_ups, context)
    warnings = [
        *state["warnings"],
        *draft_notices(drafts),
        *autonomy_notices(decision.reason, drafts, context.language),
        *law_notices(wants),
    ]
    held = wants if context.site.law == "enforce" else []
    is_held = bool(held) or not may_go or any(draft.hold for draft in drafts)
    async with writing(sessions) as session:
        now = clock()
        if not state.get("command_id"):
            await create_command(session, new_command(state, command_id, context, now))
        is_first = await end_command(
            session,
            command_id,
            status=CommandStatus.NEEDS_REVIEW if is_held else CommandStatus.COMPLETED,
            user_id=context.user.id,
            agent_id=context.agent.id if context.agent else None,
            context=context_sentence(context),
            description=task_sentence(context),
            situation=state["situation"],
            plan_reason=state["plan_reason"],
            drafted_by=state["drafted_by"],
            rounds=rounds_of(state),
            steps=steps_of(state),
            warnings=warnings,
            ended_at=now,
        )
        if is_first:
            saving = Saving(
                command_id=command_id,
                asked_at=await asked_at(session, command_id),
                now=now,
                on_active=state["request"]["on_active"],
            )
            follow_ups = await save_sequence(session, follow_ups, context, saving, held)
            await save_reviews(session, command_id, all_reviews(state))
        else:  # another process was sooner: what it saved is what counts
            follow_ups = await follow_ups_of(session, command_id)
    tell_end(state, command_id, "needs_review" if is_held else "completed", clock())
    return {
        "command_id": command_id,
        "warnings": warnings,
        "follow_ups": [follow_up.model_dump(mode="json") for follow_up in follow_ups],
        "saved_to_database": True,
    }
