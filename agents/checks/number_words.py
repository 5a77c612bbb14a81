"""The words that numbers are made of, in English and Spanish, folded."""

import re
from decimal import Decimal
from typing import Final

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
ALL_WORDS: Final = "|".join(
    sorted(
        (
            *UNITS,
            *TENS,
            *HUNDREDS,
            *DOZENS,
            *(word for word in SCALES if len(word) > 1),
            *(f"{word}[oa]s" for word in SPANISH_HUNDREDS),
        ),
        key=len,
        reverse=True,
    )
)
RUN: Final = re.compile(rf"\b(?:{ALL_WORDS})\b(?:[ -](?:(?:and|y|a) )?(?:{ALL_WORDS})\b)*")


def is_number_word(word: str) -> bool:
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


def value_in_words(words: list[str]) -> Decimal:
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
