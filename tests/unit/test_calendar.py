"""When touches go out."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.calendar import is_working_day, schedule
from tools.domain.vocabulary import Channel, Interval

SATURDAY = datetime(2024, 4, 20, 12, tzinfo=UTC)
EMAILS = [Channel.EMAIL] * 3


def days(amount: int) -> list[Interval]:
    return [Interval(amount=amount, unit="days")] * 3


def local(times: list[datetime], zone: str) -> list[str]:
    return [moment.astimezone(ZoneInfo(zone)).strftime("%a %d %b %H:%M") for moment in times]


def test_the_documents_example_falls_on_23_26_and_29_april() -> None:
    channels = [Channel.EMAIL, Channel.CALL, Channel.EMAIL]
    times = schedule(SATURDAY, channels, days(3), timezone="UTC", country=None)
    assert local(times, "UTC") == ["Tue 23 Apr 10:00", "Fri 26 Apr 14:00", "Mon 29 Apr 10:00"]


def test_a_touch_goes_out_in_the_leads_own_morning() -> None:
    times = schedule(SATURDAY, EMAILS, days(3), timezone="Asia/Tokyo", country="JP")
    assert {moment.astimezone(ZoneInfo("Asia/Tokyo")).time() for moment in times} == {time(10)}


def test_a_public_holiday_is_passed_over() -> None:
    christmas_eve = datetime(2024, 12, 24, 9, tzinfo=UTC)
    times = schedule(christmas_eve, EMAILS, days(1), timezone="Europe/Madrid", country="ES")
    assert local(times, "Europe/Madrid")[0] == "Thu 26 Dec 10:00"


def test_the_weekend_is_the_countrys_own() -> None:
    wednesday = datetime(2024, 4, 24, 9, tzinfo=UTC)
    times = schedule(wednesday, EMAILS, days(2), timezone="Asia/Riyadh", country="SA")
    assert local(times, "Asia/Riyadh")[0] == "Sun 28 Apr 10:00"


def test_business_days_count_working_days() -> None:
    gaps = [Interval(amount=3, unit="business_days")] * 3
    thursday = datetime(2024, 4, 18, 9, tzinfo=UTC)
    assert (
        local(schedule(thursday, EMAILS, gaps, timezone="UTC", country=None), "UTC")[0]
        == "Tue 23 Apr 10:00"
    )


def test_the_hour_is_kept_when_the_clocks_change() -> None:
    before_change = datetime(2024, 3, 29, 9, tzinfo=UTC)
    times = schedule(before_change, EMAILS, days(3), timezone="Europe/Madrid", country=None)
    assert {moment.astimezone(ZoneInfo("Europe/Madrid")).time() for moment in times} == {time(10)}


def test_hours_are_counted_to_the_next_half_hour_in_working_time() -> None:
    monday = datetime(2024, 4, 22, 9, 10, tzinfo=UTC)
    gaps = [Interval(amount=4, unit="hours")] * 2
    times = schedule(monday, EMAILS[:2], gaps, timezone="UTC", country=None)
    assert local(times, "UTC") == ["Mon 22 Apr 13:30", "Tue 23 Apr 10:00"]


zones = st.sampled_from(
    ["UTC", "America/New_York", "Asia/Tokyo", "Europe/Madrid", "Pacific/Auckland", "Asia/Dubai"]
)
gaps = st.builds(
    Interval, amount=st.integers(1, 90), unit=st.sampled_from(["hours", "days", "business_days"])
)


@settings(deadline=None, max_examples=200)
@given(
    first_after=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    touches=st.lists(st.tuples(st.sampled_from(list(Channel)), gaps), min_size=1, max_size=5),
    zone=zones,
    country=st.sampled_from([None, "US", "JP", "ES", "NZ", "AE", "XX"]),
)
def test_touches_are_on_working_days_in_working_hours_one_a_day(
    first_after: datetime, touches: list[tuple[Channel, Interval]], zone: str, country: str | None
) -> None:
    start = first_after.replace(tzinfo=UTC)
    channels, waits = [channel for channel, _ in touches], [gap for _, gap in touches]
    times = schedule(start, channels, waits, timezone=zone, country=country)
    there = [moment.astimezone(ZoneInfo(zone)) for moment in times]
    assert all(is_working_day(moment.date(), country) for moment in there)
    assert all(time(9) <= moment.time() <= time(17) for moment in there)
    assert all(after.date() > before.date() for before, after in pairwise(there))
    assert all(moment > start - timedelta(seconds=1) for moment in times)
