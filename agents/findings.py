"""Findings together: grouped, found again in the next round, or against each other."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tools.domain.review import Finding, Review
from tools.text import fold

JUDGEMENT: Final = "judgement"  # the rule of a finding that a model made
# What a remedy wants of words: more of them, or none; in both languages, without accents.
WANTS_MORE: Final = re.compile(
    r"\b(?:keep|keeps|add|name|mention|include|leave it|longer|more|stay|say|put back|restore"
    r"|mantener|mantenga|conservar|conserve|anad\w+|nombr\w+|mencion\w+|inclu\w+|mas|deje como)\b"
)
WANTS_LESS: Final = re.compile(
    r"\b(?:remove|drop|cut|delete|omit|leave out|shorter|shorten|less|without|strike|take out"
    r"|quit\w+|elimin\w+|suprim\w+|acort\w+|omit\w+|menos|sin)\b"
)


class Conflict(NamedTuple):
    """Two findings of different supervisors that want opposite things of the same words."""

    one: Finding
    other: Finding


def grouped(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Returns one finding for each touch, field and rule, with the quotes of all.

    What a model found stays as it is.
    """
    groups: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key: tuple[object, ...] = (*_place(finding), finding.rule, finding.severity)
        if finding.rule == JUDGEMENT:
            key = (*key, finding.problem, finding.remedy)
        groups[key] = _joined(groups[key], finding) if key in groups else finding
    return tuple(groups.values())


def _place(finding: Finding) -> tuple[int, str]:
    return finding.position, finding.field


def _joined(group: Finding, finding: Finding) -> Finding:
    """Returns two findings of one rule as one."""
    texts = {}
    for name in ("problem", "remedy"):
        parts = (getattr(group, name), getattr(finding, name))
        texts[name] = "; ".join(dict.fromkeys(parts)) if parts[1] not in parts[0] else parts[0]
    quotes = tuple(dict.fromkeys((*group.quotes, *finding.quotes)))
    return group.model_copy(update={**texts, "quotes": quotes})


def are_same(findings: Sequence[Finding], others: Sequence[Finding]) -> bool:
    """Returns whether a round's findings are, to the letter, those of the round before."""
    return bool(findings) and _keys(findings) == _keys(others)


def _keys(findings: Sequence[Finding]) -> set[tuple[object, ...]]:
    keys: set[tuple[object, ...]] = set()
    for finding in findings:
        if finding.decides:
            quotes = tuple(sorted(fold(quote) for quote in finding.quotes))
            keys.add((finding.position, finding.field, finding.rule, quotes, finding.problem))
    return keys


def conflict_in(reviews: Sequence[Review]) -> Conflict | None:
    """Returns two findings of different supervisors that cannot both be met, if there are any."""
    for index, review in enumerate(reviews):
        for other_review in reviews[index + 1 :]:
            if other_review.role is review.role:
                continue
            for one in review.findings:
                for other in other_review.findings:
                    if _are_opposed(one, other):
                        return Conflict(one, other)
    return None


def _are_opposed(one: Finding, other: Finding) -> bool:
    """Returns whether one finding wants of some words what the other does not want."""
    if not (one.decides and other.decides):
        return False
    if _place(one) != _place(other):
        return False
    if not _shares_words(one, other):
        return False
    return _direction(one) * _direction(other) < 0


def _shares_words(one: Finding, other: Finding) -> bool:
    """Returns whether two findings quote the same words, or one's remedy holds the other's."""
    for quote in map(fold, one.quotes):
        for other_quote in map(fold, other.quotes):
            if quote in other_quote or other_quote in quote:
                return True
    return _is_wanted(one, other) or _is_wanted(other, one)


def _is_wanted(one: Finding, other: Finding) -> bool:
    remedy = fold(other.remedy)
    return any(fold(quote) in remedy for quote in one.quotes if len(quote.split()) > 1)


def _direction(finding: Finding) -> int:
    """Returns 1 for a remedy that wants words, -1 for one that wants them gone, else 0."""
    remedy = fold(finding.remedy)
    more = WANTS_MORE.search(remedy)
    less = WANTS_LESS.search(remedy)
    if more and less:
        return 1 if more.start() < less.start() else -1
    return 1 if more else -1 if less else 0
