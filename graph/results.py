"""What persist saves: the follow-ups, and the command's own words."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from agents.facts import omissions_of
from agents.playbook.languages import why_unwritten
from graph.state import Json, State
from tools.db.follow_ups import follow_up_id
from tools.domain.command import Command, Notice
from tools.domain.lead import EarlierTouch, LeadContext
from tools.domain.review import Review
from tools.domain.sequence import PLAYBOOK, Draft, FollowUp, SentenceProof
from tools.domain.vocabulary import CommandStatus, FollowUpStatus
from tools.intake.request import FollowUpRequest
from tools.law.check import Moment, lacks, rules_for
from tools.law.rules import LawRule
from tools.telemetry import COMMANDS, FALLBACKS

Law = Sequence[LawRule]
log = logging.getLogger("lead_followup")


def fingerprint_of(state: State, review: Review) -> str:
    """A hash of a review and of what it is about: the drafts, to whom they go and in whose name."""
    context = state["context"]
    people = [context["site"]["id"], context["lead"]["id"], context["user"]["id"]]
    parts = [people, state["drafts"], review.model_dump(mode="json")]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def new_command(state: State, command_id: str, context: LeadContext, now: datetime) -> Command:
    """The command of a run that nobody saved before."""
    return Command(
        id=command_id,
        site_id=context.site.id,
        lead_id=context.lead.id,
        status=CommandStatus.RUNNING,
        request=state["request"],
        created_at=now,
        started_at=context.now,
        attempts=1,
    )


def notices_of(request: FollowUpRequest) -> list[Notice]:
    """What to tell of a request that was accepted."""
    return [Notice(code="UNKNOWN_FIELD", message=text) for text in request.misspellings]


def fact_notices(context: LeadContext) -> list[Notice]:
    """What to tell of facts that no model is shown."""
    return [
        Notice(
            code="FACT",
            message=f"{omission.source} was left out: it reads like an order ({omission.rule}).",
        )
        for omission in omissions_of(context)
    ]


def draft_notices(drafts: Sequence[Draft]) -> list[Json]:
    """What to tell of touches that a model was asked for and did not write."""
    positions: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.fallback:
            positions.setdefault(draft.fallback, []).append(str(draft.position))
    notices = []
    for fallback, numbers in positions.items():
        message = f"The playbook wrote {_touches(numbers)}: {fallback}"
        notices.append(Notice(code="MODEL", message=message).model_dump(mode="json"))
    return notices


def autonomy_notices(reason: str | None, drafts: Sequence[Draft], language: str) -> list[Json]:
    """What to tell of an approved sequence that waits for a person, and of touches that do."""
    positions: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.hold:
            positions.setdefault(draft.hold, []).append(str(draft.position))
    notices = [Notice(code="AUTONOMY", message=reason)] if reason else []
    for hold, numbers in positions.items():
        code = "LANGUAGE" if hold == why_unwritten(language) else "AUTONOMY"
        verb = "waits" if len(numbers) == 1 else "wait"
        message = f"T{_touches(numbers)[1:]} {verb} for a person: {hold}"
        notices.append(Notice(code=code, message=message))
    return [notice.model_dump(mode="json") for notice in notices]


def limit_notices(left_out: int, limits: Sequence[str]) -> list[Json]:
    """What to tell of so many touches that were left out because of these limits."""
    if not left_out:
        return []
    touches = "1 touch was" if left_out == 1 else f"{left_out} touches were"
    reasons = ", ".join(dict.fromkeys(limits))
    notice = Notice(code="LIMIT", message=f"{touches} left out: the site allows {reasons}.")
    return [notice.model_dump(mode="json")]


def wants_of(
    law: Law, follow_ups: Sequence[FollowUp], context: LeadContext
) -> list[tuple[FollowUp, LawRule]]:
    """What the law where the lead is wants of follow-ups, and they lack."""
    rules = rules_for(law, context.country, context.lead.region)
    before = list(context.earlier_touches)
    wants = []
    for follow_up in follow_ups:
        moment = Moment(follow_up.type, follow_up.scheduled_for, before)
        wants += [(follow_up, rule) for rule in rules if lacks(rule, moment, context)]
        before.append(EarlierTouch(at=follow_up.scheduled_for, channel=follow_up.type))
    return wants


def law_notices(wants: Sequence[tuple[FollowUp, LawRule]]) -> list[Json]:
    """What to tell of wants, each once with the touches that lack it."""
    positions: dict[LawRule, list[int]] = {}
    for follow_up, rule in wants:
        positions.setdefault(rule, []).append(follow_up.position)
    notices = []
    for rule, numbers in positions.items():
        touches = _touches([*map(str, numbers)])
        message = f"{rule.country} wants of {touches}: {rule.text} ({rule.source})."
        notices.append(Notice(code="LAW", message=message).model_dump(mode="json"))
    return notices


def follow_up_of(
    draft: Draft, command_id: str, context: LeadContext, status: FollowUpStatus
) -> FollowUp:
    """A draft as it is saved; one that its writer would hold waits for a person."""
    return FollowUp(
        id=follow_up_id(command_id, draft.position),
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
        time_reason=draft.time_reason,
        timezone=context.timezone,
        timezone_source=context.timezone_source,
        status=FollowUpStatus.NEEDS_REVIEW if draft.hold else status,
        next_steps=draft.next_steps,
        lead_stage=context.stage_given,
        template=draft.template,
        purpose=draft.purpose,
        facts=draft.facts,
        proof=draft.proof,
        drafted_by=draft.drafted_by,
        fallback=draft.fallback,
        hold=draft.hold,
    )


def with_proof(draft: Draft, state: State) -> Draft:
    """A draft with the proof that customer success gave of it, in the place of its writer's."""
    proof = state["proofs"].get(str(draft.position))
    if proof is None:
        return draft
    sentences = tuple(SentenceProof.model_validate(sentence) for sentence in proof)
    return draft.model_copy(update={"proof": sentences})


