"""How both supervisors reach a verdict: by their rules, and by a model if there is one.

The rules of both come first: where one of them finds a fault, no model is paid for that round. A
model's failure raises nothing: the review then says that it is unavailable, and why.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, field_validator

from agents.checks import customer_success as care
from agents.checks import sales_manager as selling
from agents.findings import JUDGEMENT, grouped
from agents.llm import Message, Meter, Model, ModelError, ask
from agents.prompts import AS_DATA, TEAM, as_data, own_instructions, shared_prompt
from agents.revision import change_lines, draft_lines, finding_lines
from agents.sales_agent import PROMPT as WRITING_PROMPT
from agents.sentence_numbers import numbers_of
from agents.unmentioned import unmentioned
from tools.domain.command import Change
from tools.domain.lead import LeadContext
from tools.domain.review import Finding, Review, Severity
from tools.domain.sequence import Draft, Fact, SentenceProof
from tools.domain.situation import Situation
from tools.domain.vocabulary import SUPERVISORS, Role

Proofs = Mapping[int, tuple[SentenceProof, ...]]
Verdict = Literal["approve", "revise"]
LEAST_SCORE: Final = 50  # of 100; an approval below it is none
TOKENS: Final = 600  # that a verdict may have
FIELDS: Final = ("subject", "content", "script", "next_steps", "scheduled_for", "sequence")
ANSWER: Final = """Review it, and answer with
- verdict: approve, or revise if a finding must be met first.
- score: 90 and more, send it as it is; 70 to 89, small faults; 50 to 69, work to do; under 50, not
  usable.
- findings: what must change, each with position (of the touch; 0 for the sequence), field, the
  words as quote, problem, and remedy. Fixed rules see to form and limits; you need not.
- remarks: what could be better and need not be."""

PROMPTS: Final = (TEAM, AS_DATA, WRITING_PROMPT, ANSWER)  # of which copy must repeat nothing


class Submission(NamedTuple):
    """What a supervisor looks at: a round's drafts, and all that they were written from.

    `reviews` are those of the rounds before, and `changes` what was changed since.
    """

    drafts: Sequence[Draft]
    context: LeadContext
    situation: Situation
    facts: Sequence[Fact]
    round: int
    reviews: Sequence[Review] = ()
    changes: Sequence[Change] = ()


class FindingAnswer(BaseModel):
    position: int
    field: Literal["subject", "content", "script", "next_steps", "scheduled_for", "sequence"]
    quote: str = ""
    problem: str
    remedy: str


class SentenceAnswer(BaseModel):
    """What a sentence is, and the facts that it stands on."""

    sentence: int
    kind: Literal["fact", "courtesy", "ask", "advice", "unsupported"]
    facts: list[int] = []


class ReviewAnswer(BaseModel):
    """The verdict, with findings where it is to revise; `sentences` only where they are asked."""

    verdict: Verdict
    score: int
    findings: list[FindingAnswer] = []
    remarks: list[FindingAnswer] = []
    sentences: list[SentenceAnswer] = []

    @field_validator("score")
    @classmethod
    def on_its_scale(cls, score: int) -> int:
        """Returns a score between 0 and 100."""
        return max(0, min(score, 100))


class Opinion(NamedTuple):
    """What comes of a model's answer: the answer, and what code found in it besides."""

    answer: ReviewAnswer
    findings: tuple[Finding, ...] = ()
    proofs: Proofs = MappingProxyType({})
    problem: str | None = None  # why it counts as no review


Reading = Callable[[Submission, ReviewAnswer], Opinion]


class Reviewed(NamedTuple):
    """A review, and the proof of each touch's sentences by position, where a model gave one."""

    review: Review
    proofs: Proofs = MappingProxyType({})


async def review_with(
    role: Role,
    prompt: str,
    submission: Submission,
    read: Reading = lambda submission, answer: Opinion(answer),
    *,
    model: Model | None,
    meter: Meter,
    tokens: int = TOKENS,
) -> Reviewed:
    """Returns the review of a round's drafts.

    The rules of `role` give its findings; `model`, if there is one and no rule of either supervisor
    sends anything back, adds its own, and `read` says what code makes of its answer.
    """
    if model is None:
        findings = await asyncio.to_thread(_rule_findings, role, submission)
        return Reviewed(_by_rules(role, submission, findings))
    findings_by_role = await asyncio.to_thread(_all_rule_findings, submission)
    findings = findings_by_role[role]
    if any(finding.decides for others in findings_by_role.values() for finding in others):
        return Reviewed(_by_rules(role, submission, findings))
    messages = _messages(role, prompt, submission)
    try:
        answer = await ask(model, ReviewAnswer, messages, meter, most_tokens=tokens)
        opinion = read(submission, answer)
    except ModelError as error:
        return Reviewed(_unavailable(role, submission, findings, model.name, str(error)))
    if opinion.problem:
        review = _unavailable(role, submission, findings, model.name, opinion.problem)
        return Reviewed(review, opinion.proofs)
    return Reviewed(_by_model(role, submission, findings, model.name, opinion), opinion.proofs)


