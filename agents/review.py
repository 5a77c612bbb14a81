"""How both supervisors come to a verdict: by rules, and by a model where there is one; never by an exception."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
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
    """The verdict: approve, or revise with at least one reason; the score says how good the sequence is, 0 to 100."""

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
    """The rules' reasons and the model's; a model that cannot answer leaves a review that says so."""
    checking = asyncio.create_task(
        asyncio.to_thread(lambda: tuple(check()))
    )  # while the model thinks
    if model is None:
        found, rated = await _rated(checking, drafts)
        return Review(
            role=role,
            round=round,
            verdict="revise" if found else "approve",
            score=rated,
            reasons=found,
        )
    messages = [
        (
            "system",
            system_prompt(prompt, context, role),
        ),  # what seldom changes comes first, for the provider's cache
        ("user", f"{facts_as_data(context)}\n\n{drafts_as_data(drafts)}"),
    ]
    try:
        answer = await ask(model, ReviewAnswer, messages, meter)
    except ModelError as error:
        found, rated = await _rated(checking, drafts)
        return Review(
            role=role,
            round=round,
            verdict="revise",
            score=rated,
            reasons=found,
            reviewed_by=model.name,
            status="unavailable",
            unavailable_because=str(error),
        )
    found, rated = await _rated(checking, drafts)
    positions = {draft.position for draft in drafts}
    told = tuple(
        Reason(rule="judgement", **r.model_dump())
        for r in answer.reasons
        if r.position in positions
    )
    reasons = found + (told if answer.verdict == "revise" else ())
    verdict: Literal["approve", "revise"] = (
        "revise" if reasons or answer.verdict == "revise" else "approve"
    )
    score = min(rated, max(0, min(answer.score, 100)))
    return Review(
        role=role,
        round=round,
        verdict=verdict,
        score=score,
        reasons=reasons,
        reviewed_by=model.name,
    )


async def _rated(
    checking: Awaitable[tuple[Reason, ...]], drafts: Sequence[Draft]
) -> tuple[tuple[Reason, ...], int]:
    """The rules' reasons, and their score: the share of touches they have nothing against, 0 to 100."""
    found = await checking
    faulty = {reason.position for reason in found}
    return found, round(100 * (1 - len(faulty) / max(len(drafts), 1)))
