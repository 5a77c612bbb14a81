"""Sentences that a sequence says twice, in two of its touches."""

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Final

FEWEST_WORDS: Final = 6  # a shorter line is a greeting, or part of the signature
SHARED: Final = 0.6  # of a sentence's runs of three words, above which it repeats another


def near_repeats(texts: Sequence[str], sender: str) -> int:
    """How many pairs of touches have a sentence in common, or nearly.

    Sentences that name the sender do not count: each call and each first letter introduces them.
    """
    sentences = [_sentences_in(text, sender) for text in texts]
    return sum(_repeats(one, other) for one, other in combinations(sentences, 2))


def _repeats(one: Sequence[set[tuple[str, ...]]], other: Sequence[set[tuple[str, ...]]]) -> bool:
    for runs in one:
        for other_runs in other:
            if len(runs & other_runs) >= SHARED * min(len(runs), len(other_runs)):
                return True
    return False


def _sentences_in(text: str, sender: str) -> list[set[tuple[str, ...]]]:
    """The runs of three words of each sentence that is long enough to count."""
    sentences = []
    for sentence in re.split(r"(?<=[.?!])\s+|\n+", text):
        words = re.findall(r"\w+", sentence.casefold())
        if len(words) >= FEWEST_WORDS and sender not in sentence:
            sentences.append({tuple(words[start : start + 3]) for start in range(len(words) - 2)})
    return sentences
