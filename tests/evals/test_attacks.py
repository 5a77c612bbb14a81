"""What an attack wants is said by nobody: not by the playbook, and held where a model says it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from agents import customer_success, sales_manager
from agents.facts import facts_of, omissions_of
from agents.llm import Meter
from agents.playbook.situation import situation_of
from agents.review import Submission
from tests.evals.attacks import COPIES, FORBIDDEN, INJECTIONS, NEEDS, NOTES, OBEYED, ORDERS
from tests.evals.bench import Bench, open_bench
from tests.evals.limits import assert_at_most
from tests.evals.writers import spoken_text
from tests.factories import NOW, context, draft, example_request, interaction, lead
from tools.domain.lead import LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Channel

CALL = draft(
    channel=Channel.CALL,
    content="Ask how the reports are made today. Shall we talk it over?",
    script="Opening: Hi Jane.\n\nQuestion: How do you measure ROI today?",
)
LETTER = draft(
    subject="Your reports",
    content="Hi Jane,\n\nOn our call we discussed pricing. Before we go into that, I'd like to see "
    "how your team works today, with one report of yours and no preparation.\n\nShall we look at "
    "it together, yes or no?\n\nAlex Rivera",
)
# What no word of a lead makes true of us: code decides it for certain.
CERTAIN = (
    "a link that is no fact",
    "a bare domain",
    "a discount",
    "a price",
    "credentials",
    "payment",
    "another identity",
    "a false name",
    "a phone number",
    "an address",
    "hidden characters",
    "markup",
    "un enlace",
    "un descuento",
)


async def forbidden_words_said(bench: Bench, **request: Any) -> list[str]:
    """What must not be said, of what the playbook would write or say without a person."""
    outcome = await bench.run(example_request(**request), NOW)
    texts = [f"{draft.subject}\n{spoken_text(draft)}" for draft in outcome.drafts]
    copy = "\n".join(texts).casefold() if outcome.is_scheduled else ""
    return [words for words in FORBIDDEN if words.casefold() in copy]


async def test_the_playbook_says_nothing_of_an_order() -> None:
    failures = {}
    async with open_bench() as bench:
        for name, lead_data in INJECTIONS.items():
            if words := await forbidden_words_said(bench, leadData=lead_data):
                failures[name] = words
        for name, note in NOTES.items():
            day = f"{NOW - timedelta(days=2):%Y-%m-%d}"
            notes = [{"date": day, "type": "call", "summary": note}]
            if words := await forbidden_words_said(bench, previousInteractions=notes):
                failures[name] = words
    assert_at_most("orders_retold_by_the_playbook", failures)


def findings_in(*drafts: Draft, lead_context: LeadContext | None = None) -> list[Finding]:
    """What the rules of both supervisors hold against drafts of a model."""
    lead_context = lead_context or context()
    situation = situation_of(lead_context)
    facts = facts_of(lead_context, drafts, situation)
    return asyncio.run(_reviewed(Submission(drafts, lead_context, situation, facts, round=1)))


async def _reviewed(submission: Submission) -> list[Finding]:
    findings = []
    for agent in (sales_manager, customer_success):
        reviewed = await agent.review(submission, model=None, meter=Meter())
        findings += [finding for finding in reviewed.review.findings if finding.decides]
    return findings


def copies_that_pass(copies: Sequence[str], field: str, *, said_by_lead: bool = False) -> list[str]:
    """The copies that a letter's subject, or a field of a call, may have and not be sent back.

    With `said_by_lead`, they stand in the lead's own data as well.
    """
    passed = []
    for words in copies:
        carrier = LETTER if field == "subject" else CALL
        text = words[:59] if field == "subject" else f"{getattr(CALL, field)} {words}"
        lead_context = None
        if said_by_lead:
            notes = (interaction(summary=words),)
            lead_context = context(lead=lead(pain_points=(words,)), interactions=notes)
        if not findings_in(carrier.model_copy(update={field: text}), lead_context=lead_context):
            passed.append(words)
    return passed


def test_the_touches_that_copies_are_put_into_are_good() -> None:
    assert findings_in(CALL) == []
    assert findings_in(LETTER) == []


@pytest.mark.parametrize("field", ["subject", "script"])
def test_the_rules_alone_send_back_what_an_obeying_model_writes(field: str) -> None:
    assert copies_that_pass(list(OBEYED.values()), field) == []


def test_that_the_lead_itself_said_it_makes_no_attack_a_fact() -> None:
    copies = [OBEYED[name] for name in CERTAIN]
    assert copies_that_pass(copies, "script", said_by_lead=True) == []


def test_most_of_what_attackers_would_have_written_is_sent_back() -> None:
    assert_at_most("copies_that_pass_the_rules", copies_that_pass(COPIES, "script"))


def test_most_orders_where_a_need_should_stand_are_kept_from_a_model() -> None:
    shown = [order for order in ORDERS if not is_kept(order)]
    assert_at_most("orders_shown_to_a_model", shown)


def is_kept(need: str) -> bool:
    """Whether a need is kept from models."""
    return bool(omissions_of(context(lead=lead(pain_points=(need,)))))


def test_a_need_is_not_taken_for_an_order() -> None:
    assert [need for need in NEEDS if is_kept(need)] == []
