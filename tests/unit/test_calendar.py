"""When touches go out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.domain.vocabulary import Channel, Interval
from tools.places.clocks import zone_names
from tools.places.country_zones import country_zones
from tools.times.calendar import LONGEST_GAP, Slot, schedule
from tools.times.hours import Hours, Week
from tools.times.spread import SPREAD, spread

UTC_HOURS = Hours(("UTC",))
SATURDAY = datetime(2024, 4, 20, 12, tzinfo=UTC)
EMAILS = [Channel.EMAIL] * 3


def days(amount: int) -> list[Interval]:
    return [Interval(amount=amount, unit="days")] * 3


def hours_apart(amount: int, count: int = 1) -> list[Interval]:
    return [Interval(amount=amount, unit="hours")] * count


def local(slots: Sequence[Slot], zone: str) -> list[str]:
    return [slot.at.astimezone(ZoneInfo(zone)).strftime("%a %d %b %H:%M") for slot in slots]


def first(start: datetime, gap: int, hours: Hours, channel: Channel = Channel.EMAIL) -> Slot:
    """The slot of the one touch that follows so many days after a start."""
    gaps = [Interval(amount=gap, unit="days")]
    return schedule(start, [channel], gaps, hours=hours)[0]


def test_the_documents_example_falls_on_23_26_and_29_april() -> None:
    channels = [Channel.EMAIL, Channel.CALL, Channel.EMAIL]
    slots = schedule(SATURDAY, channels, days(3), hours=UTC_HOURS)
    assert local(slots, "UTC") == ["Tue 23 Apr 10:00", "Fri 26 Apr 14:00", "Mon 29 Apr 10:00"]
    assert {slot.reason for slot in slots} == {""}


def test_a_touch_goes_out_in_the_leads_own_morning() -> None:
    slots = schedule(SATURDAY, EMAILS, days(3), hours=Hours(("Asia/Tokyo",), "JP"))
    assert {slot.at.astimezone(ZoneInfo("Asia/Tokyo")).time() for slot in slots} == {time(10)}


# A day (2026) on which a touch is due, where, and when it goes out instead and why.
MOVED = [
    ("11-26", "America/New_York", "US", None, "Fri 27 Nov", "Thanksgiving Day"),
    ("11-27", "America/Los_Angeles", "US", "CA", "Mon 30 Nov", "Day After Thanksgiving"),
    ("11-28", "America/New_York", "US", None, "Mon 30 Nov", "weekend"),
    ("04-06", "Europe/London", "GB", None, "Tue 07 Apr", "Easter Monday"),
    ("04-03", "Europe/Zurich", "CH", None, "Tue 07 Apr", "Good Friday"),
    ("10-12", "America/Toronto", "CA", None, "Tue 13 Oct", "Thanksgiving Day"),
    ("06-24", "Europe/Madrid", "ES", "CT", "Thu 25 Jun", "Saint John the Baptist"),
    ("05-01", "Europe/Berlin", "DE", None, "Mon 04 May", "Labor Day"),
    ("04-24", "Asia/Riyadh", "SA", None, "Sun 26 Apr", "weekend"),
    ("03-10", "Europe/Paris", "FR", None, "Wed 11 Mar", "day off of the site"),
]


@pytest.mark.parametrize(("due", "zone", "country", "region", "day", "cause"), MOVED)
def test_a_touch_that_is_due_on_a_day_off_is_moved_and_says_why(
    due: str, zone: str, country: str, region: str | None, day: str, cause: str
) -> None:
    due_day = date.fromisoformat(f"2026-{due}")
    hours = Hours((zone,), country, region, days_off=frozenset({date(2026, 3, 10)}))
    start = datetime.combine(due_day, time(10), tzinfo=ZoneInfo(zone)) - timedelta(days=3)
    slot = first(start, 3, hours)
    assert local([slot], zone) == [f"{day} 10:00"]
    assert slot.reason == f"moved from {due_day:%a} {due_day.day} {due_day:%b}: {cause}"


def test_a_holiday_of_few_regions_is_worked_on_where_the_region_is_not_known() -> None:
    start = datetime(2026, 6, 23, 9, tzinfo=UTC)
    slot = first(start, 1, Hours(("Europe/Madrid",), "ES"))
    assert local([slot], "Europe/Madrid") == ["Wed 24 Jun 10:00"]


def test_business_days_count_working_days() -> None:
    gaps = [Interval(amount=3, unit="business_days")]
    thursday = datetime(2024, 4, 18, 9, tzinfo=UTC)
    slots = schedule(thursday, EMAILS[:1], gaps, hours=UTC_HOURS)
    assert local(slots, "UTC") == ["Tue 23 Apr 10:00"]


def test_the_hour_is_kept_when_the_clocks_change() -> None:
    before_change = datetime(2024, 3, 29, 9, tzinfo=UTC)
    slots = schedule(before_change, EMAILS, days(3), hours=Hours(("Europe/Madrid",)))
    assert {slot.at.astimezone(ZoneInfo("Europe/Madrid")).time() for slot in slots} == {time(10)}


def test_hours_are_counted_to_the_next_half_hour_in_working_time() -> None:
    monday = datetime(2024, 4, 22, 9, 10, tzinfo=UTC)
    slots = schedule(monday, EMAILS[:2], hours_apart(4, 2), hours=UTC_HOURS)
    assert local(slots, "UTC") == ["Mon 22 Apr 13:30", "Tue 23 Apr 10:00"]
    assert slots[1].reason == "moved from Mon 22 Apr: one touch a day"


def test_a_lead_who_may_be_in_several_zones_is_reached_within_the_hours_of_all() -> None:
    zones = country_zones("US")
    slot = first(datetime(2026, 7, 6, 12, tzinfo=UTC), 1, Hours(zones, "US"))
    for zone in zones:
        assert time(9) <= slot.at.astimezone(ZoneInfo(zone)).time() < time(17)


@settings(deadline=None, max_examples=60)
@given(
    country=st.sampled_from("US CA ES PT BR MX AU CL EC ID NZ MN CD PG FR GB CN".split()),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    channel=st.sampled_from(list(Channel)),
    seed=st.text(max_size=5),
)
def test_a_country_with_several_clocks_is_written_to_within_the_hours_of_each(
    country: str, day: date, channel: Channel, seed: str
) -> None:
    zones = country_zones(country)
    gaps = [Interval(amount=1, unit="days")]
    start = datetime.combine(day, time(12), tzinfo=UTC)
    [slot] = schedule(start, [channel], gaps, hours=Hours(zones, country), seeds=[seed])
    for zone in zones:
        assert time(9) <= slot.at.astimezone(ZoneInfo(zone)).time() < time(17)


def test_zones_too_far_apart_leave_the_hours_of_the_first() -> None:
    hours = Hours(("Europe/Moscow", "Asia/Kamchatka"), "RU")
    slot = first(datetime(2026, 7, 6, 12, tzinfo=UTC), 1, hours)
    assert local([slot], "Europe/Moscow") == ["Tue 07 Jul 10:00"]


FRIDAY_MORNINGS = {Channel.EMAIL: {4: (time(8), time(9, 30))}}


def test_a_sites_window_narrows_the_hours_and_never_widens_them() -> None:
    hours = Hours(("UTC",), windows=FRIDAY_MORNINGS)
    monday = datetime(2026, 11, 23, 10, tzinfo=UTC)
    slots = schedule(monday, EMAILS, days(1), hours=hours, seeds=["a", "b", "c"])
    for slot in slots:
        assert slot.at.weekday() == 4
        assert time(9) <= slot.at.time() < time(9, 30)
    assert "sending hours" in slots[0].reason
    assert local([first(monday, 1, hours, Channel.CALL)], "UTC") == ["Tue 24 Nov 14:00"]


def test_windows_that_leave_no_time_are_refused() -> None:
    with pytest.raises(ValueError, match="leave no time"):
        first(SATURDAY, 1, Hours(("UTC",), windows={Channel.EMAIL: {}}))


@pytest.mark.parametrize(("amount", "unit"), [(0, "days"), (-1, "hours"), (91, "days")])
def test_a_gap_of_no_time_or_of_more_than_90_days_is_refused(amount: int, unit: str) -> None:
    gap = Interval.model_validate({"amount": amount, "unit": unit})
    with pytest.raises(ValueError, match="at most 90 days"):
        schedule(SATURDAY, EMAILS[:1], [gap], hours=UTC_HOURS)


def test_the_spread_is_25_minutes_at_most_and_always_the_same_for_a_seed() -> None:
    spreads = [spread(f"followup_{number}") for number in range(1000)]
    assert spreads == [spread(f"followup_{number}") for number in range(1000)]
    assert min(spreads) == -SPREAD
    assert max(spreads) == SPREAD
    assert len(set(spreads)) == 51


@pytest.mark.parametrize(
    ("now", "is_at_once"),
    [("Tue 10:00", True), ("Tue 16:57", False), ("Tue 08:00", False), ("Sat 10:00", False)],
)
def test_a_lead_that_wrote_a_moment_ago_is_answered_within_the_hour_while_its_hours_are_open(
    now: str, is_at_once: bool
) -> None:
    day = 24 if now.startswith("Tue") else 28
    start = datetime.combine(date(2026, 11, day), time.fromisoformat(now[4:]), tzinfo=UTC)
    [slot] = schedule(
        start, EMAILS[:1], days(3)[:1], hours=UTC_HOURS, seeds=["a"], immediately=True
    )
    delay = slot.at - start
    assert (timedelta(minutes=5) <= delay <= timedelta(minutes=26)) is is_at_once
    assert UTC_HOURS.why_closed(slot.at, Channel.EMAIL) == ""


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        ("2026-11-24T10:00", ""),
        ("2026-11-24T17:00", "outside the sending hours"),
        ("2026-11-24T08:59", "outside the sending hours"),
        ("2026-11-26T10:00", "Thanksgiving Day"),
        ("2026-11-28T10:00", "weekend"),
    ],
)
def test_a_moment_tells_why_it_is_none_to_send_at(moment: str, reason: str) -> None:
    hours = Hours(("America/New_York",), "US")
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("America/New_York"))
    assert hours.why_closed(at, Channel.EMAIL) == reason


gaps = st.one_of(
    st.builds(Interval, amount=st.integers(1, 2160), unit=st.just("hours")),
    st.builds(Interval, amount=st.integers(1, 90), unit=st.sampled_from(["days", "business_days"])),
)
countries = st.sampled_from("US JP ES NZ AE RU AU BR CA FM KI GL".split())


clock_times = st.times(time(0), time(23, 59)).map(lambda moment: moment.replace(microsecond=0))
workdays = st.dictionaries(st.integers(0, 6), st.just((time(9, 40), time(11))), max_size=7)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """A site's hours of each weekday, with some time in the middle of the week."""
    week = dict(draw(workdays)) | {day: (draw(clock_times), time(23)) for day in (0, 4)}
    return week | dict.fromkeys((1, 2), (time(8), time(12)))


