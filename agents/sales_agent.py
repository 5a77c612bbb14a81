"""The sales agent: writes the touches of a plan, and those anew that the supervisors sent back.

A model writes, if there is one; the playbook writes where there is none, and each touch that the
model leaves out or spoils.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from agents.changes import changes_of
from agents.llm import Message, Meter, Model, ModelError, ask
from agents.playbook.writer import write
from agents.prompts import as_data, own_instructions, shared_prompt
from agents.proof import Claim, proof_by_writer
from agents.revision import draft_lines, finding_lines
from tools.domain.command import Round
from tools.domain.lead import LeadContext
from tools.domain.review import Finding, Review
from tools.domain.sequence import PLAYBOOK, Draft, Fact, Touch
from tools.domain.situation import Situation
from tools.domain.vocabulary import Role

TOKENS_A_TOUCH: Final = 400
TOKENS_BESIDES: Final = 300
PROMPT: Final = """You are the sales agent and write in the sender's name, as a good salesperson
writes to one person.
- Start with the lead's newest open point: answer it from the facts, or say that you will find out.
  Never repeat a question and leave it there.
- A new topic each touch; a later touch does not say or contradict what an earlier one says.
- One ask a touch, answerable in a line: two of the moments it can propose, a yes or no, a choice of
  two. None only where the sequence closes.
- Something concrete from the facts each time. Claim nothing else: no results, clients, deadlines,
  features, attachments or talks.
- Notes are ours: report what was asked or agreed, do not copy them.
- Plain, short, warm: contractions in English, three to five short paragraphs, the lead's company
  once at most; no praise, exclamation marks, emoji, lists, stock phrases or placeholders.
- next_steps: what the sender does on a yes, a no, and silence.
- proof: sentences count from 1 over subject, content and script. For each that states something,
  the facts it stands on, and for a sum its figure: "390 + 2 * 60".
- hold: null, or why this touch should wait for a person."""
EXAMPLES: Final = {
    "en": """A good text of another company, for its tone:
Hi Amir,

You asked whether two people can sign off at once. They can: each gets the same link, and the second
sees what the first has changed.

What I can't tell you yet is how it handles your Polish texts. I'm asking our support team today.

Shall I show you both on Tuesday at 10:00, or does Wednesday suit you better?

Nora Lind
Stackwell""",
    "es": """Un buen texto de otra empresa, por el tono:
Buenos días, Pilar:

Preguntó si puede seguir con su lector de códigos. Si es USB, sí: se conecta y funciona. Si es otro,
dígame el modelo y lo compruebo antes de que decida nada.

¿Es USB o de otro tipo?

