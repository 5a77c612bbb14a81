"""The sales agent: writes the touches of a plan, and those anew that the supervisors sent back.

A model writes, if there is one; the playbook writes where there is none, or where it fails.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from agents.facts import facts_of
from agents.injection import order_in
from agents.llm import Message, Meter, Model, ModelError, ask
from agents.measures import word_diff
from agents.playbook.writer import write
from agents.policy import (
    CHARACTER_LIMITS,
    FEWEST_EMAIL_WORDS,
    MEETING_MINUTES,
    SPOKEN_WORDS,
    SUBJECT_LIMIT,
    WORD_RULES,
)
from agents.prompts import drafts_as_data, facts_as_data, fenced, system_prompt
from tools.domain.command import Change, Round
from tools.domain.lead import LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import Draft, Fact, Touch
from tools.domain.situation import Situation
from tools.domain.vocabulary import Channel, Role

LIMITS = CHARACTER_LIMITS
MINUTES = " or ".join(map(str, sorted(MEETING_MINUTES)))
FAULTS = "; ".join(rule.problem for rule in WORD_RULES.values())
TOKENS_A_TOUCH, TOKENS_BESIDE = 400, 300  # that an answer may take
PROMPT = f"""You are a sales representative's assistant and write follow-ups in the
representative's name. Write one follow-up for each touch of the plan, in the lead's language, calm
and personal, as a good salesperson would. Say only what the facts say; name the facts you used by
their ids. Leave no placeholder. One call to action a touch. E-mails: a subject under
{SUBJECT_LIMIT} characters, at least {FEWEST_EMAIL_WORDS} words. LinkedIn messages under
{LIMITS[Channel.LINKEDIN_MESSAGE]} characters, WhatsApp under {LIMITS[Channel.WHATSAPP]}, SMS under
{LIMITS[Channel.SMS]}. Calls and videos also have a script of under {SPOKEN_WORDS} words; a call's
has an opening, a question and a voicemail. Calls and meetings take {MINUTES} minutes. Next steps
tell the representative what to do on each kind of answer. Links, phone numbers and prices are the
company's own or left out. A touch is sent back if it {FAULTS}."""


class TouchAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    position: int
    subject: str
    content: str
    script: str | None
    next_steps: list[str]
    facts: list[int]


class SequenceAnswer(BaseModel):
    """The follow-ups, one for each touch that was asked for."""

    model_config = ConfigDict(extra="forbid")
    touches: list[TouchAnswer]


async def draft(
    plan: Sequence[Touch],
    context: LeadContext,
    situation: Situation,
    *,
    before: Sequence[Draft] = (),
    findings: Sequence[Finding] = (),
    earlier: Sequence[Finding] = (),
    round: int,
    model: Model | None,
    meter: Meter,
) -> Round:
    """Returns a round's drafts: of the whole plan at first, later of the criticised touches only.

    `before` are the last round's drafts and `findings` the objections to them; `earlier` are the
    objections of all rounds, so that what was objected to once does not come back.
    """
    positions = {touch.position for touch in plan}
    if before:
        positions = {finding.position for finding in findings}
    new_drafts: dict[int, Draft] | None = None
    fallback = None
    if model:
        try:
            new_drafts = await _from_model(model, meter, plan, positions, context, before, findings)
        except ModelError as error:
            fallback = str(error)
    drafted_by = "playbook"
    if model and new_drafts is not None:
        drafted_by = model.name
    if new_drafts is None:
        new_drafts = await asyncio.to_thread(
            _from_playbook, plan, positions, context, situation, before, earlier, round
        )
    for position, new_draft in new_drafts.items():
        writer = {"drafted_by": drafted_by, "fallback": fallback}
        new_drafts[position] = new_draft.model_copy(update=writer)
    old_drafts = {draft.position: draft for draft in before}
    drafts = [new_drafts.get(touch.position) or old_drafts[touch.position] for touch in plan]
    changed = [draft.position for draft in drafts if draft != old_drafts.get(draft.position)]
    return Round(
        round=round,
        drafted_by=drafted_by,
        changed=tuple(changed),
        changes=tuple(_changes(old_drafts, drafts, findings)),
        fallback=fallback,
        drafts=tuple(drafts),
    )