@st.composite
def places(draw: st.DrawFn) -> Hours:
    """The hours of a lead that may be in any zone, or anywhere in a country."""
    country = draw(st.one_of(st.none(), countries))
    zones: tuple[str, ...] = (draw(st.sampled_from(sorted(zone_names()))),)
    if country and draw(st.booleans()):
        zones = country_zones(country)
    windows = draw(st.dictionaries(st.sampled_from(list(Channel)), weeks(), max_size=3))
    days_off = draw(st.frozensets(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=5))
    return Hours(zones, country, days_off=days_off, windows=windows)


@settings(deadline=None, max_examples=200)
@given(
    first_after=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    touches=st.lists(st.tuples(st.sampled_from(list(Channel)), gaps), min_size=1, max_size=5),
    hours=places(),
    seed=st.one_of(st.none(), st.text(max_size=5)),
    immediately=st.booleans(),
)
def test_touches_are_on_working_days_in_working_hours_one_a_day(
    first_after: datetime,
    touches: list[tuple[Channel, Interval]],
    hours: Hours,
    seed: str | None,
    immediately: bool,
) -> None:
    start = first_after.replace(tzinfo=UTC)
    channels, waits = [channel for channel, _ in touches], [gap for _, gap in touches]
    seeds = [] if seed is None else [f"{seed}{number}" for number in range(len(touches))]
    slots = schedule(start, channels, waits, hours=hours, seeds=seeds, immediately=immediately)
    there = [slot.at.astimezone(hours.zone) for slot in slots]
    for channel, moment in zip(channels, there, strict=True):
        assert time(9) <= moment.time() < time(17)
        assert hours.reason_closed(moment.date()) == ""
        assert hours.why_closed(moment, channel) == ""
        assert moment.date() not in hours.days_off
        if channel in hours.windows:
            start_of_window, end_of_window = hours.windows[channel][moment.weekday()]
            assert start_of_window <= moment.time() < end_of_window
        assert moment.second == moment.microsecond == 0
    assert all(after.date() > before.date() for before, after in pairwise(there))
    assert all(slot.at > start for slot in slots)
    assert slots[-1].at - start < len(slots) * 2 * LONGEST_GAP
