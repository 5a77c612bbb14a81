"""How both supervisors reach a verdict: by their rules, and by a model if there is one.

A model's failure raises nothing: the review then says that it is unavailable, and why.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from agents.llm import Message, Meter, Model, ModelError, ask
from agents.prompts import drafts_as_data, facts_as_data, system_prompt
from tools.domain.lead import LeadContext
from tools.domain.review import Finding, Review
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Role

MOST_TOKENS = 600  # that a review may take
Verdict = Literal["approve", "revise"]


class FindingAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    position: int
    field: Literal["subject", "content", "script"]
    problem: str
    remedy: str


class ReviewAnswer(BaseModel):
    """The verdict: approve, or revise with at least one reason; the score says how good the
    sequence is, 0 to 100.
    """

    model_config = ConfigDict(extra="forbid")
    verdict: Verdict
    score: int
    findings: list[FindingAnswer]


async def review_with(
    role: Role,
    prompt: str,
    check: Callable[[], Iterable[Finding]],
    drafts: Sequence[Draft],
    context: LeadContext,
    *,
    round: int,
    model: Model | None,
    meter: Meter,
) -> Review:
    """Returns the review of a round's drafts.

    `check` gives the findings that the rules have to send a touch back; `model`, if there is one,
    adds its own. The score is the lower of the two.
    """
    if model is None:  # the playbook's texts are short: a thread would cost more than the rules
        findings = tuple(check())
        return Review(
            role=role,
            round=round,
            verdict=_verdict(findings),
            score=_share_without_reason(drafts, findings),
            findings=findings,
        )
    checking = asyncio.create_task(asyncio.to_thread(lambda: tuple(check())))
    answer, problem = None, None
    try:
        answer = await ask(
            model,
            ReviewAnswer,
            _messages(role, prompt, drafts, context),
            meter,
            most_tokens=MOST_TOKENS,
        )
    except ModelError as error:
        problem = str(error)
    findings = await checking
    score = _share_without_reason(drafts, findings)
    if answer is None:
        return Review(
            role=role,
            round=round,
            verdict="revise",
            score=score,
            findings=findings,
            reviewed_by=model.name,
            status="unavailable",
            unavailable_because=problem,
        )
    verdict = answer.verdict
    if verdict == "approve":
        verdict = _verdict(findings)
    else:
        findings += tuple(_findings_of(answer, drafts))
    return Review(
        role=role,
        round=round,
        verdict=verdict,
        score=min(score, max(0, min(answer.score, 100))),
        findings=findings,
        reviewed_by=model.name,
    )


def _verdict(findings: Sequence[Finding]) -> Verdict:
    """Returns the verdict that follows from the rules' findings alone."""
    if any(finding.decides for finding in findings):
        return "revise"
    return "approve"


def _messages(
    role: Role, prompt: str, drafts: Sequence[Draft], context: LeadContext
) -> list[Message]:
    """Returns the messages; what seldom changes comes first, so that providers can cache it."""
    return [
        ("system", system_prompt(prompt, context, role)),
        ("user", f"{facts_as_data(context)}\n\n{drafts_as_data(drafts)}"),
    ]


def _findings_of(answer: ReviewAnswer, drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Yields the model's findings, except for touches that the sequence does not have."""
    positions = {draft.position for draft in drafts}
    for finding in answer.findings:
        if finding.position in positions:
            yield Finding(rule="judgement", **finding.model_dump())


def _share_without_reason(drafts: Sequence[Draft], findings: Sequence[Finding]) -> int:
    """Returns the percentage of touches that the rules give no reason to send back."""
    faulty = {finding.position for finding in findings if finding.decides}
    return round(100 * (1 - len(faulty) / max(len(drafts), 1)))
