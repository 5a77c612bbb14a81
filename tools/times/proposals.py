"""Which days and hours a touch can propose: working hours of the days that follow it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from tools.domain.vocabulary import Channel
from tools.times.hours import ONE_DAY, Hours

HOURS_TO_PROPOSE: Final = (time(10, 0), time(15, 0))  # local, one for each day that is proposed
DAYS_BETWEEN: Final = 1  # working days that a lead has to answer in
FURTHEST: Final = 30  # days after the touch that are looked at


def proposals(at: datetime, hours: Hours) -> list[datetime]:
    """Two moments (local) to propose in a touch that leaves at `at`, on two working days after it.

    Fewer where the site's hours leave none within a month.
    """
    local = at.astimezone(hours.zone)
    days = _working_days(local.date(), hours)[DAYS_BETWEEN:]
    moments = []
    for day, hour in zip(days, HOURS_TO_PROPOSE, strict=False):
        if moment := _moment(day, hour, hours):
            moments.append(moment)
    return moments


def _working_days(after: date, hours: Hours) -> list[date]:
    """The first working days after a day: those to answer in, and those to propose."""
    days: list[date] = []
    for distance in range(1, FURTHEST + 1):
        day = after + distance * ONE_DAY
        if not hours.reason_closed(day):
            days.append(day)
        if len(days) == DAYS_BETWEEN + len(HOURS_TO_PROPOSE):
            break
    return days


def _moment(day: date, hour: time, hours: Hours) -> datetime | None:
    """The hour on that day, or the day's first whole one where calls are not open then."""
    opening = hours.opening(day, Channel.CALL)
    if opening is None:
        return None
    wish = datetime.combine(day, hour, tzinfo=hours.zone)
    if wish.astimezone(UTC) in opening:
        return wish
    first = opening.start.astimezone(hours.zone)
    if first.minute:
        first = first.replace(minute=0) + timedelta(hours=1)
    return first if first.astimezone(UTC) in opening else None
