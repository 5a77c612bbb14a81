"""Where things stand, read from histories as colleagues note them."""

import pytest

from agents.playbook.history.acts import Rule, acts_of, rules
from tools.text import fold


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.act)
def test_a_rule_makes_its_act_of_its_examples(rule: Rule) -> None:
    for example in rule.examples:
        assert rule.act in [act.name for act in acts_of(fold(example))], example