def writer_of(drafts: Sequence[Draft]) -> str:
    """Who wrote a sequence: the model that wrote any of it, else the playbook."""
    return next((draft.drafted_by for draft in drafts if draft.drafted_by != PLAYBOOK), PLAYBOOK)


def rounds_of(state: State) -> list[Json]:
    """The records of the rounds so far, in their order; a thread used again may hold later ones."""
    return [state["rounds"][str(number)] for number in range(1, state["round"] + 1)]


def steps_of(state: State) -> list[Json]:
    """The records of the steps so far; a thread used again may hold those of later rounds."""
    return [step for step in state["steps"].values() if step["round"] <= state["round"]]


def tell_fallback(state: State, node: str, reason: str) -> None:
    """Logs and counts what a model should have done and did not; holds none of the lead's data."""
    fields = {"command_id": state.get("command_id"), "node": node, "reason": reason}
    log.warning("model not used", extra=fields)
    FALLBACKS.add(1, {"node": node})


def tell_end(state: State, command_id: str, status: str, now: datetime) -> None:
    """Logs and counts the end of a saved command; the line holds none of the lead's data."""
    usages = [step["usage"] for step in steps_of(state) if step.get("usage")]
    started_at = datetime.fromisoformat(state["context"]["now"])
    fields = {
        "command_id": command_id,
        "status": status,
        "duration_ms": round((now - started_at).total_seconds() * 1000, 1),
        "calls": sum(usage["calls"] for usage in usages),
        "tokens": sum(usage["input_tokens"] + usage["output_tokens"] for usage in usages),
    }
    log.info("command ended", extra=fields)
    COMMANDS.add(1, {"status": status})


def context_sentence(context: LeadContext) -> str:
    """The command's `context`: where the lead came from and what it is interested in."""
    source = context.lead.source or (context.visitor.source if context.visitor else None)
    origin = f"Lead came from {source}" if source else "Lead of unknown origin"
    if not context.interests:
        return origin
    return f"{origin}, showing interest in {_enumeration(context.interests)}"


def task_sentence(context: LeadContext) -> str:
    """The command's `description`: the sales agent's task."""
    stage = context.stage_given.strip()
    parts = [f"Generate a personalized follow-up sequence for a lead at stage {stage}"]
    if context.interests:
        parts.append(f" interested in {_enumeration(context.interests)}")
    if context.lead.pain_points:
        needs = _enumeration(context.lead.pain_points)
        parts.append(f", focusing on their pain points of {needs}")
    return "".join(parts) + ", with appropriate timing between touchpoints."


def _touches(numbers: Sequence[str]) -> str:
    """Names touches by their numbers: "touches 1 and 3"."""
    return f"touch{'es' if len(numbers) > 1 else ''} {_enumeration(numbers)}"


def _enumeration(texts: Sequence[str]) -> str:
    *others, last = texts
    return f"{', '.join(others)} and {last}" if others else last
