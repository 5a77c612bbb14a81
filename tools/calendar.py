"""When touches go out: in the lead's working hours, on its working days, one a day at most."""

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
OPENS: Final = time(9, 0)
CLOSES: Final = time(17, 0)
ONE_DAY: Final = timedelta(days=1)
HALF_HOUR: Final = timedelta(minutes=30)
WEEKEND: Final = frozenset({5, 6})  # Saturday and Sunday, where a country has no calendar


def schedule(
    first_after: datetime,
    channels: Sequence[Channel],
    gaps: Sequence[Interval],
    *,
    timezone: str,
    country: str | None,
) -> list[datetime]:
    """A time in UTC for each channel, as many as there are gaps.

    Each gap counts from the touch before, the first one from `first_after` (aware).
    """
    zone = ZoneInfo(timezone)
    times: list[datetime] = []
    before = first_after.astimezone(zone)
    earliest = before.date()
    for channel, gap in zip(channels, gaps, strict=True):
        moment = _next(before, channel, gap, earliest, country).astimezone(UTC)
        times.append(moment)
        before = moment.astimezone(zone)
        earliest = before.date() + ONE_DAY
    return times


def _next(
    before: datetime, channel: Channel, gap: Interval, earliest: date, country: str | None
) -> datetime:
    """The touch that follows `before` (local) after the gap, on the day `earliest` or later."""
    if gap.unit == "hours":
        return _after_hours(before, channel, timedelta(hours=gap.amount), earliest, country)
    if gap.unit == "days":
        day = before.date() + timedelta(days=gap.amount)
    else:
        day = _after_working_days(before.date(), gap.amount, country)
    return _at(working_day(max(day, earliest), country), HOURS[channel], before)


def _after_working_days(day: date, count: int, country: str | None) -> date:
    for _ in range(count):
        day = working_day(day + ONE_DAY, country)
    return day


def _after_hours(
    before: datetime, channel: Channel, gap: timedelta, earliest: date, country: str | None
) -> datetime:
    """The same day if there is time left in it, else the next working day at the channel's hour."""
    due = _half_hour_up((before.astimezone(UTC) + gap).astimezone(before.tzinfo))
    day = due.date()
    if day < earliest:
        return _at(working_day(earliest, country), HOURS[channel], before)
    if due.time() <= CLOSES and is_working_day(day, country):
        return _at(day, max(due.time(), HOURS[channel], OPENS), before)
    return _at(working_day(day + ONE_DAY, country), HOURS[channel], before)


def _half_hour_up(moment: datetime) -> datetime:
    """The next full or half hour, or the moment itself where it is one."""
    surplus = timedelta(
        minutes=moment.minute % 30,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )
    if not surplus:
        return moment
    return moment + HALF_HOUR - surplus


def _at(day: date, hour: time, local: datetime) -> datetime:
    """The hour of a day in the zone of `local`."""
    return datetime.combine(day, hour, tzinfo=local.tzinfo)


def working_day(day: date, country: str | None) -> date:
    """The day itself, or the next that is no weekend or public holiday there."""
    while not is_working_day(day, country):
        day += ONE_DAY
    return day


def is_working_day(day: date, country: str | None) -> bool:
    """Whether a day is neither weekend nor public holiday there."""
    calendar = _holidays_of(country)
    if calendar is None:
        return day.weekday() not in WEEKEND
    return day.weekday() not in calendar.weekend and day not in calendar


@lru_cache(maxsize=64)
def _holidays_of(country: str | None) -> holidays.HolidayBase | None:
    """A country's weekend and public holidays; None for a country that the library lacks."""
    if not country:
        return None
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return None
