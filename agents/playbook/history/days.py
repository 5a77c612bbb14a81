"""How a day is worked out from words: each function reads one sort of match.

A year that is not named is the one of the next such day to come, seen from the day of the note.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from agents.playbook.history.day_words import date_words, months, numbers, weekdays

ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4,
    "primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4,
}  # fmt: skip
SEASONS: Final = {
    "spring": 3, "primavera": 3, "summer": 6, "verano": 6,
    "autumn": 9, "fall": 9, "otono": 9, "winter": 12, "invierno": 12,
}  # fmt: skip
EARLY, MIDDLE, LATE = 1, 15, 25  # days of a month


def _coming(noted: date, month: int, day: int, year: str | None) -> date:
    """Returns a day of a given year, else the next one to come."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    first = date(noted.year, month, day)
    if first >= noted.replace(day=1) and first >= noted:
        return first
    return date(noted.year + 1, month, day)


def _in_period(noted: date, month: int, length: int, match: re.Match[str]) -> date:
    """Returns the beginning, middle or end of a period of months, the next to come."""
    groups = match.groupdict()
    part = groups.get("part") or ""
    parts = date_words()["parts"]
    day, last = EARLY, month
    if re.fullmatch(parts["middle"], part):
        day, last = MIDDLE, month + length // 2
    elif re.fullmatch(parts["late"], part):
        day, last = LATE, month + length - 1
    return _coming(noted, last, day, groups.get("year"))


def _iso(match: re.Match[str], noted: date) -> date:
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def _day_of_month(match: re.Match[str], noted: date) -> date:
    return _coming(noted, months()[match["name"]], int(match["day"]), match["year"])


def _numbers_of_date(match: re.Match[str], noted: date) -> date:
    day, month = int(match["day"]), int(match["month"])
    if month > 12:
        day, month = month, day
    return _coming(noted, month, day, match["year"])


def american(match: re.Match[str], noted: date) -> date:
    """Returns the day of "12/3", which is 3 December in the United States."""
    month, day = int(match["day"]), int(match["month"])
    if month > 12:
        day, month = month, day
    return _coming(noted, month, day, match["year"])


def _quarter(match: re.Match[str], noted: date) -> date:
    digit = match["digit"] or match["letter"]
    number = int(digit) if digit else ORDINALS[match["ordinal"]]
    return _in_period(noted, 3 * number - 2, 3, match)


def _half(match: re.Match[str], noted: date) -> date:
    number = int(match["digit"]) if match["digit"] else ORDINALS[match["ordinal"]]
    return _coming(noted, 6 * number - 5, 1, match["year"])


def _month(match: re.Match[str], noted: date) -> date:
    return _back_at_work(_in_period(noted, months()[match["name"]], 1, match))


def _back_at_work(day: date) -> date:
    """Returns a day, but the first working week of January for New Year's Day."""
    return working_january(day.year) if (day.month, day.day) == (1, 1) else day


def _new_year(match: re.Match[str], noted: date) -> date:
    """Returns the first Monday of the next year, when people are back."""
    return working_january(noted.year + 1)


def working_january(year: int) -> date:
    """Returns the first Monday of a year after New Year's Day."""
    day = date(year, 1, 2)
    return day + timedelta(days=-day.weekday() % 7)


def _summer_end(match: re.Match[str], noted: date) -> date:
    return _coming(noted, 9, 1, None)


def _easter_end(match: re.Match[str], noted: date) -> date:
    """Returns the Tuesday after the next Easter."""
    day = easter(noted.year) + timedelta(days=2)
    if day < noted:
        day = easter(noted.year + 1) + timedelta(days=2)
    return day


def easter(year: int) -> date:
    """Returns Easter Sunday, by the Gregorian computus (Meeus, Jones, Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    skipped = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - skipped + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _season(match: re.Match[str], noted: date) -> date:
    return _coming(noted, SEASONS[match["season"]], 21, None)


def _ahead(match: re.Match[str], noted: date) -> date:
    count = match["count"]
    number = int(count) if count.isdigit() else numbers()[count]
    unit = match["unit"]
    if unit[0] == "d":
        return noted + timedelta(days=number)
    if unit[0] in "ws" and not unit.startswith("y"):
        return noted + timedelta(weeks=number)
    return months_after(noted, number if unit[0] == "m" else 12 * number)


def months_after(day: date, count: int) -> date:
    """Returns the same day some months later, or the 28th where the month is too short."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, 28))


def _calendar_week(match: re.Match[str], noted: date) -> date:
    week = int(match["week"])
    day = date.fromisocalendar(noted.year, week, 1)
    return day if day >= noted else date.fromisocalendar(noted.year + 1, week, 1)


def _next_period(match: re.Match[str], noted: date) -> date:
    unit = match["unit"] or match["unit_after"]
    if unit[0] in "ws":
        return _next_week(noted)
    if unit.startswith("m"):
        return months_after(noted.replace(day=1), 1)
    return months_after(noted.replace(day=1), 3 - (noted.month - 1) % 3)


def _period_end(match: re.Match[str], noted: date) -> date:
    """Returns the last working or calendar day of a week, month, quarter or year."""
    unit = match["unit"] or match["unit_es"] or match["short"][2]
    if unit[0] in "ws":
        return noted + timedelta(days=(4 - noted.weekday()) % 7)
    months = {"m": 1, "q": 3 - (noted.month - 1) % 3, "t": 3 - (noted.month - 1) % 3}
    count = months.get(unit[0], 13 - noted.month)
    return months_after(noted.replace(day=1), count) - timedelta(days=1)


def _weekday(match: re.Match[str], noted: date) -> date:
    ahead = (weekdays()[match["name"]] - 1 - noted.weekday()) % 7
    return noted + timedelta(days=ahead or 7)


def _next_weekday(match: re.Match[str], noted: date) -> date:
    """Returns the day in the week after this one."""
    return _next_week(noted) + timedelta(days=weekdays()[match["name"]] - 1)


def _next_week(noted: date) -> date:
    return noted + timedelta(days=7 - noted.weekday())


def _tomorrow(match: re.Match[str], noted: date) -> date:
    return noted + timedelta(days=1)


def _today(match: re.Match[str], noted: date) -> date:
    return noted


def _day_number(match: re.Match[str], noted: date) -> date:
    day = noted.replace(day=int(match["day"]))
    return day if day > noted else months_after(day, 1).replace(day=int(match["day"]))


def _year(match: re.Match[str], noted: date) -> date:
    return working_january(int(match["year"]))


Reader = Callable[[re.Match[str], date], date]
READERS: Final[dict[str, Reader]] = {
    "iso": _iso,
    "day_of_month": _day_of_month,
    "numbers": _numbers_of_date,
    "quarter": _quarter,
    "half": _half,
    "month": _month,
    "new_year": _new_year,
    "summer_end": _summer_end,
    "easter_end": _easter_end,
    "season": _season,
    "ahead": _ahead,
    "calendar_week": _calendar_week,
    "next_period": _next_period,
    "period_end": _period_end,
    "next_weekday": _next_weekday,
    "weekday": _weekday,
    "tomorrow": _tomorrow,
    "today": _today,
    "day_number": _day_number,
    "year": _year,
}
EXACT: Final = frozenset(
    "iso day_of_month numbers next_weekday weekday tomorrow today day_number ahead".split()
)
