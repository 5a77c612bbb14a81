"""Phrases that rules in code look for: phrases.toml, by name, in time linear in a text's length."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import re2


@cache
def _patterns(name: str) -> tuple[Any, ...]:
    """Returns the patterns of a phrase, compiled at the first look for it."""
    path = Path(__file__).with_name("phrases.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return tuple(re2.compile(pattern) for pattern in table["patterns"])


def holds(name: str, text: str) -> bool:
    """Returns whether a folded text holds a phrase."""
    return any(pattern.search(text) for pattern in _patterns(name))


def groups_in(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yields the places of a phrase's first group in a folded text."""
    for pattern in _patterns(name):
        for match in pattern.finditer(text):
            yield match.start(1), match.end(1)
