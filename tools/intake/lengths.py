"""The length of time that words tell: numbers and units in several languages, and ranges."""

import re
import tomllib
import unicodedata
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple

from tools.text import fold

TABLES: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("interval.toml").read_text(encoding="utf-8")
)
TOKEN: Final = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+/\d+|\d+(?:[.,]\d+)*|[a-z]+|-|\S")
PLURAL: Final = re.compile(r"\((?:e?s|e?n|e)\)")
DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−~", "-") | {"⁄": "/"})
THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
AMBIGUOUS: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")  # thousands in Spanish, not in English
DECIMAL: Final = re.compile(r"\d{1,7}(?:[.,]\d{1,7})?")
DAY: Final = 24  # hours


class Length(NamedTuple):
    """Hours, and whether they are counted in working days."""

    hours: Fraction
    is_working: bool = False


def _words(name: str) -> frozenset[str]:
    return frozenset(TABLES["words"][name].split())


def _values(table: str) -> dict[str, Fraction]:
    values = {}
    for value, words in TABLES[table].items():
        for word in words.split():
            values[word] = Fraction(value)
    return values


NUMBERS: Final = _values("numbers")
ORDINALS: Final = _values("ordinals")
HOURS: Final = _values("units")
ALONE: Final = _words("alone")
EACH: Final = _words("each")
ARTICLES: Final = _words("articles")
FILLERS: Final = _words("fillers")
WORKING: Final = _words("working")
WORKING_DAYS: Final = _words("working_days")
RANGES: Final = _words("ranges") | {"-"}


def plain_text(text: str) -> str:
    """Small letters without accents, fractions as 1/2, and one kind of dash."""
    characters = [_spelled_out(character) for character in text]
    plain = fold("".join(characters)).translate(DASHES)
    return PLURAL.sub("", " ".join(plain.split())).strip(" .!")


def _spelled_out(character: str) -> str:
    if unicodedata.category(character) == "No" and "⁄" in unicodedata.normalize("NFKC", character):
        return f" {Fraction(unicodedata.numeric(character)).limit_denominator(10)} "
    return character


def length_in_words(text: str) -> Length | None:
    """The length that a plain text tells, such as "every two weeks" or "1 day 12 hours"."""
    tokens = TOKEN.findall(text)
    if not tokens or tokens[0] == "-":
        return None
    is_each = tokens[0] in EACH
    is_working = not WORKING_DAYS.isdisjoint(tokens) or not WORKING.isdisjoint(tokens)
    tokens = [token for token in tokens if token not in EACH | WORKING | FILLERS]
    tokens = ["days" if token in WORKING_DAYS else token for token in tokens]
    hours = _hours(_without_articles(tokens), is_each)
    if hours is None or (is_working and not _in_days(tokens)):
        return None
    return Length(hours, is_working)


def _in_days(tokens: list[str]) -> bool:
    """Whether every unit is the day."""
    return all(HOURS.get(token, DAY) == DAY for token in tokens)


def _without_articles(tokens: list[str]) -> list[str]:
    """The tokens, with "a" as one before a unit and without it beside another number."""
    plain: list[str] = []
    for i, token in enumerate(tokens):
        after = tokens[i + 1] if i + 1 < len(tokens) else ""
        if token not in ARTICLES or (plain and after[:1].isdigit()):
            plain.append(token)
        elif after in HOURS and not plain:
            plain.append("one")
        elif after not in NUMBERS and not after[:1].isdigit() and plain[-1:] != ["half"]:
            plain.append(token)
    return plain


def _hours(tokens: list[str], is_each: bool) -> Fraction | None:
    """The hours that tokens tell; None where one of them has no part in it."""
    if len(tokens) == 1 and (tokens[0] in ALONE or is_each):
        return HOURS.get(tokens[0])
    if is_each and len(tokens) == 2 and tokens[0] in ORDINALS and tokens[1] in HOURS:
        return ORDINALS[tokens[0]] * HOURS[tokens[1]]
    return _sum(tokens)


def _sum(tokens: list[str]) -> Fraction | None:
    """The sum of numbers of units, the longest unit first: "1 week 2 days"."""
    total = Fraction(0)
    units: list[Fraction] = []
    amount: list[str] = []
    for token in tokens:
        if token not in HOURS:
            amount.append(token)
            continue
        unit, number = HOURS[token], _number(amount)
        if number is None or (units and unit >= units[-1]):
            return None
        total += number * unit
        units.append(unit)
        amount = []
    if amount or not units:
        return None
    return total


def _number(tokens: list[str]) -> Fraction | None:
    """The number told before a unit: "3", "1 1/2", or the longer end of "3 - 5"."""
    match tokens:
        case [one] | [one, "-"]:
            return _value(one)
        case [one, between, other] if between in RANGES:
            first, second = _value(one), _value(other)
            return max(first, second) if first and second else None
        case [whole, part]:
            first, second = _value(whole), _value(part)
            if first and second and first.denominator == 1 and second < 1:
                return first + second
    return None


def _value(word: str) -> Fraction | None:
    """A number in digits or in a word; None for one that is not clear, such as 1.500."""
    if word in NUMBERS:
        return NUMBERS[word]
    if THOUSANDS.fullmatch(word):
        return Fraction(word.replace(",", ""))
    if AMBIGUOUS.fullmatch(word):
        return None
    if re.fullmatch(r"\d{1,3}/[1-9]\d?", word):
        return Fraction(word)
    if DECIMAL.fullmatch(word):
        return Fraction(word.replace(",", "."))
    return None
