"""What the clauses of a note say that somebody did."""

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from agents.playbook.history.clauses import Clause
from agents.playbook.history.splitter import clauses_of

OTHERS: Final = {"us": "lead", "lead": "we"}


class Act(NamedTuple):
    """Something that somebody did, as a clause of a note says."""

    name: str
    clause: Clause


class Rule(NamedTuple):
    """A rule of acts.toml."""

    act: str
    heads: frozenset[str]
    any: frozenset[str]
    all: frozenset[str]
    unless: frozenset[str]
    side: str | None
    asks: bool
    negated: bool  # it needs a "not" before the head
    affirmed: bool  # it must have none
    examples: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Returns the rules, read once."""
    path = Path(__file__).with_name("acts.toml")
    return tuple(
        Rule(
            act=rule["act"],
            heads=frozenset(rule["heads"]),
            any=frozenset(rule.get("any", ())),
            all=frozenset(rule.get("all", ())),
            unless=frozenset(rule.get("unless", ())),
            side=rule.get("side"),
            asks=rule.get("asks", False),
            negated=rule.get("negated", False),
            affirmed=rule.get("affirmed", False),
            examples=tuple(rule["examples"]),
        )
        for rule in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    )


def acts_of(note: str) -> list[Act]:
    """Returns the acts of a folded note, in order."""
    return [Act(act_of(clause), clause) for clause in clauses_of(note)]


def act_of(clause: Clause) -> str:
    """Returns what a clause says that somebody did; "nothing" where it says no such thing."""
    marks = (clause.question_mark, clause.negated)
    return _act(clause.head, frozenset(clause.meanings), marks, side_of(clause))


@lru_cache(maxsize=4_096)
def _act(
    head: frozenset[str], meanings: frozenset[str], marks: tuple[bool, bool], side: str | None
) -> str:
    """Returns the act of the first rule that fits."""
    question_mark, negated = marks
    for rule in rules():
        if rule.heads.isdisjoint(head) and (rule.heads or head):
            continue
        if (rule.asks and not question_mark) or (rule.affirmed if negated else rule.negated):
            continue
        if _has_meanings(rule, meanings) and _has_side(rule, side):
            return rule.act
    return "nothing"


def _has_meanings(rule: Rule, meanings: frozenset[str]) -> bool:
    """Whether a clause has the meanings that a rule asks for, and none that it excludes."""
    if not rule.all <= meanings or not rule.unless.isdisjoint(meanings):
        return False
    return not rule.any or not rule.any.isdisjoint(meanings)


def _has_side(rule: Rule, side: str | None) -> bool:
    """Whether it was the side that a rule asks for; "us" and "lead" hold for the unsaid too."""
    if rule.side is None:
        return True
    return side == "we" if rule.side == "we" else side != OTHERS[rule.side]


def side_of(clause: Clause) -> str | None:
    """Returns who did it, "we" or "lead", where the words say: those before the head, "to her"
    after it, or the clause that it goes on from.
    """
    if "lead" in clause.before or "to_us" in clause.before:
        return "lead"
    if not clause.before.isdisjoint({"we", "to_lead"}) or clause.is_to_lead:
        return "we"
    if clause.previous and clause.previous.is_to_lead:
        return "we"
    return None
