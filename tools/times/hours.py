"""When a lead may be written to: from 9:00 to 17:00 in each zone it may be in, on working days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from tools.domain.lead import LeadContext
from tools.domain.site import WEEKDAYS
from tools.domain.vocabulary import Channel
from tools.times.days import day_off

OPENS: Final = time(9, 0)
CLOSES: Final = time(17, 0)
ONE_DAY: Final = timedelta(days=1)
LEAST_OPEN: Final = timedelta(hours=1)  # zones that leave less in common are not reconciled
CLOSED: Final = "outside the sending hours"

# The hours of each weekday (Monday is 0) on which a channel may be used; no hours: closed.
Week = Mapping[int, tuple[time, time]]


SPAN: Final = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


class Opening(NamedTuple):
    """From when until before when a lead may be written to on one day, in UTC."""

    start: datetime
    end: datetime

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, datetime) and self.start <= moment < self.end


def span_in(text: str) -> tuple[time, time]:
    """The hours in "9:30-12:00". Raises ValueError for a text that is none, or ends too soon."""
    match = SPAN.fullmatch(text.strip())
    if not match:
        raise ValueError('expected hours such as "10:00-12:00"')
    numbers = [int(number) for number in match.groups()]
    start, end = time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
    if start >= end:
        raise ValueError('expected hours that end after they begin, such as "10:00-12:00"')
    return start, end


@dataclass(frozen=True)
class Hours:
    """What decides when a lead may be written to; the first zone is the one times are told in.

    `windows` narrow the hours from 9:00 to 17:00 and never widen them; a channel that they do not
    have is not narrowed.
    """

    zones: tuple[str, ...]
    country: str | None = None
    region: str | None = None
    days_off: frozenset[date] = frozenset()
    windows: Mapping[Channel, Week] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone that times are told in."""
        return ZoneInfo(self.zones[0])

    def reason_closed(self, day: date) -> str:
        """Why a day is none to write on: "weekend", a holiday's name; "" for a working day."""
        return day_off(day, self.country, self.region, self.days_off)

    def opening(self, day: date, channel: Channel) -> Opening | None:
        """The part of a day that lies within the hours of every zone; None if there is none.

        Zones so far apart that no hour is left in common are passed over, the last first.
        """
        common = self._opening_in(self.zones[0], day, channel)
        if common is None:
            return None
        for zone in self.zones[1:]:
            both = self._opening_in_both(common, zone, day, channel)
            if both is not None and both.end - both.start >= LEAST_OPEN:
                common = both
        return common

    def why_closed(self, moment: datetime, channel: Channel) -> str:
        """Why a moment (aware) is none to write at, such as "weekend"; "" while it is one."""
        day = moment.astimezone(self.zone).date()
        reason = self.reason_closed(day)
        if reason:
            return reason
        opening = self.opening(day, channel)
        if opening is None or moment not in opening:
            return CLOSED
        return ""

    def _opening_in_both(
        self, common: Opening, zone: str, day: date, channel: Channel
    ) -> Opening | None:
        """What an opening shares with a zone's own; its date may be another one there."""
        for other_day in (day, day - ONE_DAY, day + ONE_DAY):
            opening = self._opening_in(zone, other_day, channel)
            if opening is None:
                continue
            both = Opening(max(common.start, opening.start), min(common.end, opening.end))
            if both.start < both.end:
                return both
        return None

    def _opening_in(self, zone: str, day: date, channel: Channel) -> Opening | None:
        """The hours of one day in one zone; None on a day that is none to write on."""
        if self.reason_closed(day):
            return None
        start, end = self._window(day, channel)
        if start >= end:
            return None
        local = ZoneInfo(zone)
        opens_at = datetime.combine(day, start, tzinfo=local).astimezone(UTC)
        closes_at = datetime.combine(day, end, tzinfo=local).astimezone(UTC)
        return Opening(opens_at, closes_at)

    def _window(self, day: date, channel: Channel) -> tuple[time, time]:
        """The channel's hours of a weekday, never outside of 9:00 to 17:00."""
        week = self.windows.get(channel)
        if week is None:
            return OPENS, CLOSES
        start, end = week.get(day.weekday(), (CLOSES, OPENS))
        return max(start, OPENS), min(end, CLOSES)


def hours_for(context: LeadContext) -> Hours:
    """When a lead may be written to on behalf of its site."""
    windows = {}
    for channel, week in context.site.sending_hours.items():
        windows[channel] = {WEEKDAYS.index(day): span_in(text) for day, text in week.items()}
    return Hours(
        zones=context.zones or (context.timezone,),
        country=context.country,
        region=context.region,
        days_off=frozenset(context.site.days_off),
        windows=windows,
    )