def _all_rule_findings(submission: Submission) -> dict[Role, tuple[Finding, ...]]:
    """Returns what the rules of each supervisor find."""
    return {role: _rule_findings(role, submission) for role in SUPERVISORS}


def _rule_findings(role: Role, submission: Submission) -> tuple[Finding, ...]:
    """Returns what a supervisor's rules find, one finding for each touch, field and rule."""
    drafts, context = submission.drafts, submission.context
    if role is Role.SALES_MANAGER:
        return grouped(selling.check(drafts, context, submission.facts))
    unproved = unmentioned(drafts, submission.facts, context.language)
    return grouped([*care.check(drafts, context, submission.facts, PROMPTS), *unproved])


def _by_rules(role: Role, submission: Submission, findings: tuple[Finding, ...]) -> Review:
    return Review(
        role=role,
        round=submission.round,
        verdict=_verdict(findings),
        score=_share_without_finding(submission.drafts, findings),
        findings=findings,
    )


def _unavailable(
    role: Role, submission: Submission, findings: tuple[Finding, ...], model: str, problem: str
) -> Review:
    """Returns the review of a supervisor whose model could not be used."""
    return Review(
        role=role,
        round=submission.round,
        verdict="revise",
        score=_share_without_finding(submission.drafts, findings),
        findings=findings,
        reviewed_by=model,
        status="unavailable",
        unavailable_because=problem,
    )


def _by_model(
    role: Role,
    submission: Submission,
    rule_findings: tuple[Finding, ...],
    model: str,
    opinion: Opinion,
) -> Review:
    """Returns the review of a model; an approval with findings, or of a low score, is none."""
    answer = opinion.answer
    findings = grouped(
        [
            *rule_findings,
            *opinion.findings,
            *_findings_of(answer.findings, submission, Severity.REVISE),
            *_findings_of(answer.remarks, submission, Severity.NOTE),
        ]
    )
    verdict = answer.verdict
    if answer.score < LEAST_SCORE or any(finding.decides for finding in findings):
        verdict = "revise"
    return Review(
        role=role,
        round=submission.round,
        verdict=verdict,
        score=min(answer.score, _share_without_finding(submission.drafts, findings)),
        findings=findings,
        reviewed_by=model,
    )


def _verdict(findings: Sequence[Finding]) -> Verdict:
    """Returns the verdict that follows from the rules' findings alone."""
    if any(finding.decides for finding in findings):
        return "revise"
    return "approve"


def _findings_of(
    answers: Sequence[FindingAnswer], submission: Submission, severity: Severity
) -> list[Finding]:
    """Returns the model's findings; one for a touch that is not there is about the sequence."""
    positions = {draft.position for draft in submission.drafts}
    findings = []
    for answer in answers:
        finding = Finding(
            position=answer.position if answer.position in positions else 0,
            field=answer.field,
            rule=JUDGEMENT,
            severity=severity,
            problem=answer.problem,
            remedy=answer.remedy,
            quotes=(answer.quote,) if answer.quote.strip() else (),
        )
        findings.append(finding)
    return findings


def _share_without_finding(drafts: Sequence[Draft], findings: Sequence[Finding]) -> int:
    """Returns the percentage of touches that no finding sends back."""
    faulty = {finding.position for finding in findings if finding.decides}
    if 0 in faulty:
        return 0
    return round(100 * (1 - len(faulty) / max(len(drafts), 1)))


def _messages(role: Role, prompt: str, submission: Submission) -> list[Message]:
    """Returns the messages; what both supervisors see comes first, so that providers cache it."""
    context = submission.context
    parts = [*_material(submission), ANSWER, prompt, own_instructions(context, role)]
    return [
        (
            "system",
            shared_prompt(context, submission.facts, submission.drafts, submission.situation),
        ),
        ("user", "\n\n".join(part for part in parts if part)),
    ]


def _material(submission: Submission) -> list[str]:
    """Returns what is reviewed: whom it goes to, the drafts, and what was found before."""
    context = submission.context
    channels = ", ".join(context.channels)
    parts = [
        f"The lead may be reached by: {channels}. Round {submission.round}. The sequence:",
        as_data(draft_lines(submission.drafts, numbers_of(submission.drafts))),
    ]
    if submission.reviews:
        parts += ["What was found before:", as_data(finding_lines(submission.reviews))]
        parts += ["What was changed since:", as_data(change_lines(submission.changes))]
    return parts
