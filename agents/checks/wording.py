"""What the supervisors' rules share: the texts of a draft, and how a reason is put."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from agents.measures import any_of, mentions
from agents.policy import WORD_RULES
from tools.domain.review import Reason
from tools.domain.sequence import Draft


def texts_of(draft: Draft) -> Iterator[tuple[str, str]]:
    """(field, text) for everything the lead will read or hear."""
    yield "subject", draft.subject
    yield "content", draft.content
    if draft.script:
        yield "script", draft.script


def reason(
    draft: Draft, field: str, rule: str, problem: str, wanted: str, *, quote: str | None = None
) -> Reason:
    return Reason(
        position=draft.position, field=field, rule=rule, problem=problem, wanted=wanted, quote=quote
    )


def said_words(
    draft: Draft, rule: str, words: tuple[str, ...], problem: str, wanted: str, *, allowed: str = ""
) -> Iterator[Reason]:
    """A reason for each field in which one of the words stands; what stands in the `allowed` text
    too is fine.
    """
    for field, text in texts_of(draft):
        if not mentions(text, words):
            continue
        for match in any_of(words).finditer(text):
            if match.group().casefold() not in allowed:
                yield reason(draft, field, rule, problem, wanted, quote=match.group())
                break


def broken_rules(draft: Draft, names: tuple[str, ...], our_text: str = "") -> Iterator[Reason]:
    """Reasons by the policy's rules against words; `ours` is what facts of our own say, folded."""
    words = _words_of(names)
    if not any(mentions(text, words) for _, text in texts_of(draft)):
        return
    for name in names:
        rule = WORD_RULES[name]
        allowed = our_text if rule.grounded else ""
        yield from said_words(draft, name, rule.words, rule.problem, rule.wanted, allowed=allowed)


@cache
def _words_of(rules: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for name in rules for word in WORD_RULES[name].words)


@lru_cache(maxsize=512)
def runs_of(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """Every run of so many words: what two texts have in common beyond single words."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(zip(*(words[i:] for i in range(length)), strict=False))
