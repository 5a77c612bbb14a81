"""Measures of copy, for the writer who keeps to the limits and the supervisor who checks them."""

import re
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from agents.policy import CHARACTER_LIMITS, SCRIPTED, SPOKEN_WORDS, SUBJECT_LIMIT, word_limits
from tools.domain.sequence import Draft
from tools.domain.site import Site


def word_count(text: str) -> int:
    """Returns the number of words; "we're" and "15-minute" count as one each."""
    return len(re.findall(r"[^\W_]+(?:['’\-][^\W_]+)*", text))


@cache
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Returns a pattern that matches any of the words or phrases, whole and in any case.

    A `*` stands for the rest of a word. Without words, the pattern matches nothing.
    """
    patterns = [_pattern_of(word) for word in words if word]
    alternatives = "|".join(patterns) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{alternatives})", re.IGNORECASE)


def _pattern_of(word: str) -> str:
    pattern = re.escape(word).replace(r"\*", r"\w*")
    if word[-1].isalnum():
        return pattern + r"(?!\w)"
    return pattern


def mentions(text: str, words: tuple[str, ...]) -> bool:
    """Returns whether one of the words stands in the text; quicker than `any_of` where none is."""
    folded = text.casefold()
    if not any(stem in folded for stem in _stems(words)):
        return False
    return any_of(words).search(text) is not None


@cache
def _stems(words: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the beginnings, in small letters, of which a text holds one if it holds a word.

    A beginning that itself starts with another one is left out.
    """
    stems = sorted({word.casefold().split("*")[0] for word in words if word})
    shortest: list[str] = []
    for stem in stems:
        if not shortest or not stem.startswith(shortest[-1]):
            shortest.append(stem)
    return tuple(shortest)


class Misfit(NamedTuple):
    """A field of a draft that is outside a limit, and the limit in words."""

    field: str
    problem: str
    limit: str


def misfits(draft: Draft, site: Site) -> list[Misfit]:
    """Returns where a draft is outside its channel's or the site's limits."""
    faults = []
    length = len(draft.subject)
    if length >= SUBJECT_LIMIT:
        limit = f"fewer than {SUBJECT_LIMIT} characters"
        faults.append(Misfit("subject", f"has {length} characters", limit))
    length = len(draft.content)
    most_characters = CHARACTER_LIMITS.get(draft.channel)
    if most_characters and length >= most_characters:
        limit = f"fewer than {most_characters} characters"
        faults.append(Misfit("content", f"has {length} characters", limit))
    words = word_count(draft.content)
    fewest, most = word_limits(draft.channel, site)
    if not fewest <= words <= most:
        limit = f"between {fewest} and {most} words"
        faults.append(Misfit("content", f"has {words} words", limit))
    if draft.channel in SCRIPTED:
        words = word_count(draft.script or "")
        if not 1 <= words < SPOKEN_WORDS:
            limit = f"1 to {SPOKEN_WORDS - 1} words"
            faults.append(Misfit("script", f"has {words} words", limit))
    return faults


def word_diff(before: str, after: str) -> str:
    """Returns how a text was changed, word by word: "a [-red-] {+green+} apple"."""
    old_words, new_words = (re.findall(r"\S+|\n+", text) for text in (before, after))
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    parts = []
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        old, new = old_words[old_start:old_end], new_words[new_start:new_end]
        if kind == "equal":
            parts += old
            continue
        if old:
            parts.append(f"[-{' '.join(old)}-]")
        if new:
            parts.append(f"{{+{' '.join(new)}+}}")
    return " ".join(parts).replace(" \n", "\n").replace("\n ", "\n")
