"""When touches go out: in the lead's working hours, on its working days, one a day at most."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from tools.domain.vocabulary import Channel, Interval
from tools.times.hours import ONE_DAY, Hours
from tools.times.spread import LAST_MINUTES, MINUTE, SPREAD, place, spread, whole

HOURS: Final = {  # local; when each channel is likely to be seen and least in the way
    Channel.EMAIL: time(10, 0),
    Channel.CALL: time(14, 0),
    Channel.MEETING: time(11, 0),
    Channel.LINKEDIN_MESSAGE: time(9, 30),
    Channel.VIDEO_MESSAGE: time(10, 30),
    Channel.WHATSAPP: time(11, 30),
    Channel.SMS: time(12, 0),
}
HALF_HOUR: Final = timedelta(minutes=30)
SOONEST: Final = timedelta(minutes=5)  # until the first touch to a lead that wrote a moment ago
LONGEST_GAP: Final = timedelta(days=90)
FURTHEST: Final = 60  # days that a touch is moved on, at most
AFTER_HOURS: Final = "after the sending hours"
ONE_A_DAY: Final = "one touch a day"


class Slot(NamedTuple):
    """When a touch goes out (UTC), and why not when it was due: "" if it goes out as due."""

    at: datetime
    reason: str = ""  # such as "moved from Thu 26 Nov: Thanksgiving Day"


def schedule(
    first_after: datetime,
    channels: Sequence[Channel],
    gaps: Sequence[Interval],
    *,
    hours: Hours,
    seeds: Sequence[str] = (),
    starts: Sequence[datetime | None] = (),
    immediately: bool = False,
) -> list[Slot]:
    """A slot for each channel, as many as there are gaps.

    Each gap counts from the touch before, the first one from `first_after` (aware). `seeds` (one a
    touch: its id) spread the touches around their channels' hours; without them they are at the
    hour itself. `starts` (one a touch, aware) are moments that a gap counts from instead of the
    touch before. `immediately` puts the first touch within the hour after `first_after`, while the
    lead's hours are open. Raises ValueError for a gap of no time or of more than 90 days, and where
    days off and windows leave no time at all.
    """
    slots: list[Slot] = []
    before = first_after.astimezone(hours.zone)
    earliest = before.date()
    for position, (channel, gap) in enumerate(zip(channels, gaps, strict=True)):
        touch = Touch(channel, gap, spread(seeds[position]) if seeds else timedelta())
        start = starts[position] if starts else None
        if start:
            before = max(start.astimezone(hours.zone), before)
            earliest = max(earliest, before.date())
        slot = None
        if immediately and position == 0:
            slot = _slot_at_once(before, touch, hours)
        if slot is None:
            slot = _slot_after(before, touch, earliest, hours)
        slots.append(slot)
        before = slot.at.astimezone(hours.zone)
        earliest = before.date() + ONE_DAY
    return slots


class Touch(NamedTuple):
    """What decides when a touch is due."""

    channel: Channel
    gap: Interval
    spread: timedelta


def _slot_at_once(now: datetime, touch: Touch, hours: Hours) -> Slot | None:
    """5 to 25 minutes from now; None unless the lead's hours are open until then."""
    delay = SOONEST + (SPREAD + touch.spread) * 2 / 5
    at = whole(now.astimezone(UTC) + delay, MINUTE)
    if hours.why_closed(now, touch.channel) or hours.why_closed(at, touch.channel):
        return None
    return Slot(at)


def _slot_after(before: datetime, touch: Touch, earliest: date, hours: Hours) -> Slot:
    """The touch that follows `before` (local) after the gap, on the day `earliest` or later."""
    due = _due(before, touch, hours)
    day = max(due.date(), earliest)
    cause = ONE_A_DAY if day > due.date() else ""
    for _ in range(FURTHEST):
        at, obstacle = _moment_on(day, due, touch, hours)
        if at:
            return Slot(at, _reason(due, cause))
        cause = cause or obstacle
        day += ONE_DAY
    raise ValueError("The site's days off and sending windows leave no time to write to the lead.")


def _due(before: datetime, touch: Touch, hours: Hours) -> datetime:
    """When a touch ought to go out, in the zone of `before`."""
    channel, gap, _ = touch
    length = timedelta(hours=gap.amount) if gap.unit == "hours" else timedelta(days=gap.amount)
    if not timedelta() < length <= LONGEST_GAP:
        raise ValueError("A gap between touches is longer than none, and at most 90 days.")
    if gap.unit == "hours":
        return (before.astimezone(UTC) + length).astimezone(before.tzinfo)
    day = before.date() + length
    if gap.unit == "business_days":
        day = _after_working_days(before.date(), gap.amount, hours)
    return datetime.combine(day, HOURS[channel], tzinfo=before.tzinfo)


def _after_working_days(day: date, count: int, hours: Hours) -> date:
    """The working day that is so many after a day."""
    for _ in range(FURTHEST + 4 * count):
        if count == 0:
            return day
        day += ONE_DAY
        if not hours.reason_closed(day):
            count -= 1
    raise ValueError("The site's days off leave no working days.")


def _moment_on(day: date, due: datetime, touch: Touch, hours: Hours) -> tuple[datetime | None, str]:
    """The time on a day at which a touch may go out (UTC), or none and what is in the way."""
    obstacle = hours.reason_closed(day)
    if obstacle:
        return None, obstacle
    opening = hours.opening(day, touch.channel)
    if opening is None:
        return None, AFTER_HOURS
    target = datetime.combine(day, HOURS[touch.channel], tzinfo=due.tzinfo).astimezone(UTC)
    if touch.gap.unit != "hours" or day > due.date():
        return place(opening, target, touch.spread), AFTER_HOURS
    at = place(opening, max(target, whole(due.astimezone(UTC), HALF_HOUR)), touch.spread)
    if at and at < due:  # never sooner than the gap
        at = whole(due.astimezone(UTC), MINUTE)
    if at is None or at > opening.end - LAST_MINUTES:
        return None, AFTER_HOURS
    return at, ""


def _reason(due: datetime, cause: str) -> str:
    """What a touch says of a time that is not when it was due."""
    if not cause:
        return ""
    day = f"{due:%a} {due.day} {due:%b}"
    if cause == AFTER_HOURS:
        day += f" {due:%H:%M}"
    return f"moved from {day}: {cause}"
