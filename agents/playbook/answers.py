"""The best sentences on file that answer a lead's question."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from agents.playbook.fit import phrase, visible
from agents.playbook.quotes import is_foreign
from agents.playbook.stems import stems_in
from tools.domain.lead import LeadContext

SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")
LONGEST: Final = 220  # characters of a sentence that is quoted
LEAST_SHARE: Final = 0.5  # of the question's words that an answer has to hold
LEAST_WORDS: Final = 2  # of them, where the question has as many


class Answer(NamedTuple):
    """A sentence of the catalogue or of a page, and the source of the fact that it stands in."""

    text: str
    source: str


def answer_to(question: str, context: LeadContext, language: str) -> Answer | None:
    """Returns the sentence that holds most of a question's words; None where none holds enough."""
    wanted = frozenset(stems_in(question, language))
    if not wanted:
        return None
    best: Answer | None = None
    best_count = 0
    for answer, title in _sentences(context, language):
        stems = frozenset(stems_in(answer.text, language))
        if not wanted & stems:
            continue
        count = len(wanted & (stems | frozenset(stems_in(title, language))))
        if count > best_count:
            best, best_count = answer, count
    enough = max(min(LEAST_WORDS, len(wanted)), LEAST_SHARE * len(wanted))
    return best if best_count >= enough else None


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
    for sentence in SENTENCE_END.split(visible(text)):
        if (
            sentence.endswith(".")
            and phrase(sentence, LONGEST)
            and not is_foreign(sentence, language)
        ):
            yield sentence
