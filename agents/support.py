"""Whether a sentence has anything in common with the facts that it is said to stand on."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from agents.figures import numbers_in
from agents.playbook.stems import stems_in

PREFIX: Final = 5  # letters by which two words of one family are told: audit, auditor
STEMMED: Final = ("en", "es")


def shares(sentence: str, facts: Iterable[str], language: str) -> bool:
    """Returns whether a sentence has a content word, a number or a name in common with facts."""
    own_words = words_of(sentence, language)
    own_numbers = set(numbers_in(sentence))
    for fact in facts:
        if own_words & words_of(fact, language) or own_numbers & set(numbers_in(fact)):
            return True
    return False


@lru_cache(maxsize=2_048)
def words_of(text: str, language: str) -> frozenset[str]:
    """Returns what the content words of a text begin with."""
    stems = stems_in(text, language if language in STEMMED else "en")
    return frozenset(stem[:PREFIX] for stem in stems if not re.fullmatch(r"\d+", stem))
