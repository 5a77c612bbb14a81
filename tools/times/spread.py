"""Not the same minute for everybody: a touch is somewhat earlier or later than its hour."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from tools.times.hours import Opening

MINUTE: Final = timedelta(minutes=1)
SPREAD: Final = timedelta(minutes=25)  # a touch is earlier or later than its hour, at most
LAST_MINUTES: Final = timedelta(minutes=5)  # before closing, in which nothing is planned


def spread(seed: str) -> timedelta:
    """From 25 minutes early to 25 late, in whole minutes; always the same for a seed."""
    choices = 2 * (SPREAD // MINUTE) + 1
    number = int.from_bytes(sha256(seed.encode()).digest()[:8], "big")
    return number % choices * MINUTE - SPREAD


def place(opening: Opening, target: datetime, early_or_late: timedelta) -> datetime | None:
    """The target, early or late by a spread, within an opening; None in one that is too short.

    An opening that is too short for the whole spread is filled by it.
    """
    start = whole(opening.start, MINUTE)
    room = opening.end - LAST_MINUTES - start
    if room < timedelta():
        return None
    if room < 2 * SPREAD:
        share = (early_or_late + SPREAD) / (2 * SPREAD)
        return start + room * share // MINUTE * MINUTE
    first, last = start + SPREAD, start + room - SPREAD
    return whole(min(max(target, first), last) + early_or_late, MINUTE)


def whole(moment: datetime, unit: timedelta) -> datetime:
    """The next full minute or half hour, or the moment itself where it is one."""
    surplus = (moment - datetime.min.replace(tzinfo=UTC)) % unit
    return moment + (unit - surplus) % unit
