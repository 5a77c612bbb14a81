"""How many touches a lead may get: in a day, in any 30 days, and in any year."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tools.domain.site import Site

MONTH: Final = timedelta(days=30)
YEAR: Final = timedelta(days=365)


def limit_reached(
    moment: datetime, others: Sequence[datetime], site: Site, timezone: str
) -> str | None:
    """The limit that a touch at `moment` would pass beside the `others`; None where there is room.

    Days are those of the lead's time zone.
    """
    zone = ZoneInfo(timezone)
    day = moment.astimezone(zone).date()
    on_the_day = sum(other.astimezone(zone).date() == day for other in others)
    if on_the_day >= site.max_touches_a_day:
        return f"at most {site.max_touches_a_day} a day"
    if _most_beside(moment, others, MONTH) >= site.max_touches_in_30_days:
        return f"at most {site.max_touches_in_30_days} in 30 days"
    if _most_beside(moment, others, YEAR) >= site.max_touches_a_year:
        return f"at most {site.max_touches_a_year} a year"
    return None


def _most_beside(moment: datetime, others: Sequence[datetime], length: timedelta) -> int:
    """The most others that any stretch of that length holds together with the moment."""
    near = [other for other in others if abs(other - moment) < length]
    most = 0
    for start in (*near, moment):
        if start <= moment:
            most = max(most, sum(start <= other < start + length for other in near))
    return most


def with_room(
    moments: Sequence[datetime], others: Sequence[datetime], site: Site, timezone: str
) -> list[str | None]:
    """For each moment, in their order, the limit it would pass; those that pass none take room."""
    taken = list(others)
    limits = []
    for moment in moments:
        limit = limit_reached(moment, taken, site, timezone)
        limits.append(limit)
        if limit is None:
            taken.append(moment)
    return limits
