"""Where things stand with a lead, read from histories as colleagues note them."""

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from agents.playbook.history.acts import Rule, acts_of, rules
from agents.playbook.history.dates import Rule as DateRule
from agents.playbook.history.dates import day_in
from agents.playbook.history.dates import rules as date_rules
from agents.playbook.situation import situation_of
from tests import factories
from tools.domain.lead import Interaction
from tools.domain.situation import Situation
from tools.intake.synonyms import stage_of
from tools.text import fold

TABLE = Path(__file__).with_name("situations.toml")
HISTORIES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["history"]
TUESDAY = date(2026, 11, 24)


def situation(history: dict[str, Any]) -> Situation:
    return situation_of(
        factories.context(
            stage=stage_of(history["stage"]),
            stage_given=history["stage"],
            now=datetime.combine(date.fromisoformat(history["now"]), time(12), tzinfo=UTC),
            interactions=tuple(interaction(note) for note in history["notes"]),
        )
    )


def interaction(note: str) -> Interaction:
    """Returns the contact that "2026-11-19 email: Asked about the price" stands for."""
    at, rest = note.split(" ", 1)
    kind, summary = rest.split(": ", 1)
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return Interaction(at=moment, type=kind, summary=summary)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda h: f"{h['kind']}-{h['notes'][-1:]}"[:70])
def test_where_things_stand_is_read_from_the_history(history: dict[str, Any]) -> None:
    read = situation(history)
    kinds = history["kind"] if isinstance(history["kind"], list) else [history["kind"]]
    assert read.kind in kinds, read
    if "source" in history:
        assert read.source == history["source"]
    if "questions" in history:
        assert list(read.questions) == history["questions"]
    if "until" in history:
        assert str(read.until) == history["until"]
    if "until_words" in history:
        assert read.until_words == history["until_words"]
    if "reason" in history:
        assert read.reason == history["reason"]
    if "meeting" in history:
        assert read.meeting_at == datetime.fromisoformat(history["meeting"]).replace(tzinfo=UTC)
        assert read.meeting_has_time is ("T" in history["meeting"])


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.act)
def test_a_rule_makes_its_act_of_its_examples(rule: Rule) -> None:
    for example in rule.examples:
        assert rule.act in [act.name for act in acts_of(fold(example))], example


@pytest.mark.parametrize("rule", date_rules(), ids=lambda rule: rule.means)
def test_a_rule_reads_the_days_of_its_examples(rule: DateRule) -> None:
    for words, day in rule.examples.items():
        read = day_in(fold(words), TUESDAY)
        assert read is not None, words
        assert str(read.day) == day, words
