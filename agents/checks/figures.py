"""Figures in copy: amounts of money and other numbers."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from agents.checks.addresses import addresses_in, phones_in
from agents.checks.dates import dates_in
from agents.checks.ground import Ground
from agents.checks.money import Amount, is_ours, prices_in
from agents.checks.numbers import Number, numbers_in
from agents.checks.phrases import holds
from agents.checks.reading import Reading, Sentence
from agents.checks.scene import Scene
from agents.policy import MEETING_MINUTES
from tools.domain.sequence import Speaker

CLOCK: Final = r"\d{1,2}[:.h]\d{2}(?: ?(?:a\.?m|p\.?m|h|hrs?|horas)\b\.?)?"
TIME: Final = re.compile(rf"\b{CLOCK}|\b\d{{1,2}} ?(?:a\.?m|p\.?m)\b\.?|\b\d{{1,2}} ?h\b")
UNIT: Final = re.compile(
    r"\+?[ -]?(?:%|x\b|percent|per cent|por ciento|(?:times|veces|hours?|hrs?|minutes?"
    r"|mins?|days?|weeks?|months?|years?|horas?|minutos?|dias?|semanas?|meses|anos?)\b)"
)
MINUTES: Final = re.compile(r"[ -]?(?:minutes?|mins?|minutos?|min\.?)\b")
TEAM_OF: Final = re.compile(r"\b(?:team|staff|crew|group|equipo|plantilla) (?:of|de) $")
DURATIONS: Final = MEETING_MINUTES | {5, 25, 40, 45, 60, 90}  # minutes that talks take
SHARE: Final = re.compile(r"[ -]?(?:%|x\b|percent|per cent|por|times\b|veces\b)")
FORTNIGHT: Final = re.compile(r"quince dias\b")
SMALL: Final = 12


def foreign_prices(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the amounts of money that no price on file gives."""
    ground = scene.ground
    text = reading.folded.text
    prices = prices_in(text)
    if not prices:
        return
    counts = _counts(text, ground)
    allowed = ground.our_amounts
    if reading.audience == "representative":
        allowed = ground.amounts
    verified = set(allowed)
    for price in prices:
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
    if not numbers_in(reading.folded.text):
        return
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
    spans += [(address.start, address.end) for address in addresses_in(text)]
    spans += [(phone.start, phone.end) for phone in phones_in(text)]
    spans += [(price.start, price.end) for price in prices_in(text)]
    spans += [(date.start, date.end) for date in dates_in(text)]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_news(
    number: Number, words: str, sentence: Sentence, reading: Reading, scene: Scene
) -> bool:
    """Returns whether a number claims something that no fact says."""
    value, ground = number.value, scene.ground
    if value in ground.numbers:
        return False
    if TEAM_OF.search(words[max(0, number.start - 10) : number.start]):
        return True
    if _is_own_time(number, words, sentence, reading):
        return False
    if value <= SMALL:
        return not number.in_words and UNIT.match(words, number.end) is not None
    if abs(value - scene.today.year) <= 2 or _is_difference(value, ground):
        return False
    return not _is_sum_of_prices(value, reading.folded.text, ground)


def _is_own_time(number: Number, words: str, sentence: Sentence, reading: Reading) -> bool:
    """Returns whether a number is a stretch of time that is ours to give, as of a call."""
    if FORTNIGHT.match(words, number.start):
        return True
    if MINUTES.match(words, number.end) and number.value in DURATIONS:
        return True
    if not UNIT.match(words, number.end) or SHARE.match(words, number.end):
        return False
    return sentence.asks or reading.audience != "lead" or holds("own_time", words)


def _is_sum_of_prices(value: Decimal, text: str, ground: Ground) -> bool:
    """Returns whether a number in a text that names prices follows from ours: "with five, 170"."""
    if not prices_in(text):
        return False
    return is_ours(Amount(value, None), ground.our_amounts, _counts(text, ground), ground.discount)


def _is_difference(value: Decimal, ground: Ground) -> bool:
    """Returns whether a number is the sum or the difference of two numbers in notes."""
    noted: set[Decimal] = set()
    for source in ground.sources:
        if source.speaker is Speaker.NOTE:
            noted |= {number.value for number in numbers_in(source.text.split(":", 1)[-1])}
    return any(value in (a + b, a - b) for a in noted for b in noted if a != b)
