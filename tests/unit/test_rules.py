"""Every rule, with the examples that stand beside it."""

from typing import Any

import pytest

from agents.checks import customer_success, sales_manager
from agents.checks.rules import rules
from agents.facts import facts_of
from tests.factories import GOOD_EMAIL, context, draft, lead
from tools.domain.site import Product, Site, User

SITE = Site(
    id="site_1",
    name="Brightpage",
    url="https://brightpage.example.com",
    language="en",
    country="GB",
)
USER = User(
    id="user_1",
    site_id="site_1",
    name="Alex Rivera",
    title="Account Executive",
    phone="+442079460123",
)
PRODUCT = Product(
    site_id="site_1",
    id="p1",
    name="analytics dashboard",
    description="The analytics dashboard shows which pieces bring in leads.",
    price="£390 a month for five users, £60 for each further one",
)
CATCHES = [(rule.name, words) for rule in rules().values() for words in rule.catch]
PASSES = [(rule.name, words) for rule in rules().values() for words in rule.passes]


def broken(words: str, **changes: Any) -> set[str]:
    """Returns the names of the rules that a good e-mail breaks with these words in it."""
    ours = context(site=SITE, user=USER, products=(PRODUCT,), lead=lead(), **changes)
    content = GOOD_EMAIL.replace("Would you have", f"{words} Would you have")
    if words.endswith(","):
        content = GOOD_EMAIL.replace("Hi Jane,", words)
    drafts = [draft(content=content)]
    facts = facts_of(ours)
    found = [
        *sales_manager.check(drafts, ours, facts),
        *customer_success.check(drafts, ours, facts),
    ]
    return {finding.rule for finding in found}


def test_a_good_email_breaks_no_rule() -> None:
    assert broken("") == set()


@pytest.mark.parametrize(("name", "words"), CATCHES)
def test_a_rule_catches_its_examples(name: str, words: str) -> None:
    assert name in broken(words)


@pytest.mark.parametrize(("name", "words"), PASSES)
def test_a_rule_lets_its_counterexamples_pass(name: str, words: str) -> None:
    assert name not in broken(words)


def test_every_rule_says_what_is_wrong_and_what_would_be_right() -> None:
    for rule in rules().values():
        assert rule.problem, rule.name
        assert rule.remedy, rule.name
