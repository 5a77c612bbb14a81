"""Numbers in a folded text, in digits and in English and Spanish words."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

UNITS: Final = {
    word: value
    for words in (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen",
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
        " dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres"
        " veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve",
    )
    for value, word in enumerate(words.split())
}
TENS: Final = {
    word: value
    for words in (
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "_ treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    )
    for value, word in zip(range(20, 100, 10), words.split(), strict=True)
}
SPANISH_HUNDREDS: Final = {
    word[:-2]: value
    for word, value in zip(
        "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos"
        " novecientos".split(),
        range(200, 1000, 100),
        strict=True,
    )
}
HUNDREDS: Final = {"hundred": 100, "cien": 100, "ciento": 100}
SCALES: Final = {
    "thousand": 1000,
    "mil": 1000,
    "million": 10**6,
    "millon": 10**6,
    "millones": 10**6,
    "k": 1000,
    "m": 10**6,
}
DOZENS: Final = {"dozen": 12, "docena": 12}
JOINS: Final = frozenset({"and", "y", "a"})

DIGITS: Final = re.compile(r"\d+(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)*")
TOKEN: Final = re.compile(r"\d+(?:[.,']\d+)*|[a-z]+|[^\sa-z\d]")


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
    run: list[re.Match[str]] = []
    for match in TOKEN.finditer(text):
        word = match.group()
        if _is_number_word(word) or (run and (word in JOINS or word == "-")):
            run.append(match)
            continue
        yield from _number_of(run)
        run = []
    yield from _number_of(run)


def _is_number_word(word: str) -> bool:
    return (
        word in UNITS
        or word in TENS
        or word in HUNDREDS
        or word in DOZENS
        or (len(word) > 2 and word in SCALES)
        or _hundreds(word) > 0
    )


def _hundreds(word: str) -> int:
    """Returns the value of "doscientos" or "doscientas"; 0 for other words."""
    if word.endswith(("os", "as")):
        return SPANISH_HUNDREDS.get(word[:-2], 0)
    return 0


def _number_of(run: list[re.Match[str]]) -> Iterator[Number]:
    """Yields the number that a run of words says; joins at its end are none of it."""
    while run and not _is_number_word(run[-1].group()):
        run = run[:-1]
    if not run or (len(run) == 1 and run[0].group() in ("thousand", "million")):  # "half a million"
        return
    parts = _parts(run)
    for part in parts:
        words = [match.group() for match in part]
        yield Number(_value(words), part[0].start(), part[-1].end(), True)


def _parts(run: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Splits a run where two numbers only stand beside each other: "two and three"."""
    parts: list[list[re.Match[str]]] = [[]]
    for match in run:
        word = match.group()
        if parts[-1] and word in UNITS:
            before = [m.group() for m in parts[-1] if _is_number_word(m.group())]
            last = before[-1] if before else ""
            if last in UNITS or (last in DOZENS):
                parts.append([])
        parts[-1].append(match)
    trimmed = []
    for part in parts:
        while part and not _is_number_word(part[-1].group()):
            part.pop()
        if part:
            trimmed.append(part)
    return trimmed


def _value(words: list[str]) -> Decimal:
    """Returns the value of the words of one number."""
    total, current = 0, 0
    for word in words:
        if word in UNITS:
            current += UNITS[word]
        elif word in TENS:
            current += TENS[word]
        elif word in HUNDREDS:
            current = max(current, 1) * HUNDREDS[word]
        elif _hundreds(word) > 0:
            current += _hundreds(word)
        elif word in DOZENS:
            current = max(current, 1) * 12
        elif word in SCALES:
            total += max(current, 1) * SCALES[word]
            current = 0
    return Decimal(total + current)
