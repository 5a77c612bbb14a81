"""Intervals as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.domain.vocabulary import Interval
from tools.intake.interval import parse_interval

READ = {
    "3 days": (3, "days"),
    "1 week": (7, "days"),
    "48 hours": (2, "days"),
    "36h": (36, "hours"),
    "3 business days": (3, "business_days"),
    "two working days": (2, "business_days"),
    "weekly": (7, "days"),
    "every two weeks": (14, "days"),
    "every other day": (2, "days"),
    "fortnight": (14, "days"),
    "biweekly": (14, "days"),
    "2w": (14, "days"),
    "3-day": (3, "days"),
    "1.5 days": (36, "hours"),
    "in 3 days": (3, "days"),
    "A WEEK": (7, "days"),
    "\u00a03\u00a0days ": (3, "days"),
    "P3D": (3, "days"),
    "PT48H": (2, "days"),
    "1 month": (30, "days"),
    "una semana": (7, "days"),
    "3 días hábiles": (3, "business_days"),
    "cada dos semanas": (14, "days"),
    "quincenal": (14, "days"),
    "1 hour": (1, "hours"),
    "90 days": (90, "days"),
}
UNREAD = [
    "",
    "soon",
    "0 days",
    "91 days",
    "-3 days",
    "3",
    "days",
    "1 minute",
    "3 days 4",
    "3 business hours",
    "9" * 5000,
]


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
