"""What a word means in a column that is about being contacted, such as "Non-subscribed"."""

from functools import cache, lru_cache
from typing import Final, NamedTuple

from tools.domain.permission import Cause
from tools.intake.permissions.headers import EVERY, AnyOf, channels_among, channels_meant
from tools.intake.permissions.lexicon import concepts_in
from tools.intake.permissions.patterns import compiled, line_of, rules_in_file
from tools.intake.permissions.words import words_of_header

CHANNEL_WORDS: Final = frozenset(
    "EMAIL CALL SMS WHATSAPP LINKEDIN CONTACT BREAK SMALL OUR NEWSLETTER MARKETING".split()
)
ALL: Final = frozenset("all any everything todo todos todas alles tout tous tutto tudo".split())
BY_WHAT: Final = "NEG LINK* CONTACT LINK* BY"  # "do not contact by phone"


class StatusRule(NamedTuple):
    """A rule of statuses.toml."""

    name: str
    patterns: tuple[str, ...]
    says: str
    cause: Cause
    yes: tuple[str, ...]
    no: tuple[str, ...]


class Status(NamedTuple):
    """What a value says ("refusal", "consent" or "nothing"), why, and the channels it names."""

    says: str
    cause: Cause
    channels: AnyOf


@cache
def status_rules() -> tuple[StatusRule, ...]:
    """The rules, in their order."""
    rules = []
    for rule in rules_in_file("statuses.toml"):
        cause = Cause(rule.get("cause", Cause.UNCLEAR))
        rules.append(StatusRule(**rule | {"cause": cause}))
    return tuple(rules)


@lru_cache(maxsize=10_000)
def status_of(words: str) -> Status | None:
    """What a value means; None for one that is not understood."""
    rule = status_rule_for(words)
    if not rule:
        return None
    concepts = concepts_in(words_of_header(words))
    if compiled(BY_WHAT).search(line_of(concepts)):
        return Status(rule.says, rule.cause, channels_among(concepts))
    return Status(rule.says, rule.cause, channels_meant(concepts))


def status_rule_for(words: str) -> StatusRule | None:
    """The first rule with a pattern that a value matches."""
    line = line_of(concepts_in(words_of_header(words)))
    for rule in status_rules():
        if any(compiled(pattern).search(line) for pattern in rule.patterns):
            return rule
    return None


@lru_cache(maxsize=10_000)
def channels_in(words: str) -> AnyOf:
    """The channels that a value lists and nothing else, such as "Email; Phone"; () for others."""
    if words.casefold() in ALL:
        return EVERY
    concepts = concepts_in(words_of_header(words))
    if not all(names & CHANNEL_WORDS for names in concepts):
        return ()
    channels = channels_among(concepts)
    if channels == EVERY and not any("CONTACT" in names for names in concepts):
        return ()
    return channels
