"""What the rules of both supervisors share: a draft's texts, reasons, and rules against words."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from agents.measures import any_of, mentions
from agents.policy import WORD_RULES
from tools.domain.review import Finding
from tools.domain.sequence import Draft


def texts_of(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yields (field, text) for everything that the lead will read or hear."""
    yield "subject", draft.subject
    yield "content", draft.content
    if draft.script:
        yield "script", draft.script


def finding(
    draft: Draft, field: str, rule: str, problem: str, remedy: str, *, quote: str | None = None
) -> Finding:
    """Returns a rule's reason to send a draft back."""
    return Finding(
        position=draft.position,
        field=field,
        rule=rule,
        problem=problem,
        remedy=remedy,
        quotes=(quote,) if quote else (),
    )


def findings_against(
    words: tuple[str, ...],
    draft: Draft,
    rule: str,
    problem: str,
    remedy: str,
    *,
    allowed: str = "",
) -> Iterator[Finding]:
    """Yields a reason for each field that holds one of the words.

    Words that stand in the `allowed` text, in small letters, are let pass.
    """
    for field, text in texts_of(draft):
        if not mentions(text, words):
            continue
        for match in any_of(words).finditer(text):
            if match.group().casefold() not in allowed:
                yield finding(draft, field, rule, problem, remedy, quote=match.group())
                break


def broken_rules(draft: Draft, names: tuple[str, ...], our_text: str = "") -> Iterator[Finding]:
    """Yields the reasons of the policy's rules with these names.

    `our_text` is what the site's own facts say, in small letters; some rules allow its words.
    """
    words = _words_of(names)
    if not any(mentions(text, words) for _, text in texts_of(draft)):
        return
    for name in names:
        rule = WORD_RULES[name]
        allowed = our_text if rule.grounded else ""
        yield from findings_against(
            rule.words, draft, name, rule.problem, rule.remedy, allowed=allowed
        )


@cache
def _words_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the words of all rules with these names."""
    words: list[str] = []
    for name in names:
        words += WORD_RULES[name].words
    return tuple(words)


@lru_cache(maxsize=512)
def runs_of(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """Returns every run of `length` words in a row, in small letters."""
    words = re.findall(r"\w+", text.casefold())
    shifted_words = (words[start:] for start in range(length))
    return frozenset(zip(*shifted_words, strict=False))
