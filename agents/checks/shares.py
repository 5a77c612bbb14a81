"""Shares in words, and discounts: whether the facts give them."""

import re
from decimal import Decimal
from typing import Final

from agents.checks.ground import Ground
from agents.checks.numbers import numbers_in

PERCENT: Final = re.compile(r" ?(?:%|percent|per cent|por ciento)")
HUNDREDTHS: Final = {
    word: hundredths
    for hundredths, words in (
        (50, "half mitad"),
        (33, "third tercio"),
        (25, "quarter cuarto"),
        (20, "fifth quinto"),
        (200, "double doble twice"),
        (300, "triple"),
    )
    for word in words.split()
}
RATIO: Final = re.compile(r"(\w+) (?:in|out of|de cada) (\w+)")


def gives_share(words: str, ground: Ground) -> bool:
    """Returns whether the facts give a share that folded words tell: "one in four", 25 %."""
    shares = {Decimal(HUNDREDTHS[word]) for word in HUNDREDTHS if re.search(rf"\b{word}", words)}
    ratio = RATIO.search(words)
    if ratio:
        part, whole = (numbers_in(ratio[group]) for group in (1, 2))
        if whole and whole[0].value:
            count = part[0].value if part else Decimal(1)  # "una de cada cinco"
            shares.add((count * 100 / whole[0].value).quantize(Decimal(1)))
    if shares & ground.numbers:
        return True
    return words.strip() in ground.texts


def is_allowed_discount(sentence: str, ground: Ground) -> bool:
    """Returns whether the site allows the discount that a folded sentence speaks of.

    A share in words is none that it allows, unless it says the same in per cent.
    """
    if not ground.discount:
        return False
    shares = [Decimal(HUNDREDTHS[word]) for word in sentence.split() if word in HUNDREDTHS]
    for number in numbers_in(sentence):
        if PERCENT.match(sentence, number.end):
            shares.append(number.value)
    return all(share <= ground.discount for share in shares)
