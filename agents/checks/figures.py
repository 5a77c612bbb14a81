"""Figures in copy: amounts of money, numbers, and shares in words."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from agents.checks.addresses import addresses_in, phones_in
from agents.checks.dates import dates_in
from agents.checks.ground import Ground
from agents.checks.money import is_ours, prices_in
from agents.checks.numbers import Number, numbers_in
from agents.checks.reading import Reading, Sentence
from agents.checks.scene import Scene
from agents.policy import MEETING_MINUTES
from tools.domain.sequence import Speaker

TIME: Final = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?: ?(?:a\.?m|p\.?m|h|hrs?|horas)\b\.?)?|\b\d{1,2} ?(?:a\.?m|p\.?m)\b\.?|\b\d{1,2} ?h\b"
)
UNIT: Final = re.compile(
    r"[ -]?(?:%|x\b|percent|per cent|por ciento|times\b|veces\b|hours?\b|hrs?\b|minutes?\b|mins?\b|days?\b|weeks?\b"
    r"|months?\b|years?\b|horas?\b|minutos?\b|dias?\b|semanas?\b|meses\b|anos?\b)"
)
MINUTES: Final = re.compile(r"[ -]?(?:minutes?|mins?|minutos?|min\.?)\b")
TIMES_OUR_OWN: Final = re.compile(
    r"\b(?:would|could|can|shall|if|will|i'll|we'll|let's|call|talk|meet|demo|reply|answer|write|back|wait"
    r"|podria|puedo|si|llam\w+|hablar|vernos|le vien\w+|escrib\w+|contest\w+|respond\w+|dentro de)\b"
)
TEAM_OF: Final = re.compile(r"\b(?:team|staff|crew|group|equipo|plantilla) (?:of|de) $")
DURATIONS: Final = MEETING_MINUTES | {5, 25, 40, 45, 60, 90}  # minutes that talks take
PERCENT: Final = re.compile(r" ?(?:%|percent|per cent|por ciento)")
SMALL: Final = 12
HUNDREDTHS: Final = {
    "half": 50, "mitad": 50, "third": 33, "tercio": 33, "quarter": 25, "cuarto": 25, "fifth": 20, "quinto": 20,
    "double": 200, "doble": 200, "triple": 300, "twice": 200,
}  # fmt: skip
RATIO: Final = re.compile(r"(\w+) (?:in|out of|de cada) (\w+)")


def foreign_prices(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the amounts of money that no price on file gives."""
    ground = scene.ground
    text = reading.folded.text
    counts = _counts(text, ground)
    allowed = ground.our_amounts
    if reading.audience == "representative":
        allowed = ground.amounts
    verified = set(allowed)
    for price in prices_in(text):
        amount = price.amount
        if amount.currency is None and amount.value in ground.numbers:
            continue
        if amount.value == 0 or is_ours(amount, verified, counts, ground.discount):
            verified.add(amount)
            continue
        yield reading.folded.quote(price.start, price.end)


def _counts(text: str, ground: Ground) -> set[Decimal]:
    """Returns the numbers that a price may be taken by: those of the text and of notes."""
    counts = {number.value for number in numbers_in(text)}
    for source in ground.sources:
        if source.speaker in (Speaker.NOTE, Speaker.LEAD):
            counts |= {number.value for number in numbers_in(source.text)}
    return {count for count in counts if count <= 1000}


def foreign_figures(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the figures that stand in no fact."""
    text = _without_known(reading)
    for sentence in reading.sentences:
        words = text[sentence.start : sentence.end]
        for number in numbers_in(words):
            if _is_news(number, words, sentence, reading, scene):
                end = UNIT.match(words, number.end)
                yield reading.quote(sentence, number.start, end.end() if end else number.end)


def _without_known(reading: Reading) -> str:
    """Returns the folded text with spaces where other rules look: prices, dates, times."""
    text = reading.folded.text
    spans = [(match.start(), match.end()) for match in TIME.finditer(text)]
    for part in (*addresses_in(text), *phones_in(text), *prices_in(text), *dates_in(text)):
        spans.append((part.start, part.end))
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_news(
    number: Number, words: str, sentence: Sentence, reading: Reading, scene: Scene
) -> bool:
    value, ground = number.value, scene.ground
    if value in ground.numbers or value * 1000 in ground.numbers:
        return False
    if TEAM_OF.search(words[max(0, number.start - 10) : number.start]):
        return True
    minutes = MINUTES.match(words, number.end)
    if minutes and value in DURATIONS:
        return False
    has_unit = UNIT.match(words, number.end) is not None
    is_ours = sentence.asks or TIMES_OUR_OWN.search(words) or reading.audience != "lead"
    if (
        has_unit
        and is_ours
        and not re.match(r" ?(?:%|x\b|percent|per cent|por)", words[number.end :])
    ):
        return False
    if value <= SMALL:
        return has_unit and not number.in_words
    if abs(value - scene.today.year) <= 2:
        return False
    return not _is_difference(value, ground)


def _is_difference(value: Decimal, ground: Ground) -> bool:
    """Returns whether a number is the sum or the difference of two numbers in notes."""
    noted: set[Decimal] = set()
    for source in ground.sources:
        if source.speaker is Speaker.NOTE:
            noted |= {number.value for number in numbers_in(source.text.split(":", 1)[-1])}
    return any(value in (a + b, a - b) for a in noted for b in noted if a != b)


def gives_share(words: str, ground: Ground) -> bool:
    """Returns whether the facts give a share that folded words tell: "one in four", 25 %."""
    shares = {Decimal(HUNDREDTHS[word]) for word in HUNDREDTHS if re.search(rf"\b{word}", words)}
    ratio = RATIO.search(words)
    if ratio:
        numbers = [number.value for number in numbers_in(ratio.group())]
        if len(numbers) == 2 and numbers[1]:
            shares.add((numbers[0] * 100 / numbers[1]).quantize(Decimal(1)))
    if shares & ground.numbers:
        return True
    return words.strip() in ground.texts


def is_allowed_discount(sentence: str, ground: Ground) -> bool:
    """Returns whether the site allows the discount that a folded sentence speaks of.

    A share in words is none that it allows, unless it says the same in per cent.
    """
    if not ground.discount:
        return False
    shares = [
        Decimal(HUNDREDTHS[word]) for word in HUNDREDTHS if re.search(rf"\b{word}\b", sentence)
    ]
    percents = [
        number.value for number in numbers_in(sentence) if PERCENT.match(sentence, number.end)
    ]
    return all(share <= ground.discount for share in (*shares, *percents))
