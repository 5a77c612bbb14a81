"""What a price comes to for the quantity that a note names: "three groups" at a price for each."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from babel.numbers import format_decimal

from agents.checks.folding import folded
from agents.checks.money import Price, prices_in
from agents.checks.numbers import Number, numbers_in
from agents.playbook.display import visible
from agents.playbook.fit import LONGEST_NOTE
from tools.domain.lead import LeadContext

NEWEST_NOTES: Final = 2  # whose quantities are taken for those of the question
MOST: Final = 100_000  # a quantity beyond it is something else, such as a phone number
FIGURE: Final = re.compile(r"\d[\d.,]*")
UNIT: Final = re.compile(r"\W*(?:per|por|for each|por cada|each|a|al)\W+([a-z]{3,})")
PERIOD: Final = re.compile(r"\b(?:a|per|al|por) (?:month|year|week|mes|ano|semana)\b")
TIMES: Final = frozenset("month year week day hour minute mes ano semana dia hora minuto".split())
EACH: Final = re.compile(r"\W+(?:each|per|apiece|cada un[ao])\b")
SINGLE: Final = re.compile(
    r"\W+[a-z]+(?: [a-z]+)? (?:with|con) (?:one|an?|una?) ([a-z]+) (?:each|cada un[ao])\b"
)
WITH: Final = re.compile(r"\W+[a-z]+(?: [a-z]+)?\W+(?:with|of|con|de)\W+")
NOUNS: Final = re.compile(r"\W{1,2}([a-z]+)(?: ([a-z]+))?")


class Sum(NamedTuple):
    """A product's price for a quantity: `quantity` in the note's words, `total` as the price is
    written, and the places of product and note among those of the context.
    """

    product: int
    note: int
    quantity: str  # "three groups"
    total: str  # "€1,620", or "€1,620 a month"
    value: Decimal


def sums_in(context: LeadContext) -> Iterator[Sum]:
    """Yields the sums that the newest notes give a quantity for; the latest note counts."""
    past = [i for i, note in enumerate(context.interactions) if note.at <= context.now]
    for place, product in enumerate(context.products):
        for note in reversed(past[-NEWEST_NOTES:]):
            total = _sum(context, place, note)
            if product.price and total:
                yield total
                break


def _sum(context: LeadContext, place: int, note: int) -> Sum | None:
    """Returns what a product costs for the one quantity of its unit that a note names."""
    price_text = visible(context.products[place].price or "")
    prices = prices_in(folded(price_text).text)
    if len(prices) != 1:
        return None  # a price with steps is not multiplied
    unit = _unit(folded(price_text).text, prices[0])
    text = visible(context.interactions[note].summary)[:LONGEST_NOTE]
    numbers = numbers_in(folded(text).text)
    counts = [number for number in numbers if _counts(number, unit, text)]
    if not counts:
        return _sum_of_singles(context, place, note, unit)
    if len(counts) != 1:
        return None
    end = _end_of_noun(counts[0], unit, folded(text).text)
    quantity = text[counts[0].start : end]
    value = counts[0].value
    holder = _holder(counts[0], end, numbers, folded(text).text)
    if holder:  # "three surgeries with one panel each"
        quantity = text[holder.start : end]
        value *= holder.value
    if value <= 1:
        return None
    total = _total(price_text, prices[0].amount.value * value, context)
    return Sum(place, note, quantity, total, value * prices[0].amount.value) if total else None


def _sum_of_singles(context: LeadContext, place: int, note: int, unit: str | None) -> Sum | None:
    """Returns what a product costs for "two shops with one till each"."""
    text = visible(context.interactions[note].summary)[:LONGEST_NOTE]
    small = folded(text).text
    for number in numbers_in(small):
        match = SINGLE.match(small, number.end)
        if unit and match and _singulars(match[1]) & _singulars(unit):
            price_text = visible(context.products[place].price or "")
            value = prices_in(folded(price_text).text)[0].amount.value * number.value
            quantity = text[number.start : match.end()]
            total = _total(price_text, value, context)
            return Sum(place, note, quantity, total, value) if total else None
    return None


def grand_total(sums: Sequence[Sum], context: LeadContext) -> str:
    """Returns what sums come to together; '' where they are not of one currency and period."""
    shapes = {FIGURE.sub("", total.total) for total in sums}
    if len(sums) < 2 or len(shapes) != 1:
        return ""
    price_text = visible(context.products[sums[0].product].price or "")
    return _total(price_text, sum((total.value for total in sums), Decimal()), context)


def _unit(text: str, price: Price) -> str | None:
    """Returns what a price is for one of, such as "group"; None for a price a month only."""
    for match in UNIT.finditer(text, max(0, price.end - 1)):
        if match[1] not in TIMES:
            return match[1]
    return None


def _counts(number: Number, unit: str | None, text: str) -> bool:
    """Returns whether a number counts units: "three groups", "120 pallets"."""
    if unit is None or not 1 <= number.value <= MOST or number.value != int(number.value):
        return False
    return _end_of_noun(number, unit, folded(text).text) > number.end


def _holder(number: Number, end: int, numbers: Sequence[Number], text: str) -> Number | None:
    """Returns how many have so many units each: three, in "three surgeries with one panel each"."""
    before = [other for other in numbers if other.end < number.start]
    if not before or not EACH.match(text, end):
        return None
    between = text[before[-1].end : number.start]
    return before[-1] if WITH.fullmatch(between) else None


def _end_of_noun(number: Number, unit: str | None, text: str) -> int:
    """Returns where the unit ends that one or two words behind a number name; the number's own end
    where they do not.
    """
    nouns = NOUNS.match(text, number.end)
    for group in (1, 2):
        word = nouns[group] if nouns else None
        if nouns and word and unit and _singulars(word) & _singulars(unit):
            return nouns.end(group)
    return number.end


def _singulars(word: str) -> set[str]:
    """Returns what a word is the plural of, in either language: "boxes" of "box"."""
    return {word, word.removesuffix("s"), word.removesuffix("es")}


def _total(price_text: str, value: Decimal, context: LeadContext) -> str:
    """Returns an amount written as the price is, with its period; '' where it cannot be."""
    figure = FIGURE.search(price_text)
    if not figure:
        return ""
    before, behind = price_text[: figure.start()], price_text[figure.end() :]
    currency = re.match(r"\s?[^\s\w]{1,3}|\s?[A-Z]{3}\b", behind)
    locale = f"{context.site.language}_{context.site.country or 'US'}"
    places = 0 if value == int(value) else 2
    pattern = "#,##0.00" if places else "#,##0"
    amount = format_decimal(value, format=pattern, locale=locale)
    period = PERIOD.search(folded(price_text).text)
    tail = f" {price_text[period.start() : period.end()]}" if period else ""
    return f"{before}{amount}{currency.group() if currency else ''}{tail}".strip()
