"""What the supervisors' rules share: the texts of a draft, and how a reason is put."""

import re
from collections.abc import Iterable, Iterator

from agents.measures import any_of
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
    """A reason for each field in which one of the words stands; what stands in the `allowed` text too is fine."""
    found = any_of(words)
    for field, text in texts_of(draft):
        said = (match.group() for match in found.finditer(text))
        if quote := next((words for words in said if words.casefold() not in allowed), None):
            yield reason(draft, field, rule, problem, wanted, quote=quote)


def broken_rules(draft: Draft, names: Iterable[str], ours: str = "") -> Iterator[Reason]:
    """Reasons by the policy's rules against words; `ours` is what facts of our own say, evened out."""
    for name in names:
        rule = WORD_RULES[name]
        allowed = ours if rule.grounded else ""
        yield from said_words(draft, name, rule.words, rule.problem, rule.wanted, allowed=allowed)


def runs_of(text: str, length: int = 5) -> frozenset[tuple[str, ...]]:
    """Every run of so many words: what two texts have in common beyond single words."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(zip(*(words[i:] for i in range(length)), strict=False))