def _changes(
    old_drafts: Mapping[int, Draft], drafts: Sequence[Draft], findings: Sequence[Finding]
) -> Iterator[Change]:
    """Yields each field that a revision changed, and the findings it was sent back for."""
    objections: dict[int, list[str]] = {}
    for finding in findings:
        objections.setdefault(finding.position, []).append(f"{finding.field} {finding.problem}")
    for draft in drafts:
        old_draft = old_drafts.get(draft.position)
        if old_draft is None:
            continue
        for field in ("subject", "content", "script"):
            before = getattr(old_draft, field)
            after = getattr(draft, field)
            if before != after:
                yield Change(
                    position=draft.position,
                    field=field,
                    because=tuple(objections.get(draft.position, ())),
                    diff=word_diff(before or "", after or ""),
                )


def _from_playbook(
    plan: Sequence[Touch],
    positions: set[int],
    context: LeadContext,
    situation: Situation,
    before: Sequence[Draft],
    findings: Sequence[Finding],
    round: int,
) -> dict[int, Draft]:
    """Returns the playbook's drafts by position.

    A rewrite leaves out the facts that the criticised words came from, and takes other variants.
    """
    facts = facts_of(context, plan, situation)
    old_drafts = {draft.position: draft for draft in before}
    new_drafts: dict[int, Draft] = {}
    sequence: list[Draft] = []
    for index, touch in enumerate(plan):
        if touch.position in positions:
            new_drafts[touch.position] = write(
                plan,
                index,
                context,
                situation,
                facts,
                earlier=sequence,
                avoid=_criticised_sources(touch, findings, facts),
                turn=round - 1,
            )
        sequence.append(new_drafts.get(touch.position) or old_drafts[touch.position])
    return new_drafts


def _criticised_sources(
    touch: Touch, findings: Sequence[Finding], facts: Sequence[Fact]
) -> frozenset[str]:
    """Returns the sources of the facts that hold words which a touch was criticised for."""
    quotes = []
    for finding in findings:
        if finding.position == touch.position:
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
    plan: Sequence[Touch],
    positions: set[int],
    context: LeadContext,
    before: Sequence[Draft],
    findings: Sequence[Finding],
) -> dict[int, Draft]:
    """Returns the model's drafts by position; raises ModelError where it gives no usable ones.

    A model is not asked at all where a fact from outside reads like an order to it.
    """
    facts = facts_of(context)
    source = order_in(facts)
    if source:
        raise ModelError(f"{source} reads like an order to a model, so that none was asked.")
    touches = [touch for touch in plan if touch.position in positions]
    messages = _messages(touches, context, before, findings)
    answer = await ask(
        model,
        SequenceAnswer,
        messages,
        meter,
        most_tokens=TOKENS_A_TOUCH * len(touches) + TOKENS_BESIDE,
    )
    answers = {touch.position: touch for touch in answer.touches}
    if missing := positions - answers.keys():
        raise ModelError(f"The model left out {len(missing)} of {len(positions)} touches.")
    return {touch.position: _draft_of(touch, answers[touch.position], facts) for touch in touches}


def _messages(
    touches: Sequence[Touch],
    context: LeadContext,
    before: Sequence[Draft],
    findings: Sequence[Finding],
) -> list[Message]:
    """Returns the messages that ask for the touches: to write them, or to write them again."""
    plan = [touch.model_dump(mode="json") for touch in touches]
    parts = [
        facts_as_data(context),
        fenced("Plan", {"language": context.language, "touches": plan}),
    ]
    if before:
        parts += [
            drafts_as_data(before),
            fenced("Findings", [finding.model_dump() for finding in findings]),
            "Write again just the touches of the plan, so that each finding is met.",
        ]
    return [
        ("system", system_prompt(PROMPT, context, Role.SALES)),
        ("user", "\n\n".join(parts)),
    ]


def _draft_of(touch: Touch, answer: TouchAnswer, facts: Sequence[Fact]) -> Draft:
    """Returns a touch with the model's words; facts that it names and that do not exist are left
    out.
    """
    facts_by_id = {fact.id: fact for fact in facts}
    return Draft(
        **touch.model_dump(),
        subject=answer.subject.strip(),
        content=answer.content.strip(),
        script=(answer.script or "").strip() or None,
        next_steps=tuple(answer.next_steps),
        facts=tuple(facts_by_id[id] for id in answer.facts if id in facts_by_id),
    )
