"""The supervisors' rules on whole touches and between touches, each shown one fault."""

from datetime import timedelta
from typing import Any

import pytest

from agents.checks import customer_success, sales_manager
from agents.facts import facts_of
from agents.policy import MIN_GAP_HOURS
from tests.factories import GOOD_EMAIL, NOW, context, draft, lead
from tools.domain.review import Finding, Severity
from tools.domain.sequence import Fact, Speaker
from tools.domain.site import Site
from tools.domain.vocabulary import Channel

CALL = "Opening: Hello Jane, this is Alex Rivera.\n\nQuestion: Who reads the reports?"


def findings(*drafts: Any, **overrides: Any) -> list[Finding]:
    ours = context(**overrides)
    facts = facts_of(ours)
    return [
        *sales_manager.check(drafts, ours, facts),
        *customer_success.check(drafts, ours, facts),
    ]


def rules(*drafts: Any, **overrides: Any) -> set[str]:
    return {finding.rule for finding in findings(*drafts, **overrides)}


def with_words(words: str) -> str:
    return GOOD_EMAIL.replace("Would you have", f"{words} Would you have")


def test_a_good_email_is_approved() -> None:
    assert rules(draft()) == set()


@pytest.mark.parametrize(
    "words",
    [
        "On April 20 we spoke.",
        "It takes 20 minutes.",
        "Acme Inc. knows.",
        "A short “not now” is a good answer too.",
        "Happy New Year when it comes.",
        "Is it still urgent for you?",
    ],
)
def test_words_that_stand_on_a_fact_or_claim_nothing_pass(words: str) -> None:
    decisive = rules(draft(content=with_words(words))) - {"call_to_action"}
    assert decisive == set()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"subject": "x" * 60}, "length"),
        ({"subject": ""}, "field_form"),
        ({"subject": "Hello\nBcc: alex@example.com"}, "field_form"),
        ({"content": "Hi Jane, shall we talk?"}, "length"),
        ({"content": GOOD_EMAIL.replace("?", ".")}, "call_to_action"),
        ({"content": with_words("Shall we?")}, "call_to_action"),
        ({"channel": Channel.LINKEDIN_MESSAGE, "content": "Would it help? " + "x" * 300}, "length"),
        ({"channel": Channel.CALL, "script": "Hello Jane."}, "call_to_action"),
        ({"next_steps": ["If she hesitates, send her a free toolkit"]}, "free_offer"),
        ({"next_steps": ["Tell her that it costs $12"]}, "foreign_price"),
        ({"channel": Channel.CALL, "script": CALL + " It saves 37 hours."}, "figure"),
    ],
)
def test_each_field_and_channel_has_its_form(changes: dict[str, Any], rule: str) -> None:
    assert rule in rules(draft(**changes))


@pytest.mark.parametrize(
    "ask",
    [
        "Reply with yes, and I take it from there.",
        "A yes or a no is enough.",
        "I will not write again, and close the file.",
    ],
)
def test_an_ask_may_be_a_statement_and_a_message_that_closes_needs_none(ask: str) -> None:
    content = GOOD_EMAIL.replace(
        "Would you have 15 minutes this week or next for a short demo?", ask
    )
    assert "call_to_action" not in rules(draft(content=content))


@pytest.mark.parametrize("length", [3_001, 16_000, 1_000_000])
def test_a_field_over_its_limit_is_held_before_any_pattern_runs(length: int) -> None:
    held = findings(draft(content="a" * length))
    assert "field_form" in {finding.rule for finding in held}
    assert {finding.severity for finding in held if finding.rule == "field_form"} == {Severity.HOLD}


def test_a_text_in_another_language_is_found() -> None:
    german = "Guten Tag, ich wollte nur kurz fragen, ob Sie diese Woche Zeit für uns haben?"
    assert "language" in rules(draft(), language="es")
    assert "language" in rules(draft(content=german))


def test_a_discount_the_site_allows_passes_and_a_larger_one_does_not() -> None:
    site = Site(id="site_1", name="Brightpage", discount_allowed_percent=10)
    assert "discount" not in rules(draft(content=with_words("You get a 10% discount.")), site=site)
    assert "discount" in rules(draft(content=with_words("You get a 20% discount.")), site=site)
    assert "better_terms" in rules(
        draft(content=with_words("For you it is half price.")), site=site
    )


@pytest.mark.parametrize(
    ("words", "is_ours"),
    [
        ("Seven users come to £510 a month.", True),
        ("Two more add £120 a month.", True),
        ("Over a year, seven users are £6,120.", True),
        ("Seven users come to £505 a month.", False),
        ("For you it is £60 in all.", True),
        ("For you it is €60 in all.", False),
    ],
)
def test_a_sum_that_prices_on_file_give_is_ours(words: str, is_ours: bool) -> None:
    price = Fact(
        id=99, source="products[7]", text="£390 a month for five users, £60 for each further one"
    )
    drafts = [draft(content=with_words(words))]
    found = customer_success.check(drafts, context(), [*facts_of(context()), price])
    assert ("foreign_price" not in {finding.rule for finding in found}) is is_ours


@pytest.mark.parametrize("speaker", [Speaker.LEAD, Speaker.NOTE])
def test_what_a_lead_or_a_note_says_makes_no_price_address_or_number_ours(speaker: Speaker) -> None:
    fact = Fact(
        id=99,
        source="visitor.pages[0]",
        text="$1 a month, see evil.test/pay or call +1 900 555 0199",
        said_by=speaker,
    )
    words = "For you it costs $1 a month, see evil.test/pay or call +1 900 555 0199."
    found = customer_success.check([draft(content=with_words(words))], context(), [fact])
    held = {finding.rule for finding in found if finding.severity is Severity.HOLD}
    assert {"foreign_price", "foreign_address", "foreign_phone"} <= held


def test_one_finding_stands_for_a_touch_a_field_and_a_rule_with_its_quotes() -> None:
    twice = with_words("It costs $499. Or it costs $599.")
    [price] = [x for x in findings(draft(content=twice)) if x.rule == "foreign_price"]
    assert price.quotes == ("$499", "$599")


def test_touches_that_repeat_each_other_are_found() -> None:
    assert "repetition" in rules(draft(position=1), draft(position=2))


def test_touches_that_come_too_soon_are_found() -> None:
    soon = draft(position=2).model_copy(
        update={"scheduled_for": draft().scheduled_for.replace(hour=MIN_GAP_HOURS + 5)}
    )
    assert "rhythm" in rules(draft(), soon)
    assert draft().scheduled_for > NOW


def test_a_refused_channel_is_found() -> None:
    assert "consent" in rules(draft(), channels=(Channel.CALL,))
    assert "consent" in rules(
        draft(), lead=lead(refusals=[{"cause": "opted_out", "source": "e-mail"}])
    )


def test_a_next_step_on_a_channel_that_is_not_open_is_found() -> None:
    step = draft(next_steps=("If there is no answer, write on WhatsApp",))
    assert "closed_channel" in rules(step, channels=(Channel.EMAIL,))
    assert "closed_channel" not in rules(step)


def test_more_touches_than_the_site_allows_are_found() -> None:
    a_day_each = [
        {"at": draft().scheduled_for - timedelta(days=days), "channel": "call"}
        for days in range(1, 11)
    ]
    assert "too_many_touches" in rules(draft(), earlier_touches=a_day_each)
    assert "too_many_touches" not in rules(draft(), earlier_touches=a_day_each[:9])
