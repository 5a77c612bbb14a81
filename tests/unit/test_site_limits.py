"""A site's own limits and instructions bind the playbook, the rules and the model."""

from types import ModuleType

import pytest

from agents.checks import customer_success, sales_manager
from agents.facts import facts_of
from agents.measures import word_count, word_diff
from agents.prompts import own_instructions, shared_prompt
from tests.factories import context, draft
from tests.playbook_leads import context_of, sequence, situations
from tools.domain.lead import LeadContext
from tools.domain.sequence import Draft
from tools.domain.site import Site
from tools.domain.situation import SituationKind
from tools.domain.vocabulary import Channel, Role, Stage


def context_with(**limits: object) -> LeadContext:
    return context(site=Site.model_validate({"id": "site_1", "name": "Brightpage", **limits}))


@pytest.mark.parametrize("kind", list(SituationKind))
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_playbook_keeps_to_the_sites_longest_email(language: str, kind: SituationKind) -> None:
    site = Site(id="site_1", name="Brightpage", language=language, max_email_words=90)
    context = context_of(language, Stage.QUALIFIED, "rich", True, site=site)
    for situation in situations(kind, language):
        for email in sequence(context, situation, Channel.EMAIL):
            assert word_count(email.content) <= 90


def rules_of(supervisor: ModuleType, touch: Draft, lead_context: LeadContext) -> set[str]:
    """The rules of a supervisor that a touch breaks."""
    facts = facts_of(lead_context)
    return {finding.rule for finding in supervisor.check([touch], lead_context, facts)}


def test_the_playbook_leaves_out_a_word_that_the_site_avoids_where_it_can() -> None:
    site = Site(id="site_1", name="Brightpage", words_to_avoid=("measuring roi",))
    context = context_of("en", Stage.QUALIFIED, "rich", True, site=site)
    for situation in situations(SituationKind.IN_CONVERSATION, "en"):
        for email in sequence(context, situation, Channel.EMAIL):
            assert "measuring roi" not in email.content.casefold()


def test_a_longer_email_and_an_avoided_word_are_sent_back() -> None:
    strict = context_with(max_email_words=70, words_to_avoid=["tour", "measuring roi"])
    rules = rules_of(sales_manager, draft(), strict)
    assert {"words_to_avoid"} <= rules
    long = draft(
        content=draft().content.replace(
            "\n\n", "\n\nOne more sentence stands here for its length. ", 1
        )
    )
    assert "length" in rules_of(sales_manager, long, strict)
    assert rules_of(sales_manager, long, context_with()) == set()


def test_a_model_is_told_the_sites_limits_and_the_instructions_of_its_own_agent() -> None:
    site = Site(
        id="s",
        name="S",
        max_email_words=90,
        words_to_avoid=("synergy",),
        discount_allowed_percent=10,
    )
    lead_context = context(
        site=site, instructions={"sales": "Mention our meetup.", "sales_manager": "Be strict."}
    )
    facts = facts_of(lead_context, [draft()])
    situation = situations(SituationKind.INBOUND, "en")[0]
    prompt = shared_prompt(lead_context, facts, [draft()], situation)
    for words in ("to 90 words", "synergy", "at most 10 %"):
        assert words in prompt
    assert "Mention our meetup." in own_instructions(lead_context, Role.SALES)
    assert "Be strict." not in own_instructions(lead_context, Role.SALES)


def test_instructions_that_are_repeated_word_by_word_are_a_leak_and_a_phrase_of_them_is_none() -> (
    None
):
    lead_context = context(
        instructions={
            "sales": "Never go below ten percent and always ask for the budget of this year."
        }
    )
    leak = draft(content="We never go below ten percent and always ask for more. Shall we talk?")
    phrase = draft(content="May I ask for the budget? Shall we talk?")
    assert "prompt_text" in {
        reason.rule
        for reason in customer_success.check([leak], lead_context, facts_of(lead_context))
    }
    assert "prompt_text" not in {
        reason.rule
        for reason in customer_success.check([phrase], lead_context, facts_of(lead_context))
    }


def test_what_the_site_tells_its_sales_agent_may_be_said_to_the_lead() -> None:
    meetup = draft(content="We are at the Velvet Forum with 40 talks. Shall we meet there?")
    lead_context = context(instructions={"sales": "Mention the Velvet Forum with its 40 talks."})
    assert {
        reason.rule for reason in customer_success.check([meetup], context(), facts_of(context()))
    } == {"figure", "name"}
    assert rules_of(customer_success, meetup, lead_context) == set()


def test_a_difference_can_be_read_word_by_word() -> None:
    assert (
        word_diff("Hi Jane,\n\na red apple.", "Hi Jane,\n\na green apple.")
        == "Hi Jane,\n\na [-red-] {+green+} apple."
    )
    assert word_diff("", "new") == "{+new+}"
    assert word_diff("same", "same") == "same"
