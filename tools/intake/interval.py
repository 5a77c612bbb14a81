"""Intervals as people write them: "3 days", "every two weeks", "3 días hábiles", "P3D"."""

import re
from fractions import Fraction
from typing import Final

from tools.domain.vocabulary import Interval
from tools.text import ascii_folded

MOST_HOURS: Final = 90 * 24
WANTED: Final = (
    'expected an interval such as "3 days", "1 week", "48 hours" or "3 business days", '
    "from 1 hour to 90 days"
)
NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        [
            "a an one un una uno",
            "two dos",
            "three tres",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
            "eleven once",
            "twelve doce",
            "thirteen trece",
            "fourteen catorce",
            "fifteen quince",
        ],
        start=1,
    )
    for word in words.split()
} | {"other": 2, "twenty": 20, "veinte": 20, "thirty": 30, "treinta": 30}
HOURS: Final = {
    word: hours
    for hours, words in {
        1: "h hr hrs hour hours hora horas hourly",
        24: "d day days daily dia dias diario diaria",
        24 * 7: "w wk wks week weeks weekly semana semanas semanal semanalmente",
        24 * 14: "fortnight fortnights fortnightly biweekly quincena quincenal quincenalmente",
        24 * 30: "month months monthly mes meses mensual mensualmente",
    }.items()
    for word in words.split()
}
ALONE: Final = frozenset(
    """hourly daily diario diaria weekly semanal semanalmente fortnight fortnightly biweekly
    quincena
    quincenal quincenalmente monthly mensual mensualmente""".split()
)
WORKING: Final = frozenset(
    "business working work workdays weekdays habil habiles laborable laborables".split()
)
FILLERS: Final = frozenset("in every each after cada en tras de of the apart".split())
ISO: Final = re.compile(r"p(?:(\d{1,4})w)?(?:(\d{1,4})d)?(?:t(\d{1,4})h)?")


def parse_interval(text: str) -> Interval:
    """The interval meant, between 1 hour and 90 days; ValueError with examples that work for
    anything else.
    """
    bare = ascii_folded(text[:80]).strip()
    if len(text) <= 80 and not bare.startswith("-") and (read := _iso(bare) or _in_words(bare)):
        hours, working = read
        if 1 <= hours <= MOST_HOURS and hours.denominator == 1 and not (working and hours % 24):
            return _interval(int(hours), working)
    raise ValueError(WANTED)


def _interval(hours: int, working: bool) -> Interval:
    if hours % 24:
        return Interval(amount=hours, unit="hours")
    return Interval(amount=hours // 24, unit="business_days" if working else "days")


def _iso(text: str) -> tuple[Fraction, bool] | None:
    """ISO 8601 durations of weeks, days and hours."""
    match = ISO.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    weeks, days, hours = (int(part or 0) for part in match.groups())
    return Fraction((weeks * 7 + days) * 24 + hours), False


def _in_words(text: str) -> tuple[Fraction, bool] | None:
    """(hours, whether in working days) from one number and one unit, in words or digits."""
    words = [
        word
        for word in re.findall(r"\d+(?:[.,]\d+)?|[a-z]+|[^\sa-z\d-]", text)
        if word not in FILLERS
    ]
    working = any(word in WORKING for word in words)
    words = [word for word in words if word not in WORKING or word in ("workdays", "weekdays")]
    words = ["days" if word in ("workdays", "weekdays") else word for word in words]
    if (
        len(words) == 1
        and (words[0] in ALONE or text.split(maxsplit=1)[0] in ("every", "each", "cada"))
        and words[0] in HOURS
    ):
        return Fraction(HOURS[words[0]]), working
    if len(words) != 2 or words[1] not in HOURS:
        return None
    number = _number(words[0])
    if number is None or (working and HOURS[words[1]] != 24):
        return None
    return number * HOURS[words[1]], working


def _number(word: str) -> Fraction | None:
    if word in NUMBERS:
        return Fraction(NUMBERS[word])
    return Fraction(word.replace(",", ".")) if word[0].isdigit() and len(word) <= 7 else None
