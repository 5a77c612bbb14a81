"""When touches go out: in the lead's own working hours, on its country's working days, one a day at
most.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from tools.domain.vocabulary import Channel, Interval

HOURS: Final = {  # local; when each channel is likely to be seen and least in the way
    Channel.EMAIL: time(10, 0),
    Channel.CALL: time(14, 0),
    Channel.MEETING: time(11, 0),
    Channel.LINKEDIN_MESSAGE: time(9, 30),
    Channel.VIDEO_MESSAGE: time(10, 30),
    Channel.WHATSAPP: time(11, 30),
    Channel.SMS: time(12, 0),
}
OPENS, CLOSES = time(9, 0), time(17, 0)
ONE_DAY: Final = timedelta(days=1)
WEEKEND: Final = frozenset({5, 6})


def schedule(
    first_after: datetime,
    channels: Sequence[Channel],
    gaps: Sequence[Interval],
    *,
    timezone: str,
    country: str | None,
) -> list[datetime]:
    """A time in UTC for each channel; gap i counts from touch i-1, the first from `first_after`
    (aware).
    """
    zone = ZoneInfo(timezone)
    times: list[datetime] = []
    for channel, gap in zip(channels, gaps, strict=True):
        before = (times[-1] if times else first_after).astimezone(zone)
        earliest = (before.date() + ONE_DAY) if times else before.date()
        times.append(_next(before, channel, gap, earliest, country).astimezone(UTC))
    return times


def _next(
    before: datetime, channel: Channel, gap: Interval, earliest: date, country: str | None
) -> datetime:
    if gap.unit == "hours":
        return _after_hours(before, channel, timedelta(hours=gap.amount), earliest, country)
    if gap.unit == "days":
        day = before.date() + timedelta(days=gap.amount)
    else:
        day = before.date()
        for _ in range(gap.amount):
            day = working_day(day + ONE_DAY, country)
    return _at(working_day(max(day, earliest), country), HOURS[channel], before)


def _after_hours(
    before: datetime, channel: Channel, gap: timedelta, earliest: date, country: str | None
) -> datetime:
    due = _half_hour_up((before.astimezone(UTC) + gap).astimezone(before.tzinfo))
    if due.date() >= earliest and due.time() <= CLOSES and is_working_day(due.date(), country):
        return _at(due.date(), max(due.time(), HOURS[channel], OPENS), before)
    return _at(
        working_day(
            max(due.date() + ONE_DAY if due.date() >= earliest else earliest, earliest), country
        ),
        HOURS[channel],
        before,
    )


def _half_hour_up(moment: datetime) -> datetime:
    over = timedelta(
        minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment if not over else moment + timedelta(minutes=30) - over


def _at(day: date, hour: time, zone_of: datetime) -> datetime:
    return datetime.combine(day, hour, tzinfo=zone_of.tzinfo)


def working_day(day: date, country: str | None) -> date:
    """The day itself, or the next that is no weekend or public holiday there."""
    while not is_working_day(day, country):
        day += ONE_DAY
    return day


def is_working_day(day: date, country: str | None) -> bool:
    days_off = _holidays_of(country)
    if days_off is None:
        return day.weekday() not in WEEKEND
    return day.weekday() not in days_off.weekend and day not in days_off


@lru_cache(maxsize=64)
def _holidays_of(country: str | None) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(country) if country else None
    except NotImplementedError:
        return None
