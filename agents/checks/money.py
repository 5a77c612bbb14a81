"""Amounts of money in copy, and whether they follow from prices on file."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from agents.checks.numbers import Number, numbers_in

CURRENCY: Final = {
    word: code
    for code, words in {
        "EUR": "€ eur euro euros",
        "$": "$ usd us$ dollar dollars dolar dolares mxn mx$ peso pesos bucks",
        "GBP": "£ gbp pound pounds libra libras quid",
        "JPY": "¥ jpy yen",
        "CHF": "chf franc francs franco francos",
        "cent": "cent cents centimo centimos pence",
        "BRL": "r$ brl reais",
        "SEK": "sek kr kronor",
    }.items()
    for word in words.split()
}
NAMES: Final = "|".join(re.escape(word) for word in sorted(CURRENCY, key=len, reverse=True))
BEFORE: Final = re.compile(rf"(?:^|[^a-z])({NAMES}) ?$")
BEHIND: Final = re.compile(rf"[ -]?({NAMES})(?![a-z])")
# A number with one of these behind it is a price too: "for 99 a month".
PERIODS: Final = (
    "month|year|user|seat|licen[cs]e|quarter|head|mes|ano|usuario|puesto|licencia|trimestre"
)
EACH: Final = re.compile(rf" ?,?(?:-|\.-)? ?(?:a|an|per|each|al|por|/) ?(?:{PERIODS})\b")
# "Two a month" counts anything; with one of these in front, or from thirteen up, it may be a price.
FOR: Final = re.compile(r"\b(?:for|at|only|just|por|a|solo) $")
MOST_COUNTED: Final = 12
WEIGHT: Final = re.compile(r"\b(?:weigh|pesa|kilo|sack|bag|saco)|^ of\b|^ de\b")
WEIGHTS: Final = frozenset({"pound", "pounds", "libra", "libras", "pesos", "peso"})
PRICE_WORD: Final = re.compile(
    r"(?:price|cost|costs|priced at|charge|fee|for only|for just|yours for"
    r"|precio|cuesta|cuestan|sale por|por solo)"
    r"(?: (?:is|of|at|you|just|only|about|es|de|a|unos|solo|le|now|around|from|starts at)){0,3} $"
)
UNCOUNTED: Final = re.compile(r" ?(?:[.,;:!?)]|$|\n| (?:a|per|for|in|al|por|en|each)\b)")
MOST_PRICES: Final = 40  # of a site that sums are made of
CENT: Final = Decimal("0.01")
YEARLY: Final = Decimal(12)


class Amount(NamedTuple):
    """A sum of money; without a currency where none is named."""

    value: Decimal
    currency: str | None


class Price(NamedTuple):
    """An amount, and the places of its words in the folded text."""

    amount: Amount
    start: int
    end: int


@lru_cache(maxsize=1024)
def prices_in(text: str) -> tuple[Price, ...]:
    """Returns the prices that a folded text names."""
    prices = []
    for number in numbers_in(text):
        price = _price(text, number)
        if price:
            prices.append(price)
    return tuple(prices)


def _price(text: str, number: Number) -> Price | None:
    before = BEFORE.search(text[max(0, number.start - 6) : number.start])
    behind = BEHIND.match(text, number.end)
    if before:
        start = number.start - len(before.group().lstrip())
        return Price(Amount(number.value, CURRENCY[before[1]]), start, number.end)
    if behind and not _is_weight(text, number, behind):
        return Price(Amount(number.value, CURRENCY[behind[1]]), number.start, behind.end())
    each = EACH.match(text, number.end)
    if each and _is_for_each(text, number):
        return Price(Amount(number.value, None), number.start, each.end())
    if UNCOUNTED.match(text, number.end) and PRICE_WORD.search(
        text[max(0, number.start - 40) : number.start]
    ):
        return Price(Amount(number.value, None), number.start, number.end)
    return None


def _is_weight(text: str, number: Number, unit: re.Match[str]) -> bool:
    """Returns whether the pounds behind a number are those of a scale."""
    if unit[1] not in WEIGHTS:
        return False
    before = text[max(0, number.start - 30) : number.start]
    return bool(WEIGHT.search(before) or WEIGHT.match(text[unit.end() : unit.end() + 4]))


def _is_for_each(text: str, number: Number) -> bool:
    """Returns whether a number for each month or person may be a price without a currency."""
    before = text[max(0, number.start - 40) : number.start]
    if PRICE_WORD.search(before):
        return True
    return number.value > MOST_COUNTED and FOR.search(before) is not None


def amounts_in(text: str) -> frozenset[Amount]:
    """Returns the amounts of a folded text."""
    return frozenset(price.amount for price in prices_in(text))


def is_ours(
    amount: Amount, ours: Iterable[Amount], counts: Iterable[Decimal], discount: int
) -> bool:
    """Returns whether an amount is one of ours, or follows from them.

    A price, or the sum of two, may be taken as often as one of the `counts` says, or the difference
    of two of them, and added to a price (390 + 2 x 60); an allowed discount in percent may be taken
    off; what results may be shared by a count, as for the price a head.
    """
    same = frozenset(our.value for our in ours if _same_currency(our, amount))
    if amount.value in same:
        return True
    if not same or len(same) > MOST_PRICES:
        return False
    times = _times(counts)
    products = _products(same, times)
    if _forms(amount.value, times, discount) & products or amount.value * 2 in same:
        return True
    if any(amount.value == first - second for first in same for second in same):
        return True
    totals = {amount.value, amount.value / YEARLY}
    return any(total - price in products for price in same for total in totals)


@lru_cache(maxsize=64)
def _products(prices: frozenset[Decimal], times: frozenset[Decimal]) -> frozenset[Decimal]:
    """Returns prices, and sums of two, as often as they may be taken."""
    bases = set(prices)
    bases |= {first + second for first, second in combinations(sorted(prices), 2)}
    return frozenset(base * n for base in bases for n in times) | bases


def _forms(value: Decimal, times: frozenset[Decimal], discount: int) -> set[Decimal]:
    """Returns the totals that an amount may stand for: by head, by month, or less a discount."""
    totals = {value, value / YEARLY} | {value * n for n in times}
    if not discount:
        return totals
    left = 1 - Decimal(discount) / 100
    discounted = {(total / left).quantize(CENT) for total in totals} if left else set()
    return totals | discounted | {value * 100 / Decimal(discount)}


def _times(counts: Iterable[Decimal]) -> frozenset[Decimal]:
    """Returns how often a price may be taken: whole numbers, and the differences of two."""
    whole = {n for n in counts if n == n.to_integral_value() and 0 < n <= 10_000}
    small = set(sorted(whole)[:20])
    differences = {abs(a - b) for a in small for b in small}
    return frozenset(n for n in small | differences if n) | {YEARLY}


def _same_currency(ours: Amount, other: Amount) -> bool:
    return other.currency is None or ours.currency is None or ours.currency == other.currency
