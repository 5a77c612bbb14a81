"""How much of a sentence stands in the facts: the words of it that nothing on file explains.

A lexical test, for English and Spanish. It knows no meaning: a sentence whose every word is known
may still be false. It finds those that speak of what nobody has ever mentioned.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from babel import Locale

from agents.figures import numbers_in
from agents.playbook.catalogue import PLAYBOOK
from agents.playbook.stems import stems_in
from tools.text import fold

PREFIX: Final = 5  # letters by which two words of one family are told: audit, auditor
SHORTEST: Final = 4  # letters of a stem that may be the beginning of another one
VARIABLE: Final = re.compile(r"\{[{%#].*?[%}#]\}", re.DOTALL)
WORD: Final = re.compile(r"[^\W\d_]+")
# A capital inside a sentence; an abbreviation such as GM may have a plural.
NAME: Final = re.compile(r"(?<=[^\W_] )[A-ZÀ-Þ][^\W\d_]{2,}|(?<=, )[A-ZÀ-Þ][^\W\d_]{2,}")
NUMERAL: Final = re.compile(r"\d")


class Support(NamedTuple):
    """The content words of a sentence, and those of them that are on no fact and in no ordinary
    text of a follow-up.
    """

    words: int
    unknown: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of words that are unknown."""
        return len(self.unknown) / max(self.words, 1)


def is_covered(language: str) -> bool:
    """Returns whether the test knows a language."""
    return language in PLAYBOOK


def support_of(sentence: str, facts: Sequence[str], language: str) -> Support:
    """Returns what of a sentence these facts, and ordinary words, explain."""
    known = _known_by(tuple(facts), language) | ordinary_stems(language)
    names = {fold(name) for name in NAME.findall(sentence)} - _words_in(tuple(facts), language)
    words = set(_stems(sentence, language))
    unknown = {word for word in words if not _is_in(word, known)}
    for name in names:  # known as a whole and not by its family: Contently is no content
        unknown |= set(_stems(name, language))
    return Support(len(words), tuple(sorted(unknown)))


def shares(sentence: str, facts: Iterable[str], language: str) -> bool:
    """Returns whether a sentence has a content word, a number or a name in common with facts."""
    own_words = set(_stems(sentence, language))
    own_numbers = set(numbers_in(sentence))
    for fact in facts:
        known = frozenset(_stems(fact, language)) | _beginnings(_stems(fact, language))
        if any(_is_in(word, known) for word in own_words):
            return True
        if own_numbers & set(numbers_in(fact)):
            return True
    return False


def _is_in(word: str, known: frozenset[str]) -> bool:
    """Returns whether a word, or one of its family, is known."""
    return word in known or word[:PREFIX] in known or word.removesuffix("s") in known


def _stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(stem for stem in stems_in(text, language) if not NUMERAL.search(stem))


def _beginnings(stems: Iterable[str]) -> frozenset[str]:
    """Returns what words of the same families begin with."""
    beginnings = set()
    for stem in stems:
        beginnings.add(stem[:PREFIX])
        beginnings.add(stem.removesuffix("s"))
        if len(stem) > SHORTEST:
            beginnings.add(stem[:-1])
    return frozenset(beginnings)


@lru_cache(maxsize=64)
def _known_by(facts: tuple[str, ...], language: str) -> frozenset[str]:
    stems = {stem for fact in facts for stem in _stems(fact, language)}
    return frozenset(stems) | _beginnings(stems)


@lru_cache(maxsize=64)
def _words_in(facts: tuple[str, ...], language: str) -> frozenset[str]:
    """Returns the words of facts, and of ordinary texts, as they are written."""
    words = {fold(word) for fact in facts for word in WORD.findall(fact)}
    return frozenset(words) | _ordinary_words(language)


@cache
def _ordinary_words(language: str) -> frozenset[str]:
    return frozenset(
        fold(word) for text in _ordinary_texts(language) for word in WORD.findall(text)
    )


@cache
def ordinary_stems(language: str) -> frozenset[str]:
    """Returns the words of the playbook's texts, and those that need no fact."""
    stems = {stem for text in _ordinary_texts(language) for stem in _stems(text, language)}
    return frozenset(stems) | _beginnings(stems)


def _ordinary_texts(language: str) -> Iterator[str]:
    path = Path(__file__).with_name("support.toml")
    yield from tomllib.loads(path.read_text(encoding="utf-8"))[language].values()
    yield from Locale(language).languages.values()  # "Danish", which is a nationality too
    texts = PLAYBOOK[language]
    for message in texts.messages.values():
        for variants in message.variants.values():
            for variant in variants:
                for part in variant.parts.values():
                    yield VARIABLE.sub(" ", part)
