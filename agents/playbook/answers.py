"""The best sentences on file that answer a lead's question."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from agents.playbook.fit import phrase, sentences_of
from agents.playbook.quotes import is_foreign
from agents.playbook.stems import stems_in
from tools.domain.lead import LeadContext

LONGEST: Final = 260  # characters of an answer
LEAST_SHARE: Final = 0.42  # of the weight of the question's words that an answer has to hold
LEAST_WORDS: Final = 2  # of them, where the question has as many
LONGEST_COURSE: Final = 360  # characters of an answer that tells how something goes
HOW: Final = re.compile(r"(?:how (?!much|many|long|often)|cómo )", re.IGNORECASE)
SHORT: Final = 90  # characters of an answer that a second sentence may go with
ABSENT: Final = 0.7  # weight of a word that no sentence holds


class Answer(NamedTuple):
    """A sentence of the catalogue or of a page, and the source of the fact that it stands in."""

    text: str
    source: str


def answer_to(question: str, context: LeadContext, language: str) -> Answer | None:
    """Returns the sentence on file that says most of what a question asks; None where none says
    enough.

    A word counts the more the fewer sentences hold it; one that no sentence holds counts little.
    """
    wanted = frozenset(stems_in(question, language))
    candidates = _candidates(context, language)
    if not wanted or not candidates:
        return None
    frequencies = Counter(stem for _, stems in candidates for stem in wanted & stems)
    weights = {stem: _weight(frequencies[stem], len(candidates)) for stem in wanted}
    best, stems = max(candidates, key=lambda candidate: _rank(candidate, weights))
    rest = {stem: weight for stem, weight in weights.items() if stem not in stems}
    others = [candidate for candidate in candidates if _goes_with(candidate[0], best)]
    if others and rest:
        other, other_stems = max(others, key=lambda candidate: _score(candidate[1], rest))
        if _score(other_stems, rest) > ABSENT:
            best = Answer(f"{best.text} {other.text}", best.source)
            stems |= other_stems
    elif others and len(best.text) < SHORT:  # what follows says more of the same
        best = Answer(f"{best.text} {others[0][0].text}", best.source)
    if HOW.match(question):
        best = _opening_of(best, candidates)
    matches = wanted & stems
    is_enough = len(matches) >= min(LEAST_WORDS, len(wanted))
    if is_enough and _score(stems, weights) >= LEAST_SHARE * sum(weights.values()):
        return best
    return None


def _opening_of(best: Answer, candidates: Sequence[tuple[Answer, frozenset[str]]]) -> Answer:
    """Returns the first sentences of the page that the best one stands on: how something goes is
    told from its beginning.
    """
    text = ""
    for answer, _ in candidates:
        longer = f"{text} {answer.text}".strip()
        if answer.source != best.source or not answer.source.startswith("knowledge"):
            continue
        if len(longer) > LONGEST_COURSE:
            break
        text = longer
    return Answer(text, best.source) if text else best


def _rank(
    candidate: tuple[Answer, frozenset[str]], weights: Mapping[str, float]
) -> tuple[float, bool]:
    """Returns how well a sentence answers; of equals, a page says more than the catalogue."""
    answer, stems = candidate
    return _score(stems, weights), answer.source.startswith("knowledge")


def _goes_with(other: Answer, best: Answer) -> bool:
    """Returns whether a sentence of the same place may be said with the best one."""
    is_short = len(other.text) + len(best.text) <= LONGEST
    return other.source == best.source and other.text != best.text and is_short


def _candidates(context: LeadContext, language: str) -> list[tuple[Answer, frozenset[str]]]:
    """Returns the sentences on file with their stems, and those of the title they stand under."""
    candidates = []
    for answer, title in _sentences(context, language):
        stems = frozenset((*stems_in(answer.text, language), *stems_in(title, language)))
        candidates.append((answer, stems))
    return candidates


def _weight(frequency: int, count: int) -> float:
    """Returns how much a word counts that stands in so many of the sentences."""
    if frequency == 0:
        return ABSENT
    return math.log(1 + count / frequency)


def _score(stems: frozenset[str], weights: Mapping[str, float]) -> float:
    return sum(weight for stem, weight in weights.items() if stem in stems)


def _sentences(context: LeadContext, language: str) -> Iterator[tuple[Answer, str]]:
    """Yields the sentences that may be quoted, each with the title that it stands under."""
    for i, product in enumerate(context.products):
        for sentence in _quotable(product.description or "", language):
            yield Answer(sentence, f"products[{i}]"), product.name
    for i, passage in enumerate(context.knowledge):
        for sentence in _quotable(passage.text, language):
            yield Answer(sentence, f"knowledge[{i}]"), passage.title or ""


def _quotable(text: str, language: str) -> Iterator[str]:
    """Yields the sentences of a text that a message can quote as they are."""
    for sentence in sentences_of(text):
        if (
            sentence.endswith(".")
            and phrase(sentence, LONGEST)
            and not is_foreign(sentence, language)
        ):
            yield sentence
