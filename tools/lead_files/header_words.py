"""The words of a column's name: "Person - Email - Work", `mobilephone`, `HasOptedOutOfEmail`."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from tools.text import fold_to_ascii, without_accents

TABLE: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("columns.toml").read_text(encoding="utf-8")
)
WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
CUSTOM_FIELD: Final = re.compile(r"__c$")  # how Salesforce ends the names of fields of one's own
MAX_HEADER: Final = 200  # characters


def words_in(section: str, name: str) -> frozenset[str]:
    """The words that an entry of the table lists."""
    return frozenset(str(TABLE[section][name]).split())


LABELS: Final = {
    word: (label, rank)
    for label, (rank, words) in TABLE["labels"].items()
    for word in words.split()
}
SMALL: Final = words_in("small", "words")
PAIRS: Final = frozenset(tuple(pair.split("-")) for pair in TABLE["joined"]["pairs"].split())


def names_of(field: str) -> list[frozenset[str]]:
    """The names of a field, each as the set of its words."""
    names = []
    for name in TABLE["fields"][field].split(","):
        words = frozenset(name.split()) - SMALL
        names.append(words)
    return names


@cache
def vocabulary() -> frozenset[str]:
    """Every word that the table knows."""
    words = set(LABELS) | SMALL | words_in("places", "words") | words_in("remarks", "words")
    for group in TABLE["about"]:
        words |= words_in("about", group)
    for field in TABLE["fields"]:
        words = words.union(*names_of(field))
    return frozenset(words)


def header_words(header: str) -> list[str]:
    """The words in order, in lower case without accents; a plural that we know as its singular."""
    text = CUSTOM_FIELD.sub("", without_accents(header[:MAX_HEADER]))
    words = [fold_to_ascii(word) for word in WORD.findall(text)]
    words = _joined(words)
    singular = []
    for word in words:
        singular += _known_words(word)
    return singular


def _joined(words: list[str]) -> list[str]:
    """The words, where two that are one stand together."""
    joined: list[str] = []
    for word in words:
        if joined and (joined[-1], word) in PAIRS:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _known_words(word: str) -> list[str]:
    """A word as the table has it, or the words it is put together of; else as it is."""
    if word in vocabulary() or word.isdigit():
        return [word]
    for ending in ("s", "es"):
        singular = word.removesuffix(ending)
        if singular in vocabulary() and singular != word:
            return [singular]
    return _parts(word) or [word]


def _parts(word: str) -> list[str]:
    """The known words that follow each other in a word such as `lifecyclestage`."""
    for end in range(len(word) - 2, 2, -1):
        first, rest = word[:end], word[end:]
        if first not in vocabulary() or first in SMALL:
            continue
        if rest in vocabulary() and rest not in SMALL:
            return [first, rest]
        others = _parts(rest)
        if others:
            return [first, *others]
    return []
