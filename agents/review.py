"""How both supervisors come to a verdict: by rules, and by a model where there is one; never by an
exception.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from agents.llm import Meter, Model, ModelError, ask
from agents.prompts import drafts_as_data, facts_as_data, system_prompt
from tools.domain.lead import LeadContext
from tools.domain.review import Reason, Review
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Role


class ReasonAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    position: int
    field: Literal["subject", "content", "script"]
    problem: str
    wanted: str


class ReviewAnswer(BaseModel):
    """The verdict: approve, or revise with at least one reason; the score says how good the
    sequence is, 0 to 100.
    """

    model_config = ConfigDict(extra="forbid")
    verdict: Literal["approve", "revise"]
    score: int
    reasons: list[ReasonAnswer]


async def review_with(
    role: Role,
    prompt: str,
    check: Callable[[], Iterable[Reason]],
    drafts: Sequence[Draft],
    context: LeadContext,
    *,
    round: int,
    model: Model | None,
    meter: Meter,
) -> Review:
    """The rules' reasons and the model's; of a model that cannot answer the review says so."""
    if model is None:  # the playbook's texts are short: a thread would cost more than the rules
        reasons = tuple(check())
        return Review(
            role=role,
            round=round,
            verdict="revise" if reasons else "approve",
            score=_share_in_order(reasons, drafts),
            reasons=reasons,
        )
    checking = asyncio.create_task(asyncio.to_thread(lambda: tuple(check())))
    answer, problem = None, None
    try:
        answer = await ask(model, ReviewAnswer, _messages(role, prompt, drafts, context), meter)
    except ModelError as error:
        problem = str(error)
    reasons = await checking
    score = _share_in_order(reasons, drafts)
    if answer is None:
        return Review(
            role=role,
            round=round,
            verdict="revise",
            score=score,
            reasons=reasons,
            reviewed_by=model.name,
            status="unavailable",
            unavailable_because=problem,
        )
    if answer.verdict == "revise":
        reasons += tuple(_reasons_of(answer, drafts))
    verdict: Literal["approve", "revise"] = "approve"
    if reasons or answer.verdict == "revise":
        verdict = "revise"
    return Review(
        role=role,
        round=round,
        verdict=verdict,
        score=min(score, max(0, min(answer.score, 100))),
        reasons=reasons,
        reviewed_by=model.name,
    )


def _messages(
    role: Role, prompt: str, drafts: Sequence[Draft], context: LeadContext
) -> list[tuple[str, str]]:
    """What seldom changes comes first, for the provider's cache."""
    return [
        ("system", system_prompt(prompt, context, role)),
        ("user", f"{facts_as_data(context)}\n\n{drafts_as_data(drafts)}"),
    ]


def _reasons_of(answer: ReviewAnswer, drafts: Sequence[Draft]) -> Iterator[Reason]:
    """The model's reasons, but for touches that are not there."""
    positions = {draft.position for draft in drafts}
    for reason in answer.reasons:
        if reason.position in positions:
            yield Reason(rule="judgement", **reason.model_dump())


def _share_in_order(reasons: Sequence[Reason], drafts: Sequence[Draft]) -> int:
    """The share of touches that the rules have nothing against, 0 to 100."""
    faulty = {reason.position for reason in reasons}
    return round(100 * (1 - len(faulty) / max(len(drafts), 1)))
