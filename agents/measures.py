"""Measures of copy, the same for the writer that aims and the supervisor that checks."""

import re
from difflib import SequenceMatcher
from functools import cache

from agents.policy import CHARACTER_LIMITS, SCRIPTED, SPOKEN_WORDS, SUBJECT_LIMIT, word_limits
from tools.domain.sequence import Draft
from tools.domain.site import Site


def word_count(text: str) -> int:
    """Runs of letters and digits; "we're" and "15-minute" count as one."""
    return len(re.findall(r"[^\W_]+(?:['’\-][^\W_]+)*", text))


@cache
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the words or phrases, as a whole and in any case; `*` stands for the rest of a
    word.

    Nothing is found where there are none.
    """
    phrases = (
        re.escape(word).replace(r"\*", r"\w*") + (r"(?!\w)" if word[-1].isalnum() else "")
        for word in words
        if word
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases) or '(?!)'})", re.IGNORECASE)


def mentions(text: str, words: tuple[str, ...]) -> bool:
    """Whether any of the words stands in the text: as `any_of`, many times as quick where none
    does.
    """
    folded = text.casefold()
    if not any(stem in folded for stem in _stems(words)):
        return False
    return any_of(words).search(text) is not None


@cache
def _stems(words: tuple[str, ...]) -> tuple[str, ...]:
    """What a text must hold, folded, to hold one of the words; a stem that begins with another stem
    is left out.
    """
    stems = sorted({word.casefold().split("*")[0] for word in words if word})
    shortest: list[str] = []
    for stem in stems:
        if not shortest or not stem.startswith(shortest[-1]):
            shortest.append(stem)
    return tuple(shortest)


def misfits(draft: Draft, site: Site) -> list[tuple[str, str, str]]:
    """Where a draft is outside its channel's or the site's limits: (field, what is wrong, what
    would be right).
    """
    faults = []
    if len(draft.subject) >= SUBJECT_LIMIT:
        faults.append(
            (
                "subject",
                f"has {len(draft.subject)} characters",
                f"fewer than {SUBJECT_LIMIT} characters",
            )
        )
    limit = CHARACTER_LIMITS.get(draft.channel)
    if limit and len(draft.content) >= limit:
        faults.append(
            ("content", f"has {len(draft.content)} characters", f"fewer than {limit} characters")
        )
    least, most = word_limits(draft.channel, site)
    words = word_count(draft.content)
    if not least <= words <= most:
        faults.append(("content", f"has {words} words", f"between {least} and {most} words"))
    if draft.channel in SCRIPTED and not 1 <= word_count(draft.script or "") < SPOKEN_WORDS:
        faults.append(
            (
                "script",
                f"has {word_count(draft.script or '')} words",
                f"1 to {SPOKEN_WORDS - 1} words",
            )
        )
    return faults


def word_diff(before: str, after: str) -> str:
    """What became of a text, word by word: "a [-red-] {+green+} apple"."""
    old, new = (re.findall(r"\S+|\n+", text) for text in (before, after))
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts += old[a:b]
            continue
        parts += [f"[-{' '.join(old[a:b])}-]"] * (a < b) + [f"{{+{' '.join(new[c:d])}+}}"] * (c < d)
    return " ".join(parts).replace(" \n", "\n").replace("\n ", "\n")