Un saludo,
Marcos Gil
Stackwell""",
}


class ClaimAnswer(BaseModel):
    """What one sentence stands on."""

    sentence: int
    facts: list[int]
    figure: str | None = None


class TouchAnswer(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)
    position: int
    subject: str
    content: str
    script: str | None = None
    next_steps: list[str] = []
    proof: list[ClaimAnswer] = []
    hold: str | None = None


class SequenceAnswer(BaseModel):
    """The follow-ups, one for each touch that was asked for."""

    touches: list[TouchAnswer]

    @field_validator("touches", mode="before")
    @classmethod
    def without_spoilt_touches(cls, touches: Any) -> Any:
        """Leaves out touches that are not of the type, unless none is."""
        if not isinstance(touches, list):
            return touches
        return [touch for touch in touches if _is_touch(touch)] or touches


def _is_touch(value: Any) -> bool:
    try:
        touch = TouchAnswer.model_validate(value)
    except ValidationError:
        return False
    return bool(touch.subject and touch.content)


async def draft(
    plan: Sequence[Touch],
    context: LeadContext,
    situation: Situation,
    facts: Sequence[Fact],
    *,
    before: Sequence[Draft] = (),
    reviews: Sequence[Review] = (),
    round: int,
    model: Model | None,
    meter: Meter,
) -> Round:
    """Returns a round's drafts: of the whole plan at first, later of the criticised touches only.

    `before` are the last round's drafts, and `reviews` those of all rounds, so that what was
    objected to once does not come back.
    """
    latest = [review for review in reviews if review.round == round - 1]
    touches = _touches_to_write(plan, before, latest)
    drafts: dict[int, Draft] = {}
    fallback = None
    if model:
        try:
            messages = _messages(touches, plan, context, situation, facts, before, reviews)
            drafts = await _from_model(model, meter, touches, messages, facts)
        except ModelError as error:
            fallback = str(error)
    missing = [touch for touch in touches if touch.position not in drafts]
    if model and missing:
        fallback = fallback or f"The model left out {len(missing)} of {len(touches)} touches."
    by_model = model is not None and len(missing) < len(touches)
    old_drafts = {draft.position: draft for draft in before}
    drafts |= await asyncio.to_thread(
        _from_playbook,
        missing,
        old_drafts | drafts,
        plan,
        context,
        situation,
        facts,
        reviews,
        round,
        fallback,
    )
    sequence = [drafts.get(touch.position) or old_drafts[touch.position] for touch in plan]
    return Round(
        round=round,
        drafted_by=model.name if model and by_model else PLAYBOOK,
        changed=tuple(
            draft.position for draft in sequence if draft != old_drafts.get(draft.position)
        ),
        changes=tuple(changes_of(before, sequence, latest)),
        fallback=fallback,
        drafts=tuple(sequence),
    )


def _touches_to_write(
    plan: Sequence[Touch], before: Sequence[Draft], latest: Sequence[Review]
) -> list[Touch]:
    """Returns all touches at first, later those that a finding sends back; 0 names them all."""
    if not before:
        return list(plan)
    findings = [finding for review in latest for finding in review.findings if finding.decides]
    positions = {finding.position for finding in findings}
    return [touch for touch in plan if touch.position in positions or 0 in positions]


def _from_playbook(
    touches: Sequence[Touch],
    others: Mapping[int, Draft],
    plan: Sequence[Touch],
    context: LeadContext,
    situation: Situation,
    facts: Sequence[Fact],
    reviews: Sequence[Review],
    round: int,
    fallback: str | None,
) -> dict[int, Draft]:
    """Returns the playbook's drafts by position; `others` are those that stay.

    A rewrite leaves out the facts that the criticised words came from, and takes other variants.
    """
    findings = [finding for review in reviews for finding in review.findings]
    drafts: dict[int, Draft] = {}
    sequence: list[Draft] = []
    for index, touch in enumerate(plan):
        if touch in touches:
            new_draft = write(
                plan,
                index,
                context,
                situation,
                facts,
                earlier=sequence,
                avoid=_criticised_sources(touch, findings, facts),
                turn=round - 1,
            )
            drafts[touch.position] = new_draft.model_copy(update={"fallback": fallback})
        sequence.append(drafts.get(touch.position) or others[touch.position])
    return drafts


def _criticised_sources(
    touch: Touch, findings: Sequence[Finding], facts: Sequence[Fact]
) -> frozenset[str]:
    """Returns the sources of the facts that hold words which a touch was criticised for."""
    quotes = []
    for finding in findings:
        if finding.position == touch.position and finding.decides:
            quotes += [quote.casefold() for quote in finding.quotes]
    sources = set()
    for fact in facts:
        text = fact.text.casefold()
        if any(quote in text for quote in quotes):
            sources.add(fact.source)
    return frozenset(sources)


async def _from_model(
    model: Model,
    meter: Meter,
    touches: Sequence[Touch],
    messages: Sequence[Message],
    facts: Sequence[Fact],
) -> dict[int, Draft]:
    """Returns the model's drafts by position; raises ModelError where it gives no usable ones."""
    most_tokens = TOKENS_A_TOUCH * len(touches) + TOKENS_BESIDES
    answer = await ask(model, SequenceAnswer, messages, meter, most_tokens=most_tokens)
    answers = {touch.position: touch for touch in answer.touches}
    drafts = {}
    for touch in touches:
        if touch.position in answers:
            drafts[touch.position] = _draft_of(touch, answers[touch.position], facts, model.name)
    return drafts


def _messages(
    touches: Sequence[Touch],
    plan: Sequence[Touch],
    context: LeadContext,
    situation: Situation,
    facts: Sequence[Fact],
    before: Sequence[Draft],
    reviews: Sequence[Review],
) -> list[Message]:
    """Returns the messages that ask for the touches: to write them, or to write them again."""
    numbers = ", ".join(str(touch.position) for touch in touches)
    example = EXAMPLES.get(context.language, EXAMPLES["en"])
    parts = [PROMPT, example, own_instructions(context, Role.SALES)]
    task = f"Write touch {numbers}."
    if before:
        findings = finding_lines(reviews)
        parts += [as_data(draft_lines(before)), "What was found in all rounds:", as_data(findings)]
        task = (
            f"Write only touch {numbers} again, so that each finding of the last round is met and "
            "none of an earlier one comes back. A fixed rule is never waived."
        )
    parts.append(task)
    return [
        ("system", shared_prompt(context, facts, plan, situation)),
        ("user", "\n\n".join(part for part in parts if part)),
    ]


def _draft_of(touch: Touch, answer: TouchAnswer, facts: Sequence[Fact], model: str) -> Draft:
    """Returns a touch with the model's words, and what it says that they stand on."""
    words: dict[str, Any] = {
        "subject": answer.subject,
        "content": answer.content,
        "script": answer.script or None,
        "next_steps": tuple(step for step in answer.next_steps if step),
        "drafted_by": model,
        "hold": touch.hold or answer.hold or None,
    }
    new_draft = Draft(**touch.model_dump() | words)
    claims = {claim.sentence: Claim(tuple(claim.facts), claim.figure) for claim in answer.proof}
    proof = proof_by_writer(new_draft, claims, facts)
    ids = {id for sentence in proof for id in sentence.facts}
    used = tuple(fact for fact in facts if fact.id in ids)
    return new_draft.model_copy(update={"proof": proof, "facts": used})
