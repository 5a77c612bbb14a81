"""The sales agent: plans nothing, writes everything; sent back, it changes just what was
criticised.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from agents.facts import facts_of
from agents.injection import order_in
from agents.llm import Meter, Model, ModelError, ask
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
from tools.domain.review import Reason
from tools.domain.sequence import Draft, Touch
from tools.domain.vocabulary import Channel, Role

LIMITS = CHARACTER_LIMITS
MINUTES = " or ".join(map(str, sorted(MEETING_MINUTES)))
FAULTS = "; ".join(rule.problem for rule in WORD_RULES.values())
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
    *,
    before: Sequence[Draft] = (),
    reasons: Sequence[Reason] = (),
    earlier: Sequence[Reason] = (),
    round: int,
    model: Model | None,
    meter: Meter,
) -> Round:
    """The drafts of a round: all of them at first, afterwards the criticised ones anew and the
    others as they were.

    `reasons` are the last round's, `earlier` those of all rounds: what was objected to once
    does not come back.
    """
    positions = (
        {reason.position for reason in reasons} if before else {touch.position for touch in plan}
    )
    fallback = None
    new_drafts: dict[int, Draft] = {}
    ordered_by = order_in(facts_of(context)) if model else None
    if ordered_by:
        fallback = f"{ordered_by} reads like an order to a model, so that none was asked."
    elif model:
        try:
            new_drafts = await _ask_model(model, meter, plan, positions, context, before, reasons)
        except ModelError as error:
            fallback = str(error)
    drafted_by = model.name if model and not fallback else "playbook"
    if drafted_by == "playbook":
        new_drafts = await asyncio.to_thread(
            _from_playbook, plan, positions, context, earlier, round
        )
    earlier_drafts = {draft.position: draft for draft in before}
    drafts = [new_drafts.get(touch.position) or earlier_drafts[touch.position] for touch in plan]
    changed = [draft.position for draft in drafts if draft != earlier_drafts.get(draft.position)]
    return Round(
        round=round,
        drafted_by=drafted_by,
        changed=tuple(changed),
        changes=tuple(_changes(earlier_drafts, drafts, reasons)),
        fallback=fallback,
        drafts=tuple(drafts),
    )


def _changes(
    earlier: Mapping[int, Draft], drafts: Sequence[Draft], reasons: Sequence[Reason]
) -> Iterator[Change]:
    """What a revision changed, and the reasons it was asked for."""
    for draft in drafts:
        if draft.position not in earlier:
            continue
        because = tuple(
            f"{reason.field} {reason.problem}"
            for reason in reasons
            if reason.position == draft.position
        )
        for field in ("subject", "content", "script"):
            before = getattr(earlier[draft.position], field)
            after = getattr(draft, field)
            if before != after:
                yield Change(
                    position=draft.position,
                    field=field,
                    because=because,
                    diff=word_diff(before or "", after or ""),
                )


def _from_playbook(
    plan: Sequence[Touch],
    positions: set[int],
    context: LeadContext,
    reasons: Iterable[Reason],
    round: int,
) -> dict[int, Draft]:
    """A rewrite leaves out the facts that the criticised words came from, and takes other words."""
    quotes: dict[int, list[str]] = {}
    for reason in reasons:
        quotes.setdefault(reason.position, []).append((reason.quote or "").casefold())
    facts = facts_of(context)
    new_drafts = {}
    for index, touch in enumerate(plan):
        if touch.position in positions:
            quoted = [quote for quote in quotes.get(touch.position, []) if quote]
            avoid = frozenset(
                fact.source
                for fact in facts
                if any(quote in fact.text.casefold() for quote in quoted)
            )
            new_drafts[touch.position] = write(plan, index, context, avoid=avoid, turn=round - 1)
    return new_drafts


async def _ask_model(
    model: Model,
    meter: Meter,
    plan: Sequence[Touch],
    positions: set[int],
    context: LeadContext,
    before: Sequence[Draft],
    reasons: Sequence[Reason],
) -> dict[int, Draft]:
    touches = [touch.model_dump(mode="json") for touch in plan if touch.position in positions]
    material = [
        facts_as_data(context),
        fenced("Plan", {"language": context.language, "touches": touches}),
    ]
    if before:
        material += [
            drafts_as_data(before),
            fenced("Reasons", [reason.model_dump() for reason in reasons]),
        ]
        material.append("Write again just the touches of the plan, so that each reason is met.")
    messages = [
        ("system", system_prompt(PROMPT, context, Role.SALES)),
        ("user", "\n\n".join(material)),
    ]
    answer = await ask(model, SequenceAnswer, messages, meter)
    answers = {touch.position: touch for touch in answer.touches}
    if missing := positions - answers.keys():
        raise ModelError(f"The model left out {len(missing)} of {len(positions)} touches.")
    facts = {fact.id: fact for fact in facts_of(context)}
    return {
        touch.position: Draft(
            **touch.model_dump(),
            subject=answers[touch.position].subject.strip(),
            content=answers[touch.position].content.strip(),
            script=(answers[touch.position].script or "").strip() or None,
            next_steps=tuple(answers[touch.position].next_steps),
            facts=tuple(facts[id] for id in answers[touch.position].facts if id in facts),
        )
        for touch in plan
        if touch.position in positions
    }
