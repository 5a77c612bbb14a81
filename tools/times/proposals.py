"""Which days and hours a touch can propose: working hours of the days that follow it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from tools.domain.vocabulary import Channel
from tools.times.hours import ONE_DAY, Hours

# Local hours by turns, for each of the days that are proposed.
HOURS_TO_PROPOSE: Final = (
    (time(10, 0), time(11, 0), time(9, 30)),
    (time(15, 0), time(14, 0), time(14, 30), time(16, 0)),
)
FURTHEST: Final = 60  # days after the touch that are looked at


def proposals(at: datetime, hours: Hours) -> list[datetime]:
    """Two moments (local) to propose in a touch that leaves at `at`, on two working days after it.

    Fewer where the site's hours leave none within two months.
    """
    local = at.astimezone(hours.zone)
    first_day = local.date() + ONE_DAY
    moments: list[datetime] = []
    for distance in range(FURTHEST):
        day = first_day + distance * ONE_DAY
        if hours.reason_closed(day) or _is_awkward(day, hours):
            continue
        turns = HOURS_TO_PROPOSE[len(moments)]
        moment = _moment(day, turns[local.toordinal() % len(turns)], hours)
        if moment:
            moments.append(moment)
        if len(moments) == len(HOURS_TO_PROPOSE):
            break
    return moments


def _is_awkward(day: date, hours: Hours) -> bool:
    """Whether many are away on a working day: at the turn of the year, and on a single day between
    a holiday and a weekend.
    """
    if (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 3):
        return True
    before, after = day - ONE_DAY, day + ONE_DAY
    reasons = {hours.reason_closed(before), hours.reason_closed(after)}
    return "weekend" in reasons and len(reasons - {"", "weekend"}) == 1


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
