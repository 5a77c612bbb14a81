"""What a column is about, read from its name."""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from tools.domain.permission import Cause
from tools.domain.vocabulary import Channel
from tools.intake.permissions.joins import separate_words
from tools.intake.permissions.lexicon import Concepts, concepts_in
from tools.intake.permissions.patterns import compiled, line_of, rules_in_file
from tools.intake.permissions.words import Word, words_of_header

CHANNELS: Final = {
    "EMAIL": Channel.EMAIL,
    "CALL": Channel.CALL,
    "SMS": Channel.SMS,
    "WHATSAPP": Channel.WHATSAPP,
    "LINKEDIN": Channel.LINKEDIN_MESSAGE,
}
MAX_HEADER: Final = 200  # characters that are read
END: Final = Word(".")
EVERY: Final = (None,)
AnyOf = tuple[Channel | None, ...]  # (None,) is every channel


class HeaderRule(NamedTuple):
    """A rule of headers.toml."""

    name: str
    patterns: tuple[str, ...]
    reads: str
    cause: Cause
    yes: tuple[str, ...]
    no: tuple[str, ...]


class Reading(NamedTuple):
    """What a column's values are about, why they would refuse, and for which channels."""

    reads: str
    cause: Cause
    channels: AnyOf


@cache
def header_rules() -> tuple[HeaderRule, ...]:
    """The rules, in their order."""
    rules = []
    for rule in rules_in_file("headers.toml"):
        cause = Cause(rule.get("cause", Cause.OPTED_OUT))
        rules.append(HeaderRule(**rule | {"cause": cause}))
    return tuple(rules)


@lru_cache(maxsize=4_096)
def reading_of(header: str) -> Reading | None:
    """What a column says of being contacted; None for one that is about something else."""
    rule = header_rule_for(header)
    if not rule or rule.reads == "nothing":
        return None
    concepts = _concepts_in(header)
    channels = channels_among(concepts)
    if channels == EVERY and any("POST" in names for names in concepts):
        return None  # letters and faxes, which this product does not send
    if rule.cause is Cause.BOUNCED and channels == EVERY:
        channels = (Channel.EMAIL,)
    return Reading(rule.reads, rule.cause, channels)


def header_rule_for(header: str) -> HeaderRule | None:
    """The first rule with a pattern that a column's name matches."""
    line = line_of(_concepts_in(header))
    for rule in header_rules():
        if any(compiled(pattern).search(line) for pattern in rule.patterns):
            return rule
    return None


def _concepts_in(header: str) -> list[Concepts]:
    """The concepts of a column's name, word by word."""
    return concepts_in(_separated(words_of_header(header[:MAX_HEADER])))


def channels_meant(concepts: Iterable[Concepts]) -> AnyOf:
    """The channels that are named, but for how it was said: "declined by phone"."""
    names = (frozenset[str](), *concepts)
    return channels_among(named for before, named in pairwise(names) if "BY" not in before)


def channels_among(concepts: Iterable[Concepts]) -> AnyOf:
    """The channels that are named, in our order; every channel where none is."""
    names = frozenset[str]().union(*concepts)
    channels = tuple(channel for name, channel in CHANNELS.items() if name in names)
    if not channels and "NEWSLETTER" in names:
        return (Channel.EMAIL,)
    return channels or EVERY


def _separated(words: list[Word]) -> list[Word]:
    """Words without marks, and with those taken apart that are several: "donotemail"."""
    separate: list[Word] = []
    for word, following in pairwise((*words, END)):
        if word.text == "no" and following.is_mark:
            separate.append(Word("number"))  # "Phone No"
        elif not word.is_mark:
            separate.extend(separate_words(word))
    return separate
