"""Time zones, countries, days and intervals of a request."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tools.domain.vocabulary import Interval
from tools.errors import InvalidRequest
from tools.intake.request import FollowUpRequest, read_request

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
IDS = {"siteId": "site_456", "leadId": "lead_789"}


def read(**fields: Any) -> FollowUpRequest:
    return read_request(IDS | fields, NOW)


@pytest.mark.parametrize(
    ("data", "timezone", "country"),
    [
        ({"timezone": "us/pacific", "country": "Estados Unidos"}, "America/Los_Angeles", "US"),
        ({"timezone": "IST", "country": "India"}, "Asia/Kolkata", "IN"),
        ({"timezone": "IST", "phone": "+919812345678"}, "Asia/Kolkata", None),
        ({"timezone": "Europe/Kiev", "country": "USA - California"}, "Europe/Kyiv", "US-CA"),
        ({"timezone": "N/A", "country": "N/A"}, None, None),
        ({"timezone": "-", "country": "unknown"}, None, None),
        ({"timezone": " ", "country": ""}, None, None),
        ({}, None, None),
    ],
)
def test_zones_and_countries_are_read_as_they_are_meant(
    data: dict[str, str], timezone: str | None, country: str | None
) -> None:
    lead = read(leadData=data).lead_data
    assert (lead.timezone, lead.country) == (timezone, country)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {"timezone": "Europe/Londn"},
            "leadData.timezone: is no time zone that we know; perhaps Europe/London is meant.",
        ),
        (
            {"timezone": "Mars/Olympus"},
            "leadData.timezone: is no time zone that we know; expected one such as Europe/Madrid.",
        ),
        (
            {"timezone": "IST"},
            "leadData.timezone: is no time zone that we know; perhaps Asia/Kolkata or "
            "Asia/Jerusalem or Europe/Dublin is meant.",
        ),
        (
            {"country": "Spian"},
            "leadData.country: is no country that we know; perhaps Spain is meant.",
        ),
        (
            {"country": "Narnia"},
            "leadData.country: is no country that we know; expected one such as Spain or ES.",
        ),
    ],
)
def test_a_zone_or_country_that_is_not_understood_is_refused_with_a_suggestion(
    data: dict[str, str], sentence: str
) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        read(leadData=data)
    assert str(refusal.value) == sentence


def test_a_request_that_was_read_reads_the_same_again() -> None:
    interaction = {"date": "2026-11-24", "type": "call", "summary": "Discussed pricing"}
    request = read(
        leadData={"timezone": "IST", "country": "India"},
        previousInteractions=[interaction, interaction | {"date": "2026-11-24T15:30:00Z"}],
        followUpInterval={"days": 3},
    )
    assert read_request(request.model_dump(mode="json"), NOW) == request


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "UTC", "Pacific/Auckland"])
def test_a_date_without_time_is_a_day_in_the_leads_zone(zone: str) -> None:
    interaction = {"date": "2026-11-24", "type": "call", "summary": "Discussed pricing"}
    [earlier] = read(previousInteractions=[interaction]).previous_interactions
    at = earlier.interaction(zone).at
    assert at.date() == date(2026, 11, 24)
    assert at.isoformat().startswith("2026-11-24T00:00:00")


@pytest.mark.parametrize("value", [3, "3 days", {"value": 3, "unit": "days"}, {"days": 3}])
def test_an_interval_may_be_a_number_of_days_or_an_object(value: Any) -> None:
    assert read(followUpInterval=value).follow_up_interval == Interval(amount=3, unit="days")


@pytest.mark.parametrize(
    "value", [0, 3600, True, {"days": 167_000}, {"amount": -1, "unit": "days"}]
)
def test_an_interval_out_of_bounds_is_refused_whatever_its_form(value: Any) -> None:
    with pytest.raises(InvalidRequest, match="followUpInterval: expected an interval such as"):
        read(followUpInterval=value)
