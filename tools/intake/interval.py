"""Intervals as people write them: "3 days", "every two weeks", "3 días hábiles", "P3D"."""

import re
from fractions import Fraction
from typing import Final

from tools.domain.vocabulary import Interval
from tools.text import fold_to_ascii

MAX_HOURS: Final = 90 * 24
MAX_CHARACTERS: Final = 80
EXPECTED: Final = (
    'expected an interval such as "3 days", "1 week", "48 hours" or "3 business days", '
    "from 1 hour to 90 days"
)
NUMBERS: Final = {
    1: "a an one un una uno",
    2: "two dos other",  # "every other day"
    3: "three tres",
    4: "four cuatro",
    5: "five cinco",
    6: "six seis",
    7: "seven siete",
    8: "eight ocho",
    9: "nine nueve",
    10: "ten diez",
    11: "eleven once",
    12: "twelve doce",
    13: "thirteen trece",
    14: "fourteen catorce",
    15: "fifteen quince",
    20: "twenty veinte",
    30: "thirty treinta",
}
UNITS: Final = {  # by their hours
    1: "h hr hrs hour hours hora horas hourly",
    24: "d day days daily dia dias diario diaria",
    24 * 7: "w wk wks week weeks weekly semana semanas semanal semanalmente",
    24 * 14: "fortnight fortnights fortnightly biweekly quincena quincenal quincenalmente",
    24 * 30: "month months monthly mes meses mensual mensualmente",
}
ALONE: Final = frozenset(  # units that are an interval without a number
    """
    hourly daily diario diaria weekly semanal semanalmente fortnight fortnightly biweekly
    quincena quincenal quincenalmente monthly mensual mensualmente
    """.split()
)
EACH: Final = frozenset("every each cada".split())
WORKING: Final = frozenset("business working work habil habiles laborable laborables".split())
WORKING_DAYS: Final = frozenset("workdays weekdays".split())
FILLERS: Final = frozenset("in every each after cada en tras de of the apart".split())
WORD: Final = re.compile(r"\d+(?:[.,]\d+)?|[a-z]+|[^\sa-z\d-]")
ISO_DURATION: Final = re.compile(r"p(?:(\d{1,4})w)?(?:(\d{1,4})d)?(?:t(\d{1,4})h)?")
MAX_NUMBER: Final = 7  # characters of a number in digits


def _by_word(words_of: dict[int, str]) -> dict[str, int]:
    values = {}
    for value, words in words_of.items():
        for word in words.split():
            values[word] = value
    return values


_NUMBER_OF: Final = _by_word(NUMBERS)
_HOURS_OF: Final = _by_word(UNITS)

Length = tuple[Fraction, bool]  # hours, and whether they are counted in working days


def parse_interval(text: str) -> Interval:
    """The interval meant, between 1 hour and 90 days.

    Raises ValueError with examples that work for anything else.
    """
    length = _length(text)
    if length is None:
        raise ValueError(EXPECTED)
    hours, working = length
    if not 1 <= hours <= MAX_HOURS or hours.denominator != 1:
        raise ValueError(EXPECTED)
    if working and hours % 24:
        raise ValueError(EXPECTED)
    return _interval(int(hours), working)


def _interval(hours: int, working: bool) -> Interval:
    if hours % 24:
        return Interval(amount=hours, unit="hours")
    if working:
        return Interval(amount=hours // 24, unit="business_days")
    return Interval(amount=hours // 24, unit="days")


def _length(text: str) -> Length | None:
    if len(text) > MAX_CHARACTERS:
        return None
    plain = fold_to_ascii(text).strip()
    if plain.startswith("-"):
        return None
    return _iso_length(plain) or _length_in_words(plain)


def _iso_length(text: str) -> Length | None:
    """An ISO 8601 duration of weeks, days and hours."""
    match = ISO_DURATION.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    weeks, days, hours = (int(part or 0) for part in match.groups())
    return Fraction((weeks * 7 + days) * 24 + hours), False


def _length_in_words(text: str) -> Length | None:
    """One number and one unit, in words or digits; or a unit alone."""
    words, working = _words_of(text)
    number: Fraction | None
    match words:
        case [unit] if unit in ALONE or text.split(maxsplit=1)[0] in EACH:
            number = Fraction(1)
        case [amount, unit]:
            number = _number(amount)
            if working and _HOURS_OF.get(unit) != 24:
                return None
        case _:
            return None
    hours = _HOURS_OF.get(unit)
    if hours is None or number is None:
        return None
    return number * hours, working


def _words_of(text: str) -> tuple[list[str], bool]:
    """The words that count, and whether they speak of working days."""
    words = []
    working = False
    for word in WORD.findall(text):
        if word in WORKING_DAYS:
            words.append("days")
            working = True
        elif word in WORKING:
            working = True
        elif word not in FILLERS:
            words.append(word)
    return words, working


def _number(word: str) -> Fraction | None:
    if word in _NUMBER_OF:
        return Fraction(_NUMBER_OF[word])
    if word[0].isdigit() and len(word) <= MAX_NUMBER:
        return Fraction(word.replace(",", "."))
    return None
