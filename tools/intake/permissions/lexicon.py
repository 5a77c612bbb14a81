"""The concepts that words stand for, from lexicon.toml."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from tools.intake.permissions.words import COLONS, Word
from tools.text import fold

MIN_STEM: Final = 3  # letters
Concepts = frozenset[str]
Phrase = tuple[tuple[str, ...], str]  # words, and their concept
ANY_SECOND: Final = ""  # the second word of a phrase is a stem


class Lexicon(NamedTuple):
    """Concepts by word, by the beginning of a word, and by several words in a row."""

    words: dict[str, Concepts]
    stems: dict[str, Concepts]
    phrases: dict[tuple[str, str], list[Phrase]]  # by their two first words
    groups: dict[str, tuple[str, ...]]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    path = Path(__file__).with_name("lexicon.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = {name: tuple(concepts) for name, concepts in tables.pop("groups").items()}
    words: dict[str, set[str]] = defaultdict(set)
    stems: dict[str, set[str]] = defaultdict(set)
    phrases: dict[tuple[str, str], list[Phrase]] = defaultdict(list)
    for concept, entry in _entries(tables):
        first, *rest = entry
        if rest:
            second = ANY_SECOND if rest[0].endswith("*") else rest[0]
            phrases[first, second].append((entry, concept))
        elif first.endswith("*"):
            stems[first[:-1]].add(concept)
        else:
            words[first].add(concept)
    return Lexicon(_frozen(words), _frozen(stems), dict(phrases), groups)


def _frozen(concepts: dict[str, set[str]]) -> dict[str, Concepts]:
    return {word: frozenset(names) for word, names in concepts.items()}


def _entries(tables: dict[str, dict[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each (concept, words of an entry)."""
    for concept, languages in tables.items():
        for line in languages.values():
            for entry in line.split(","):
                yield concept, tuple(fold(entry).split())


@lru_cache(maxsize=20_000)
def concepts_of_word(word: str) -> Concepts:
    """The concepts of one word: by the whole word, else by its longest stem."""
    known = lexicon()
    if word in known.words:
        return known.words[word]
    for length in range(len(word), MIN_STEM - 1, -1):
        if word[:length] in known.stems:
            return known.stems[word[:length]]
    return frozenset()


def concepts_in(words: Sequence[Word]) -> list[Concepts]:
    """The concepts of each entry of the lexicon in a row of words.

    A word that is in none is WORD, or NAME with a capital, or NUMBER; a mark is BREAK or COLON.
    """
    concepts = []
    position = 0
    while position < len(words):
        names, length = _entry_at(words, position)
        concepts.append(names)
        position += length
    return concepts


def _entry_at(words: Sequence[Word], position: int) -> tuple[Concepts, int]:
    """The concepts at a position and how many words they take."""
    word = words[position]
    if word.is_mark:
        return frozenset({"COLON" if word.text in COLONS else "BREAK"}), 1
    phrase, length = _phrase_at(words, position)
    if phrase:
        return phrase, length
    return concepts_of_word(word.text) or _unknown(word), 1


def _phrase_at(words: Sequence[Word], position: int) -> tuple[Concepts, int]:
    """The longest entry of several words at a position, and its length; none and 0 else."""
    matches = [
        (len(entry), concept)
        for entry, concept in _candidates(words, position)
        if _matches(entry, words[position : position + len(entry)])
    ]
    if not matches:
        return frozenset(), 0
    longest = max(length for length, _ in matches)
    return frozenset(concept for length, concept in matches if length == longest), longest


def _candidates(words: Sequence[Word], position: int) -> Sequence[Phrase]:
    """The entries that begin as the words at a position do."""
    if position + 1 >= len(words):
        return ()
    phrases = lexicon().phrases
    first, second = words[position].text, words[position + 1].text
    return [*phrases.get((first, second), ()), *phrases.get((first, ANY_SECOND), ())]


def _matches(entry: tuple[str, ...], words: Sequence[Word]) -> bool:
    if len(words) < len(entry):
        return False
    for expected, word in zip(entry, words, strict=True):
        if expected.endswith("*") and word.text.startswith(expected[:-1]):
            continue
        if expected != word.text:
            return False
    return True


def _unknown(word: Word) -> Concepts:
    if word.text.isdigit():
        return frozenset({"NUMBER"})
    return frozenset({"NAME" if word.capital else "WORD"})
