"""Words written as one, taken apart: "donotemail"."""

from functools import cache, lru_cache
from typing import Final

from tools.intake.permissions.lexicon import concepts_of_word, lexicon
from tools.intake.permissions.words import Word

MIN_JOINED: Final = 6  # letters of a word that may be several
MAX_JOINED: Final = 40
MIN_PART: Final = 3
SHORT_PARTS: Final = frozenset("do no in is of to de ne by".split())


def separate_words(word: Word) -> list[Word]:
    """The words of the lexicon that a longer word is made of; the word itself for any other."""
    if not MIN_JOINED <= len(word.text) <= MAX_JOINED or concepts_of_word(word.text):
        return [word]
    parts = _split(word.text)
    return [Word(part, word.capital) for part in parts] if parts else [word]


@lru_cache(maxsize=20_000)
def _split(word: str) -> tuple[str, ...] | None:
    """The fewest words, and of as many the most that negate: "do not email", not "do note mail"."""
    if not word:
        return ()
    best: tuple[str, ...] | None = None
    for length in range(len(word), 1, -1):
        rest = _split(word[length:]) if word[:length] in _joinable() else None
        if rest is None:
            continue
        split = (word[:length], *rest)
        if best is None or _cost(split) < _cost(best):
            best = split
    return best


def _cost(split: tuple[str, ...]) -> tuple[int, int]:
    negations = sum("NOT" in concepts_of_word(word) for word in split)
    return len(split), -negations


@cache
def _joinable() -> frozenset[str]:
    """Every whole word of three letters or more in the lexicon, and a few of two."""
    known = lexicon()
    words = set(known.words)
    for entries in known.phrases.values():
        for entry, _ in entries:
            words.update(part for part in entry if not part.endswith("*"))
    return frozenset(word for word in words if len(word) >= MIN_PART or word in SHORT_PARTS)
