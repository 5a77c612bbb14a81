"""The rules' patterns, looked for in one pass a sentence, in time linear in its length."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

import re2

from agents.checks.ground import Ground
from agents.checks.phrases import holds
from agents.checks.reading import Reading, Sentence
from agents.checks.rules import Rule, rules
from agents.checks.shares import gives_share, is_allowed_discount
from agents.checks.sources import OURS, Source
from agents.checks.words import content_of, stem, stems_of
from tools.domain.sequence import Speaker
from tools.domain.vocabulary import Role

ENOUGH: Final = 0.6  # share of a sentence's words of meaning that one fact must hold
FEWEST_SHARED: Final = 2
# Verbs that a note on a talk of any kind bears out.
TALKED: Final = frozenset("spoke met talked chatted discussed vimos conocimos hablamos".split())
AGREED: Final = frozenset("agreed arranged promised acordado quedamos acordamos pidio".split())
# Whose facts allow a rule's words.
SPEAKERS: Final = {
    "company": frozenset({Speaker.COMPANY, Speaker.REPRESENTATIVE}),
    "ours": OURS,
    "meeting": frozenset({Speaker.NOTE, Speaker.PLAN}),
    "said": frozenset(Speaker),
    "any": frozenset(Speaker),
}


class Patterns(NamedTuple):
    """All rules' patterns: their automaton, and whose pattern each is."""

    automaton: Any
    owners: tuple[tuple[Rule, str, bool], ...]  # rule, pattern, and whether it excuses


class Match(NamedTuple):
    """A rule that a sentence breaks, and the words concerned."""

    rule: Rule
    quote: str


@cache
def patterns() -> Patterns:
    """Returns the patterns of all rules, compiled at the first use."""
    automaton = re2.Filter()
    owners = []
    for rule in rules().values():
        for excuses, group in ((False, rule.patterns), (True, rule.unless)):
            for pattern in group:
                automaton.Add(pattern)
                owners.append((rule, pattern, excuses))
    automaton.Compile()
    return Patterns(automaton, tuple(owners))


@lru_cache(maxsize=4096)
def _hits(sentence: str) -> tuple[tuple[Rule, str], ...]:
    """Returns the rules whose patterns a sentence holds and nothing in it excuses."""
    compiled = patterns()
    owners = [compiled.owners[i] for i in sorted(compiled.automaton.Match(sentence) or ())]
    excused = {rule.name for rule, _, excuses in owners if excuses}
    hits: dict[str, tuple[Rule, str]] = {}
    for rule, pattern, excuses in owners:
        if not excuses and rule.name not in excused:
            hits.setdefault(rule.name, (rule, pattern))
    return tuple(hits.values())


@cache
def compiled(pattern: str) -> Any:
    """Returns one pattern, compiled at its first match."""
    return re2.compile(pattern)


def broken_rules(reading: Reading, ground: Ground, role: Role) -> Iterator[Match]:
    """Yields the pattern rules of a role that a field breaks, each with the words concerned."""
    for sentence in reading.sentences:
        for rule, pattern in _hits(sentence.text):
            if rule.asked_by is not role or not _applies(rule, sentence, reading, ground):
                continue
            match = compiled(pattern).search(sentence.text)
            if not is_grounded(rule, match.group(), sentence.text, ground):
                yield Match(rule, reading.quote(sentence, match.start(), match.end()))


def _applies(rule: Rule, sentence: Sentence, reading: Reading, ground: Ground) -> bool:
    """Returns whether a rule whose pattern a sentence holds is meant for it."""
    if rule.audience and rule.audience != reading.audience:
        return False
    if rule.fields and reading.field not in rule.fields:
        return False
    if rule.statements and sentence.asks:
        return False
    return len(news_in(sentence.text, ground)) >= rule.news


def news_in(sentence: str, ground: Ground) -> frozenset[str]:
    """Returns the stems of the words of meaning that stand in no fact."""
    return content_of(sentence) - ground.stems


def is_grounded(rule: Rule, quote: str, sentence: str, ground: Ground) -> bool:
    """Returns whether the facts that may allow a rule's words say them."""
    if rule.grounded is None:
        return False
    if rule.name == "discount" and ground.discount:
        return is_allowed_discount(sentence, ground)
    if rule.grounded == "figures":
        return gives_share(quote, ground)
    speakers = SPEAKERS[rule.grounded]
    content = content_of(sentence) or stems_of(quote)
    for source in ground.sources:
        if source.speaker in speakers and _says(source, rule, quote, content):
            return True
    return False


def _says(source: Source, rule: Rule, quote: str, content: frozenset[str]) -> bool:
    """Returns whether one fact says what a sentence says.

    It holds most of the sentence's words of meaning; or one of the rule's own patterns and one of
    those words. A note on a meeting holds the verb that the words concerned end with.
    """
    shared = content & source.stems
    if len(shared) >= max(FEWEST_SHARED, ENOUGH * len(content)):
        return True
    if rule.grounded == "meeting":
        verb = quote.rsplit(maxsplit=1)[-1]
        if verb in AGREED and holds("agreement", source.text):
            return True
        if verb in TALKED and holds("talk", source.text):
            return True
        return stem(verb) in source.stems
    return bool(shared) and any(compiled(own).search(source.text) for own in rule.patterns)
