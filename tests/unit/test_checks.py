"""The supervisors' rules, each shown one fault."""

from datetime import timedelta
from typing import Any

import pytest

from agents.checks import customer_success, sales_manager
from agents.policy import MIN_GAP_HOURS
from tests.factories import GOOD_EMAIL, NOW, context, draft, lead
from tools.domain.site import Site
from tools.domain.vocabulary import Channel


def rules(*drafts: Any, **overrides: Any) -> set[str]:
    reasons = [
        *sales_manager.check(drafts, context(**overrides)),
        *customer_success.check(drafts, context(**overrides)),
    ]
    return {reason.rule for reason in reasons}


def with_words(words: str) -> str:
    return GOOD_EMAIL.replace("Would you have", f"{words} Would you have")


def test_a_good_email_is_approved() -> None:
    assert rules(draft()) == set()


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("It saves 37 hours.", "grounding"),
        ("It costs $499.", "grounding"),
        ("Globex and Maria Lopez use it.", "grounding"),
        ("See https://evil.example/pay for more.", "grounding"),
        ("Write to billing@evil.example for more.", "grounding"),
        ("We spoke on May 3.", "grounding"),
        ('You said "we need this now".', "grounding"),
        ("Call me on +44 20 7946 0999.", "grounding"),
        ("You get a discount.", "discount"),
        ("It is risk-free.", "spam_words"),
        ("READ THIS OFFER TODAY.", "tone"),
        ("It expires today.", "pressure"),
        ("We promise results.", "promise"),
        ("Dear [Name].", "placeholder"),
        ("Hello {{ first }}.", "placeholder"),
        ("<b>Bold</b> words.", "placeholder"),
        ("As an AI I cannot.", "prompt_text"),
        ("Send me your password.", "secrets"),
        ("Hid\u200bden.", "hidden_text"),
        ("What do you think?", "call_to_action"),
    ],
)
def test_words_that_must_not_be_sent_are_found(words: str, rule: str) -> None:
    assert rule in rules(draft(content=with_words(words)))


@pytest.mark.parametrize(
    "words",
    [
        "On April 20 we spoke.",
        "Your range is $5000-$10000.",
        "It takes 20 minutes.",
        "Acme Inc. knows.",
    ],
)
def test_words_that_stand_on_a_fact_pass(words: str) -> None:
    assert rules(draft(content=with_words(words))) == set()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"subject": "x" * 60}, "length"),
        ({"content": "Hi Jane, shall we talk?"}, "length"),
        ({"content": GOOD_EMAIL.replace("?", ".")}, "call_to_action"),
        ({"channel": Channel.LINKEDIN_MESSAGE, "content": "Would it help? " + "x" * 300}, "length"),
        ({"channel": Channel.CALL, "script": "Hello Jane."}, "call_to_action"),
    ],
)
def test_each_channel_has_its_form(changes: dict[str, Any], rule: str) -> None:
    assert rule in rules(draft(**changes))


def test_a_text_in_another_language_is_found() -> None:
    assert "language" in rules(draft(), language="es")


def test_a_discount_the_site_allows_passes_and_a_larger_one_does_not() -> None:
    site = Site(id="site_1", name="Brightpage", discount_allowed_percent=10)
    assert "discount" not in rules(draft(content=with_words("You get a 10% discount.")), site=site)
    assert "discount" in rules(draft(content=with_words("You get a 20% discount.")), site=site)


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


def test_more_touches_than_the_site_allows_are_found() -> None:
    a_day_each = [
        {"at": draft().scheduled_for - timedelta(days=days), "channel": "call"}
        for days in range(1, 11)
    ]
    assert "too_many_touches" in rules(draft(), earlier_touches=a_day_each)
    assert "too_many_touches" not in rules(draft(), earlier_touches=a_day_each[:9])
