"""The rules that read columns, statuses and texts: each catches its examples, and no others."""

import pytest

from tools.intake.permissions.headers import HeaderRule, header_rule_for, header_rules
from tools.intake.permissions.statuses import StatusRule, status_rule_for, status_rules
from tools.intake.permissions.texts import TextRule, rule_in, text_rules


@pytest.mark.parametrize("rule", header_rules(), ids=lambda rule: rule.name)
def test_a_rule_of_columns_reads_its_examples(rule: HeaderRule) -> None:
    for header in rule.yes:
        assert header_rule_for(header) == rule, header
    for header in rule.no:
        assert header_rule_for(header) != rule, header


@pytest.mark.parametrize("rule", status_rules(), ids=lambda rule: rule.name)
def test_a_rule_of_statuses_reads_its_examples(rule: StatusRule) -> None:
    for words in rule.yes:
        assert status_rule_for(words) == rule, words
    for words in rule.no:
        assert status_rule_for(words) != rule, words


@pytest.mark.parametrize("rule", text_rules(), ids=lambda rule: rule.name)
def test_a_rule_of_texts_reads_its_examples(rule: TextRule) -> None:
    for text in rule.yes:
        match = rule_in(text)
        assert (match and match[0]) == (rule if rule.cause else None), text
    for text in rule.no:
        assert rule_in(text) is None, text
