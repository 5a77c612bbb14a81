"""Intervals as people write them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.vocabulary import Interval
from tools.intake.interval import parse_interval, read_interval

READ = {
    "3 days": (3, "days"),
    "1 week": (7, "days"),
    "48 hours": (2, "days"),
    "36h": (36, "hours"),
    "3d": (3, "days"),
    "3 bd": (3, "business_days"),
    "3 business days": (3, "business_days"),
    "two working days": (2, "business_days"),
    "every business day": (1, "business_days"),
    "weekly": (7, "days"),
    "every two weeks": (14, "days"),
    "every other day": (2, "days"),
    "every second day": (2, "days"),
    "every 3rd day": (3, "days"),
    "every day": (1, "days"),
    "fortnight": (14, "days"),
    "biweekly": (14, "days"),
    "2w": (14, "days"),
    "3-day": (3, "days"),
    "3 day(s)": (3, "days"),
    "1.5 days": (36, "hours"),
    "1,5 días": (36, "hours"),
    "1½ days": (36, "hours"),
    "1 1/2 days": (36, "hours"),
    "½ week": (84, "hours"),
    "half a week": (84, "hours"),
    "half a day": (12, "hours"),
    "1,000 hours": (1000, "hours"),
    "1000 hours": (1000, "hours"),
    "1 week and 2 days": (9, "days"),
    "1 day 12 hours": (36, "hours"),
    "a couple of days": (2, "days"),
    "in 3 days": (3, "days"),
    "A WEEK": (7, "days"),
    "\u00a03\u00a0days ": (3, "days"),
    "３ days": (3, "days"),
    "٣ days": (3, "days"),
    "3 days.": (3, "days"),
    "P3D": (3, "days"),
    "PT48H": (2, "days"),
    "P1M": (30, "days"),
    "P1DT12H": (36, "hours"),
    "1 month": (30, "days"),
    "una semana": (7, "days"),
    "3 días hábiles": (3, "business_days"),
    "cada dos semanas": (14, "days"),
    "once días": (11, "days"),
    "quincenal": (14, "days"),
    "3 Tage": (3, "days"),
    "alle 2 Wochen": (14, "days"),
    "jeden zweiten Tag": (2, "days"),
    "drei Werktage": (3, "business_days"),
    "3 jours ouvrés": (3, "business_days"),
    "une semaine": (7, "days"),
    "2 dias úteis": (2, "business_days"),
    "tre giorni": (3, "days"),
    "1 hour": (1, "hours"),
    "90 days": (90, "days"),
    "3": (3, "days"),
}
# A range is its longer end: no lead is written to sooner than may have been meant.
RANGES = ["3-5 days", "3–5 days", "3 - 5 days", "3 to 5 days", "3 o 5 días", "3 bis 5 Tage"]
UNREAD = [
    "",
    "soon",
    "0 days",
    "91 days",
    "-3 days",
    "−3 days",
    "48",
    "3600",
    "days",
    "1 minute",
    "3 days 4",
    "3 business hours",
    "3 business weeks",
    "once a week",
    "3 times a week",
    "2 days a week",
    "1.500 horas",
    "P1Y",
    "P4M",
    "PT90M",
    "3 ✓ days or 4",
    "every Monday",
    "9" * 5000,
]
OBJECTS: list[tuple[Any, tuple[int, str]]] = [
    (3, (3, "days")),
    (1.5, (36, "hours")),
    ({"value": 3, "unit": "days"}, (3, "days")),
    ({"amount": 3, "unit": "business_days"}, (3, "business_days")),
    ({"amount": 36, "unit": "hours"}, (36, "hours")),
    ({"days": 3}, (3, "days")),
    ({"days": "3"}, (3, "days")),
    ({"businessDays": 2}, (2, "business_days")),
    ({"weeks": 1, "days": 2}, (9, "days")),
    (Interval(amount=3, unit="days"), (3, "days")),
]
NO_INTERVALS: list[Any] = [
    0,
    -3,
    48,
    10**15,
    1e300,
    True,
    None,
    [],
    ["3 days"],
    {},
    {"days": -3},
    {"days": 0},
    {"days": 200_000},
    {"days": True},
    {"days": [3]},
    {"years": 1},
    {"value": 3},
    {"value": 3, "unit": 4},
    {"amount": -1, "unit": "hours"},
    {"amount": 167_000, "unit": "days"},
    {"amount": 3, "unit": "business_days", "days": 4},
    Interval(amount=100, unit="days"),
]


@pytest.mark.parametrize(("value", "reading"), OBJECTS)
def test_numbers_and_objects_are_read_as_texts_are(value: Any, reading: tuple[int, str]) -> None:
    assert (read_interval(value).amount, read_interval(value).unit) == reading


@pytest.mark.parametrize("value", NO_INTERVALS, ids=str)
def test_numbers_and_objects_have_the_limits_of_texts(value: Any) -> None:
    with pytest.raises(ValueError, match='expected an interval such as "3 days"'):
        read_interval(value)


@pytest.mark.parametrize("text", RANGES)
def test_a_range_is_its_longer_end(text: str) -> None:
    assert parse_interval(text) == Interval(amount=5, unit="days")


@pytest.mark.parametrize(("text", "reading"), READ.items())
def test_an_interval_is_read_as_it_is_meant(text: str, reading: tuple[int, str]) -> None:
    assert parse_interval(text) == Interval.model_validate(
        {"amount": reading[0], "unit": reading[1]}
    )


@pytest.mark.parametrize("text", UNREAD)
def test_what_cannot_be_read_is_refused_with_examples_that_work(text: str) -> None:
    with pytest.raises(ValueError, match='such as "3 days"') as refused:
        parse_interval(text)
    for example in ("3 days", "1 week", "48 hours", "3 business days"):
        assert f'"{example}"' in str(refused.value)
        parse_interval(example)


@given(st.text(max_size=200))
def test_any_text_is_read_within_bounds_or_refused(text: str) -> None:
    try:
        interval = parse_interval(text)
    except ValueError:
        return
    assert 1 <= interval.amount * (1 if interval.unit == "hours" else 24) <= 90 * 24
