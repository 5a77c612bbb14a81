"""Notes as words with meanings: "sent", "mandamos" and "e-mailed" are all `send`."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from tools.text import fold

WORD: Final = re.compile(
    r"[^\W_]+(?:['-][^\W_]+)*|->|=>|→|\.(?=\s|$)|[;%!?¿¡\n•|–—,:()&+]|(?<=\s)[-/](?=\s)"
)
MAX_WORDS: Final = 300  # of one note


THINGS: Final = frozenset("price proposal offer call meeting info budget to_lead_after".split())


class Token(NamedTuple):
    """A word or mark of a folded note, and where it stands there."""

    text: str
    start: int
    end: int


class Entry(NamedTuple):
    """An entry of the lexicon: the words, and what they mean."""

    words: tuple[str, ...]
    meanings: frozenset[str]


class Beginning(NamedTuple):
    """What a word means alone, and the longer entries that begin with it."""

    alone: frozenset[str]
    by_second: dict[str, tuple[Entry, ...]]
    stems: tuple[Entry, ...]  # whose second word is a stem


class Term(NamedTuple):
    """Words of a note that have a meaning; `first` to `last` are tokens, the last excluded."""

    meanings: frozenset[str]
    first: int
    last: int


def tokens_of(note: str) -> list[Token]:
    """Returns the words and marks of a folded note."""
    tokens = []
    for match in WORD.finditer(note):
        tokens.append(Token(match.group(), match.start(), match.end()))
        if len(tokens) == MAX_WORDS:
            break
    return tokens


def terms_of(tokens: Sequence[Token]) -> list[Term]:
    """Returns the terms among a note's tokens, in order; the longest entry holds."""
    terms = []
    position = 0
    while position < len(tokens):
        term = _longest(tokens, position)
        if term is None:
            position += 1
            continue
        terms.append(term)
        position = term.last
    return terms


def _longest(tokens: Sequence[Token], position: int) -> Term | None:
    """Returns the longest term that begins at a token, with all that its words mean."""
    beginning = entries_for(tokens[position].text)
    meanings, last = beginning.alone, position + 1
    for entry in _longer(beginning, tokens, position):
        end = position + len(entry.words)
        if end >= last and _match(entry.words, tokens[position:end]):
            meanings, last = entry.meanings if end > last else meanings | entry.meanings, end
    if not meanings:
        return None
    if "plain" in meanings:
        return Term(frozenset(["plain"]), position, last)
    if last > position + 1:
        meanings |= _things_in(tokens[position:last])
    return Term(meanings, position, last)


def _longer(beginning: Beginning, tokens: Sequence[Token], position: int) -> Sequence[Entry]:
    """Returns the entries of several words that may begin at a token, by the word after it."""
    if position + 1 == len(tokens):
        return ()
    exact = beginning.by_second.get(tokens[position + 1].text, ())
    return (*exact, *beginning.stems) if beginning.stems else exact


def _things_in(tokens: Sequence[Token]) -> set[str]:
    """Returns what a longer entry is about: "accepted the quote" is about an offer too."""
    things: set[str] = set()
    for token in tokens:
        things |= entries_for(token.text).alone & THINGS
    return things


def _match(words: Sequence[str], tokens: Sequence[Token]) -> bool:
    """Whether tokens are what the words of an entry, from the second on, stand for."""
    if len(tokens) < len(words):
        return False
    for place in range(1, len(words)):
        if not _fits(words[place], tokens[place].text):
            return False
    return True


def _fits(pattern: str, word: str) -> bool:
    """Whether a word is what an entry's word stands for."""
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    if pattern.startswith("*"):
        return word.endswith(pattern[1:]) and len(word) > len(pattern)
    return word == pattern


@lru_cache(maxsize=8_192)
def entries_for(word: str) -> Beginning:
    """Returns the entries that may begin with a word."""
    exact, stems = _entries()
    entries = [*exact.get(word, ()), *(e for e in stems if _fits(e.words[0], word))]
    alone: frozenset[str] = frozenset()
    by_second: dict[str, list[Entry]] = {}
    wild = []
    for entry in entries:
        if len(entry.words) == 1:
            alone |= entry.meanings
        elif "*" in entry.words[1]:
            wild.append(entry)
        else:
            by_second.setdefault(entry.words[1], []).append(entry)
    return Beginning(alone, {word: tuple(group) for word, group in by_second.items()}, tuple(wild))


@cache
def heads() -> frozenset[str]:
    """Returns the meanings that a clause can be about."""
    return frozenset(name for name, meaning in _meanings().items() if meaning.get("head"))


@cache
def _meanings() -> dict[str, Any]:
    """Returns the lexicon as its file has it."""
    path = Path(__file__).with_name("lexicon.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _entries() -> tuple[dict[str, list[Entry]], list[Entry]]:
    """Returns the entries by their first word, and those whose first word is a stem."""
    meanings: dict[tuple[str, ...], set[str]] = {}
    for name, meaning in _meanings().items():
        for phrase in fold(f"{meaning['en']}, {meaning['es']}").split(","):
            if phrase.strip():
                meanings.setdefault(tuple(phrase.split()), set()).add(name)
    exact: dict[str, list[Entry]] = {}
    stems = []
    for words, names in meanings.items():
        entry = Entry(words, frozenset(names))
        if "*" in words[0]:
            stems.append(entry)
        else:
            exact.setdefault(words[0], []).append(entry)
    return exact, stems
