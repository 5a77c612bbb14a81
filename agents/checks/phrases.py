"""Phrases that rules in code look for: phrases.toml, by name, in time linear in a text's length.

Sentences are looked through for all phrases in one pass, and the places of one looked for only
where it stands.
"""

import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import re2

FILE: Final = Path(__file__).with_name("phrases.toml")
LONGEST_SENTENCE: Final = 400  # characters; longer texts are looked through for one phrase alone


@cache
def _tables() -> dict[str, tuple[str, ...]]:
    """Returns the patterns of each phrase."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: tuple(table["patterns"]) for name, table in tables.items()}


@cache
def _patterns(name: str) -> tuple[Any, ...]:
    """Returns the patterns of a phrase, compiled at the first look for it."""
    return tuple(re2.compile(pattern) for pattern in _tables()[name])


@cache
def _automaton() -> tuple[Any, tuple[str, ...]]:
    """Returns the patterns of all phrases, compiled into one, and the phrase each belongs to."""
    automaton = re2.Filter()
    names = []
    for name, patterns in _tables().items():
        for pattern in patterns:
            automaton.Add(pattern)
            names.append(name)
    automaton.Compile()
    return automaton, tuple(names)


@lru_cache(maxsize=4096)
def phrases_in(sentence: str) -> frozenset[str]:
    """Returns the names of the phrases that a folded sentence holds."""
    automaton, names = _automaton()
    return frozenset(names[i] for i in automaton.Match(sentence) or ())


def holds(name: str, text: str) -> bool:
    """Returns whether a folded text holds a phrase."""
    if len(text) <= LONGEST_SENTENCE:
        return name in phrases_in(text)
    return any(pattern.search(text) for pattern in _patterns(name))


def groups_in(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yields the places of a phrase's first group in a folded text."""
    if not holds(name, text):
        return
    for pattern in _patterns(name):
        for match in pattern.finditer(text):
            yield match.start(1), match.end(1)
