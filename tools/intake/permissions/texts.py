"""What a status, a name, a tag or a note tells of a lead that must not be contacted."""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from tools.domain.permission import Cause
from tools.domain.vocabulary import Channel
from tools.intake.permissions.headers import EVERY, AnyOf, channels_among
from tools.intake.permissions.joins import separate_words
from tools.intake.permissions.lexicon import Concepts, concepts_in
from tools.intake.permissions.patterns import compiled, line_of, may_match, rules_in_file
from tools.intake.permissions.words import Word, words_of

# Every rule that refuses has one of these concepts; a text without one is let pass at once.
SIGNS: Final = frozenset(
    """NOT NO STOP LEAVE BAJA BLOCK COMPLAINT BOUNCE INVALID DECEASED RIP GONE LEFT COMPETITOR
    UNINTERESTED DUPLICATE HOSTILE WITHDRAWN BAD GRUMBLE
    LATE JOB_END EX CLOSED_DOWN LEAVING RIVALS REMOVE CANCEL PAST_NOT""".split()
)
PASSED: Final = "WORD "
MAX_TAG: Final = 2  # words of a tag or a status that are looked into
MARKS: Final = frozenset({"START", "END", "WORD"})
ON_WHAT: Final = "OF LINK* CHANNEL|NEWSLETTER"  # "opted out of email"
BY_WHAT: Final = "LINK* BY LINK* CHANNEL"  # "do not contact by phone"


CONTACT: Final = re.compile(r"\bCONTACT(?:ED)?\b")


class TextRule(NamedTuple):
    """A rule of texts.toml; one without a cause lets its words pass."""

    name: str
    patterns: tuple[str, ...]
    cause: Cause | None
    yes: tuple[str, ...]
    no: tuple[str, ...]


class Telling(NamedTuple):
    """Why a text refuses, and on which channels."""

    cause: Cause
    channels: AnyOf


@cache
def text_rules() -> tuple[TextRule, ...]:
    """The rules, in their order."""
    rules = []
    for rule in rules_in_file("texts.toml"):
        cause = None if rule.pop("passes", False) else Cause(rule["cause"])
        rules.append(TextRule(**rule | {"cause": cause}))
    return tuple(rules)


@lru_cache(maxsize=10_000)
def refusal_in(text: str) -> Telling | None:
    """The refusal that a text tells of; None for none."""
    matches = rules_in(text)
    if not matches:
        return None
    rule, channels = matches[0]
    if rule.cause is None:
        return None
    if _refuses_more(rule, channels, matches[1:]):
        return Telling(rule.cause, EVERY)
    if rule.cause is Cause.BOUNCED and channels == EVERY:
        return Telling(rule.cause, (Channel.EMAIL,))
    return Telling(rule.cause, channels)


def _refuses_more(rule: TextRule, channels: AnyOf, others: list[tuple[TextRule, AnyOf]]) -> bool:
    """Whether something else in the text refuses another channel: "don't call, don't write"."""
    for other, other_channels in others:
        is_another = other.name != rule.name or other_channels != EVERY
        if is_another and other_channels != channels:
            return True
    return False


def rule_in(text: str) -> tuple[TextRule, AnyOf] | None:
    """The first rule that refuses, and the channels that its words name."""
    matches = rules_in(text)
    return matches[0] if matches else None


def rules_in(text: str) -> list[tuple[TextRule, AnyOf]]:
    """Every rule that refuses, in their order, and the channels that its words name each time."""
    concepts = concepts_in(_words_of(text))
    if not any(names & SIGNS for names in concepts):
        return []
    line = line_of(concepts)
    present = MARKS.union(*concepts)
    matches: list[tuple[TextRule, AnyOf]] = []
    for rule in text_rules():
        for pattern in rule.patterns:
            if not may_match(pattern, present):
                continue
            if rule.cause is None:
                line = compiled(pattern).sub(_blanked, line)
                continue
            for match in compiled(pattern).finditer(line):
                matches.append((rule, _channels_of(line, match, concepts)))
    return matches


def _words_of(text: str) -> list[Word]:
    """The words of a text; in a status or a tag, those that are written as one are taken apart."""
    words = words_of(text)
    if len(words) > MAX_TAG:
        return words
    return [part for word in words for part in separate_words(word)]


def _blanked(match: re.Match[str]) -> str:
    """As many plain words, so that no later rule reads them."""
    return PASSED * match.group().count(" ")


def _channels_of(line: str, match: re.Match[str], concepts: list[Concepts]) -> AnyOf:
    """The channels named in the words that match and right behind them."""
    tail = compiled(ON_WHAT).match(line, match.end())
    if not tail and CONTACT.search(match.group()):
        tail = compiled(BY_WHAT).match(line, match.end())
    end = tail.end() if tail else match.end()
    first = max(line.count(" ", 0, match.start()) - 1, 0)
    last = line.count(" ", 0, end) - 1
    return channels_among(concepts[first:last])
