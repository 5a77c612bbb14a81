"""The day that a note speaks of: "until Q3", "el jueves", "in two weeks", "after the summer"."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from agents.playbook.history.day_words import date_words, months, numbers, weekdays
from agents.playbook.history.days import EXACT, READERS, american

MAX_TEXT: Final = 400  # characters that are read


class Day(NamedTuple):
    """A day that a note names; `start` and `end` are where, in the text that was read."""

    day: date
    start: int
    end: int
    is_exact: bool  # one day, rather than the beginning of a period


class Rule(NamedTuple):
    """A rule of dates.toml."""

    means: str
    pattern: re.Pattern[str]
    examples: Mapping[str, str]


def day_in(text: str, noted: date, *, month_first: bool = False) -> Day | None:
    """Returns the day that a folded text names, seen from the day of the note, if it names one."""
    text = text[:MAX_TEXT]
    if not _hint().search(text):
        return None
    for rule in rules():
        match = rule.pattern.search(text)
        if match is None:
            continue
        try:
            day = READERS[rule.means](match, noted)
            if month_first and rule.means == "numbers":
                day = american(match, noted)
        except ValueError:  # 31 February, or 13/13
            continue
        return Day(day, match.start(), match.end(), rule.means in EXACT)
    return None


@cache
def _hint() -> re.Pattern[str]:
    """Returns what any text has that names a day: a digit, or a word about time."""
    words = [*months(), *weekdays(), *date_words()["hints"]["words"].split()]
    return re.compile(r"\d|\b(?:" + "|".join(words) + r")")


@cache
def rules() -> tuple[Rule, ...]:
    """Returns the rules, read once."""
    words = date_words()
    month = "|".join(sorted(months(), key=len, reverse=True))
    long_month = "|".join(name for name in months() if len(name) > 3 and name != "sept")
    slots = {
        "{month}": month,
        "{long_month}": long_month,
        "{weekday}": "|".join(sorted(weekdays(), key=len, reverse=True)),
        "{number}": "|".join(numbers()),
        "{part}": "|".join(words["parts"].values()),
    }
    compiled = []
    for rule in words["rule"]:
        pattern = rule["pattern"]
        for slot, choice in slots.items():
            pattern = pattern.replace(slot, choice)
        compiled.append(Rule(rule["means"], re.compile(pattern), rule["examples"]))
    return tuple(compiled)
