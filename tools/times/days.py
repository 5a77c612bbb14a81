"""Which days are none to write on, and why: weekends, public holidays, a site's own days off."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import holidays

WEEKEND: Final = frozenset({5, 6})  # Saturday and Sunday, where a country has no calendar
WEEKEND_REASON: Final = "weekend"
DAY_OFF_REASON: Final = "day off of the site"
ENGLISH: Final = "en_US"  # names are in the country's own language where it has no English ones


def day_off(
    day: date,
    country: str | None,
    region: str | None = None,
    days_off: frozenset[date] = frozenset(),
) -> str:
    """Why a day is none to write on there, such as "Thanksgiving Day"; "" for a working day.

    Where the region is not known, a holiday of most of the country's regions counts.
    """
    holiday = _holidays(country, region, day.year).get(day)
    if holiday:
        return holiday
    if day.weekday() in _weekend(country):
        return WEEKEND_REASON
    if day in days_off:
        return DAY_OFF_REASON
    return ""


def _weekend(country: str | None) -> frozenset[int]:
    """The days of the week (Monday is 0) that are none of work."""
    calendar = _calendar(country)
    if calendar is None:
        return WEEKEND
    return frozenset(calendar.weekend)


@lru_cache(maxsize=512)
def _holidays(country: str | None, region: str | None, year: int) -> Mapping[date, str]:
    """The public holidays of a year, by their English names."""
    national = _calendar(country)
    if national is None:
        return {}
    if region in national.subdivisions:
        return _holidays_of(country, year, region)
    holidays_by_day = _holidays_of(country, year, None)
    return _holidays_of_most_regions(country, year, national.subdivisions) | holidays_by_day


def _holidays_of_most_regions(
    country: str | None, year: int, regions: tuple[str, ...]
) -> dict[date, str]:
    """The days that are a holiday in more than half of the regions."""
    names: dict[date, str] = {}
    counts: Counter[date] = Counter()
    for region in regions:
        by_day = _holidays_of(country, year, region)
        counts.update(by_day.keys())
        names = by_day | names
    return {day: names[day] for day, count in counts.items() if 2 * count > len(regions)}


def _holidays_of(country: str | None, year: int, region: str | None) -> dict[date, str]:
    """The holidays of a year in a region, or of the whole country where it is None."""
    if country is None:
        return {}
    return dict(holidays.country_holidays(country, region, years=year, language=ENGLISH).items())


@lru_cache(maxsize=256)
def _calendar(country: str | None) -> holidays.HolidayBase | None:
    """A country's calendar; None for a country that the library lacks."""
    if not country:
        return None
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return None
