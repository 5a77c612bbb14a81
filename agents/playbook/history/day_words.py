"""The words of dates.toml: months, weekdays, numbers and parts of a period."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def date_words() -> dict[str, Any]:
    """Returns dates.toml."""
    path = Path(__file__).with_name("dates.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def positions(table: str) -> dict[str, int]:
    """Returns the place of each word in a table's lists, from 1."""
    positions = {}
    for words in date_words()[table].values():
        for place, word in enumerate(words.split(), start=1):
            positions[word] = place
    positions.pop("-", None)
    return positions


def months() -> dict[str, int]:
    return positions("months")


def weekdays() -> dict[str, int]:
    return positions("weekdays")


def numbers() -> dict[str, int]:
    return positions("numbers")
