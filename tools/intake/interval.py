"""Intervals as callers send them: "3 days", "every two weeks", "P3D", 3, {"days": 3}."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from tools.domain.vocabulary import Interval
from tools.intake.lengths import Length, length_in_words, plain_text

MAX_HOURS: Final = 90 * 24
MAX_CHARACTERS: Final = 80
MAX_DAYS_IN_A_NUMBER: Final = 30  # a bare 48 or 3600 is more likely hours or seconds
EXPECTED: Final = (
    'expected an interval such as "3 days", "1 week", "48 hours" or "3 business days", '
    "from 1 hour to 90 days"
)
ISO_DURATION: Final = re.compile(r"p(?:(\d{1,2})m)?(?:(\d{1,4})w)?(?:(\d{1,4})d)?(?:t(\d{1,4})h)?")
ISO_HOURS: Final = (30 * 24, 7 * 24, 24, 1)  # of months, weeks, days and hours
NUMBER: Final = re.compile(r"\d{1,4}(\.\d{1,3})?")


def read_interval(value: Any) -> Interval:
    """The interval meant by a text, a number of days or an object, between 1 hour and 90 days.

    Raises ValueError with examples that work for anything else.
    """
    if isinstance(value, Interval):
        value = value.model_dump()
    if isinstance(value, Mapping):
        return parse_interval(_text_of(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return parse_interval(f"{value:g}")
    if isinstance(value, str):
        return parse_interval(value)
    raise ValueError(EXPECTED)


def parse_interval(text: str) -> Interval:
    """The interval meant by a text; a number alone counts days, 30 at most.

    Of a range, such as 3-5 days, it is the longer end: no lead is written to sooner than its caller
    may have meant. Raises ValueError with examples that work for what it does not understand.
    """
    length = _length(text)
    if length is None:
        raise ValueError(EXPECTED)
    hours, is_working = length
    if not 1 <= hours <= MAX_HOURS or hours.denominator != 1:
        raise ValueError(EXPECTED)
    if is_working and hours % 24:
        raise ValueError(EXPECTED)
    return _interval(int(hours), is_working)


def _interval(hours: int, is_working: bool) -> Interval:
    if hours % 24:
        return Interval(amount=hours, unit="hours")
    if is_working:
        return Interval(amount=hours // 24, unit="business_days")
    return Interval(amount=hours // 24, unit="days")


def _length(text: str) -> Length | None:
    if len(text) > MAX_CHARACTERS:
        return None
    plain = plain_text(text)
    return _iso_length(plain) or _length_of_number(plain) or length_in_words(plain)


def _iso_length(text: str) -> Length | None:
    """An ISO 8601 duration of months, weeks, days and hours."""
    match = ISO_DURATION.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    hours = 0
    for amount, unit in zip(match.groups(), ISO_HOURS, strict=True):
        hours += int(amount or 0) * unit
    return Length(Fraction(hours))


def _length_of_number(text: str) -> Length | None:
    """So many days."""
    if not NUMBER.fullmatch(text) or Fraction(text) > MAX_DAYS_IN_A_NUMBER:
        return None
    return Length(Fraction(text) * 24)


def _text_of(value: Mapping[Any, Any]) -> str:
    """An object in words: {"value": 3, "unit": "days"} and {"days": 3} are "3 days"."""
    pairs = {str(key): part for key, part in value.items() if part is not None}
    unit = pairs.pop("unit", None)
    if unit is not None:
        if len(pairs) != 1 or not isinstance(unit, str):
            raise ValueError(EXPECTED)
        [(name, amount)] = pairs.items()
        if name not in ("value", "amount", "count", "number", "every", "interval"):
            raise ValueError(EXPECTED)
        pairs = {unit: amount}
    words = [f"{_amount(amount)} {_words(name)}" for name, amount in pairs.items()]
    return " ".join(words)


def _amount(value: Any) -> str:
    """The number of units as text. Raises ValueError for what is no number of zero or more."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:g}"
    if not isinstance(value, str) or not NUMBER.fullmatch(value.strip()):
        raise ValueError(EXPECTED)
    return value.strip()


def _words(name: str) -> str:
    """The words of a name in camelCase or snake_case."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name)
