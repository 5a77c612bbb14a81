"""What a column is about, read from its name."""

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from tools.domain.permission import Cause
from tools.domain.vocabulary import Channel
from tools.intake.permissions.lexicon import Concepts, concepts_of_word, lexicon, read_words
from tools.intake.permissions.patterns import compiled, line_of
from tools.intake.permissions.words import Word, words_of_header

CHANNELS: Final = {
    "EMAIL": Channel.EMAIL,
    "CALL": Channel.CALL,
    "SMS": Channel.SMS,
    "WHATSAPP": Channel.WHATSAPP,
    "LINKEDIN": Channel.LINKEDIN_MESSAGE,
}
MAX_HEADER: Final = 200  # characters that are read
MIN_JOINED: Final = 6  # letters of a word that may be several
MAX_JOINED: Final = 40
MIN_PART: Final = 3
SHORT_PARTS: Final = frozenset("do no in is of to de ne by".split())
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
    path = Path(__file__).with_name("headers.toml")
    rules = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    return tuple(
        HeaderRule(
            name=rule["name"],
            patterns=tuple(rule["patterns"]),
            reads=rule["reads"],
            cause=Cause(rule.get("cause", Cause.OPTED_OUT)),
            yes=tuple(rule["yes"]),
            no=tuple(rule["no"]),
        )
        for rule in rules
    )


@lru_cache(maxsize=4_096)
def reading_of(header: str) -> Reading | None:
    """What a column says of being contacted; None for one that is about something else."""
    entries = read_words(_separated(words_of_header(header[:MAX_HEADER])))
    if not entries:
        return None
    rule = rule_for(line_of(entries))
    if not rule or rule.reads == "nothing":
        return None
    concepts = [concepts for concepts, _ in entries]
    if _names_no_channel_of_ours(concepts):
        return None
    channels = channels_among(concepts)
    if rule.cause is Cause.BOUNCED and channels == EVERY:
        channels = (Channel.EMAIL,)
    return Reading(rule.reads, rule.cause, channels)


def rule_for(line: str) -> HeaderRule | None:
    """The first rule with a pattern in a line of concepts."""
    for rule in header_rules():
        if any(compiled(pattern).search(line) for pattern in rule.patterns):
            return rule
    return None


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


def _names_no_channel_of_ours(concepts: list[Concepts]) -> bool:
    """Whether only letters, faxes and the like are meant."""
    return any("POST" in names for names in concepts) and channels_among(concepts) == EVERY


def _separated(words: list[Word]) -> list[Word]:
    """Words without marks, and with those taken apart that are several: "donotemail"."""
    separate: list[Word] = []
    for word, following in pairwise((*words, END)):
        if word.text == "no" and following.is_mark:
            separate.append(Word("number"))  # "Phone No"
        elif not word.is_mark:
            parts = _parts(word.text)
            separate.extend([Word(part) for part in parts] if parts else [word])
    return separate


def _parts(word: str) -> tuple[str, ...]:
    """The words of the lexicon that a longer word is made of; () for any other word."""
    if not MIN_JOINED <= len(word) <= MAX_JOINED or concepts_of_word(word):
        return ()
    return _split(word) or ()


@lru_cache(maxsize=20_000)
def _split(word: str) -> tuple[str, ...] | None:
    """The fewest words, and of as many the most that negate: "do not email", not "do note mail"."""
    if not word:
        return ()
    best: tuple[str, ...] | None = None
    for length in range(len(word), 1, -1):
        rest = _split(word[length:]) if word[:length] in _joinable() else None
        if rest is None:
            continue
        split = (word[:length], *rest)
        if best is None or _cost(split) < _cost(best):
            best = split
    return best


def _cost(split: tuple[str, ...]) -> tuple[int, int]:
    negations = sum("NOT" in concepts_of_word(word) for word in split)
    return len(split), -negations


@cache
def _joinable() -> frozenset[str]:
    """Every whole word of three letters or more in the lexicon, and a few of two."""
    known = lexicon()
    words = set(known.words)
    for entries in known.phrases.values():
        for entry, _ in entries:
            words.update(part for part in entry if not part.endswith("*"))
    return frozenset(word for word in words if len(word) >= MIN_PART or word in SHORT_PARTS)
