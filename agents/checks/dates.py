"""Dates and weekdays in copy."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from agents.checks.phrases import holds
from agents.checks.reading import Reading
from agents.checks.scene import Scene
from tools.domain.sequence import Speaker

MONTHS: Final = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sept oct nov dic",
    )
    for number, name in enumerate(names.split(), start=1)
}
WEEKDAYS: Final = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "lunes martes miercoles jueves viernes sabado domingo",
    )
    for number, name in enumerate(names.split())
}
MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
DIGIT: Final = re.compile(r"\d")
WEEKDAY: Final = "|".join(WEEKDAYS)
DAY: Final = r"\d{1,2}"
DATE: Final = re.compile(
    rf"\b(?P<d1>{DAY})(?:st|nd|rd|th|º)?(?: de| of)? (?P<m1>{MONTH})\b\.?"
    r"(?:,?(?: de| del)? (?P<y1>20\d\d))?"
    rf"|\b(?P<m2>{MONTH})\.? (?P<d2>{DAY})(?:st|nd|rd|th)?\b(?!:\d)(?:,? (?P<y2>20\d\d))?"
    rf"|\b(?P<y3>20\d\d)-(?P<m3>{DAY})-(?P<d3>{DAY})\b"
    rf"|(?<![\d/.])(?P<d4>{DAY})/(?P<m4>{DAY})(?:/(?P<y4>(?:20)?\d\d))?(?![\d/])"
)
BESIDE: Final = re.compile(rf"\b({WEEKDAY}),? (?:the |el |dia )?$")
BEHIND: Final = re.compile(rf",? ?\(?(?:a |un |el )?({WEEKDAY})\b")
LAST_WEEKDAY: Final = re.compile(
    rf"\blast ({WEEKDAY})\b|\b({WEEKDAY}) pasado\b|\bpasado ({WEEKDAY})\b"
)
ON_WEEKDAY: Final = re.compile(rf"\b(?:on|el) ({WEEKDAY})\b")
NEAR: Final = timedelta(days=21)
NEARLY_NOW: Final = timedelta(days=45)
FARTHEST: Final = timedelta(days=400)


class Date(NamedTuple):
    """A date that a text names, and its place; without a year, `year` is None."""

    day: int
    month: int
    year: int | None
    start: int
    end: int

    def near(self, other: date) -> date | None:
        """Returns the date, in the year that brings it nearest to another day; None if none is."""
        years = [self.year] if self.year else [other.year - 1, other.year, other.year + 1]
        days = []
        for year in years:
            try:
                days.append(date(year, self.month, self.day))
            except ValueError:
                continue
        return min(days, key=lambda day: abs(day - other), default=None)


@lru_cache(maxsize=512)
def dates_in(text: str) -> tuple[Date, ...]:
    """Returns the dates of a folded text."""
    return tuple(_dates(text))


def _dates(text: str) -> Iterator[Date]:
    if not DIGIT.search(text):
        return
    for match in DATE.finditer(text):
        parts = {name[0]: value for name, value in match.groupdict().items() if value}
        month = MONTHS.get(parts["m"]) or int(parts["m"])
        day = int(parts["d"])
        if month > 12 and day <= 12:
            month, day = day, month
        if not (1 <= month <= 12 and 1 <= day <= 31):
            continue
        year = int(parts["y"]) if "y" in parts else None
        if year and year < 100:
            year += 2000
        yield Date(day, month, year, match.start(), match.end())


def unnoted_dates(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the past days on which nothing is noted."""
    if not dates_in(reading.folded.text):
        return
    known = _known_days(scene)
    for sentence in reading.sentences:
        for named in dates_in(sentence.text):
            day = named.near(scene.day)
            swapped = named._replace(day=named.month, month=named.day).near(scene.day)
            if day is None or {(d.month, d.day) for d in (day, swapped) if d} & known:
                continue
            if abs(day - scene.today) <= NEARLY_NOW and _is_noted_day(day.day, scene):
                continue
            is_told = day > scene.today + NEARLY_NOW and _is_told(sentence.text)
            is_past = day < scene.today or (not named.year and is_told)
            if is_past or day > scene.day + FARTHEST:
                yield reading.quote(sentence, named.start, named.end)


def _is_noted_day(day: int, scene: Scene) -> bool:
    """Returns whether a note names a day of the month, as in "Tuesday 22 at 10"."""
    return any(
        source.speaker is Speaker.NOTE and re.search(rf"(?<!\d){day}(?!\d)", source.text)
        for source in scene.ground.sources
    )


def _is_told(sentence: str) -> bool:
    """Returns whether a folded sentence tells of what was, and proposes nothing."""
    return holds("past", sentence) and not holds("open", sentence)


def _known_days(scene: Scene) -> set[tuple[int, int]]:
    """Returns the (month, day) of notes, touches and dates in facts."""
    days = {(day.month, day.day) for day in scene.ground.days | scene.touch_days}
    for named in dates_in(scene.ground.texts):
        days |= {(named.month, named.day), (named.day, named.month)}
    return days


def misplaced_weekdays(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the weekdays that their date does not fall on, or on which nothing is noted."""
    for sentence in reading.sentences:
        for named in dates_in(sentence.text):
            beside = BESIDE.search(sentence.text[max(0, named.start - 20) : named.start])
            behind = BEHIND.match(sentence.text, named.end)
            match = beside or behind
            day = named.near(scene.day)
            if match and day and day.weekday() != WEEKDAYS[match[1]]:
                start = named.start - len(beside.group()) if beside else named.start
                end = named.end if beside or not behind else behind.end()
                yield reading.quote(sentence, start, end)
        yield from _unnoted_weekdays(sentence.text, scene)


def _unnoted_weekdays(sentence: str, scene: Scene) -> Iterator[str]:
    """Yields the weekdays of the past, as "last Monday", on which nothing is noted."""
    weekdays = [next(filter(None, match.groups())) for match in LAST_WEEKDAY.finditer(sentence)]
    if _is_told(sentence) and not dates_in(sentence):
        weekdays += ON_WEEKDAY.findall(sentence)
    for weekday in weekdays:
        if weekday not in scene.ground.texts and not _is_noted(WEEKDAYS[weekday], scene):
            yield weekday


def _is_noted(weekday: int, scene: Scene) -> bool:
    """Returns whether something is noted, or a touch goes out, on that weekday lately."""
    days = scene.ground.days | scene.touch_days
    return any(day.weekday() == weekday and abs(scene.day - day) <= NEAR for day in days)
