"""Numbers in a folded text, in digits and in English and Spanish words."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from agents.checks.number_words import DOZENS, RUN, SCALES, UNITS, is_number_word, value_in_words

DIGITS: Final = re.compile(r"\d+(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)*")
TOKEN: Final = re.compile(r"[a-z]+")


class Number(NamedTuple):
    """A number, and the places of its words in the folded text."""

    value: Decimal
    start: int
    end: int
    in_words: bool


def value_of(digits: str) -> Decimal:
    """Returns the value of a number in digits, with English or Spanish marks: "1.250,50"."""
    marks = re.sub(r"\d", "", digits)
    if not marks:
        return Decimal(digits)
    last = marks[-1]
    tail = digits.rsplit(last, 1)[1]
    groups_only = len(tail) == 3 and marks.count(last) == len(marks)
    if last in " '" or (groups_only and not digits.startswith("0")):
        return Decimal(re.sub(r"\D", "", digits))
    whole = digits[: -len(tail) - 1]
    return Decimal(re.sub(r"\D", "", whole) + "." + tail)


@lru_cache(maxsize=1024)
def numbers_in(text: str) -> tuple[Number, ...]:
    """Returns the numbers of a folded text, in their order."""
    in_digits = [
        Number(value_of(match.group()), match.start(), match.end(), False)
        for match in DIGITS.finditer(text)
    ]
    numbers = [_scaled(number, text) for number in in_digits]
    return tuple(sorted([*numbers, *_in_words(text)], key=lambda number: number.start))


def _scaled(number: Number, text: str) -> Number:
    """Returns a number with the scale behind it: "3 million", "10k"."""
    match = re.match(r" ?(thousand|mil|million|millon|millones|k)\b", text[number.end :])
    if not match:
        return number
    value = number.value * SCALES[match[1]]
    return number._replace(value=value, end=number.end + match.end())


def _in_words(text: str) -> Iterator[Number]:
    """Yields the numbers in words: "two hundred and ten", "veinte", "three dozen"."""
    for match in RUN.finditer(text):
        words = list(TOKEN.finditer(text, match.start(), match.end()))
        yield from _number_of(words)


def _number_of(run: list[re.Match[str]]) -> Iterator[Number]:
    """Yields the number that a run of words says; joins at its end are none of it."""
    while run and not is_number_word(run[-1].group()):
        run = run[:-1]
    if not run or (len(run) == 1 and run[0].group() in ("thousand", "million")):  # "half a million"
        return
    parts = _parts(run)
    for part in parts:
        words = [match.group() for match in part]
        yield Number(value_in_words(words), part[0].start(), part[-1].end(), True)


def _parts(run: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Splits a run where two numbers only stand beside each other: "two and three"."""
    parts: list[list[re.Match[str]]] = [[]]
    for match in run:
        word = match.group()
        if parts[-1] and word in UNITS:
            before = [m.group() for m in parts[-1] if is_number_word(m.group())]
            last = before[-1] if before else ""
            if last in UNITS or (last in DOZENS):
                parts.append([])
        parts[-1].append(match)
    trimmed = []
    for part in parts:
        while part and not is_number_word(part[-1].group()):
            part.pop()
        if part:
            trimmed.append(part)
    return trimmed
