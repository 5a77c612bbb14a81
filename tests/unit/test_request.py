"""Requests read as a person would mean them."""

from typing import Any

import pytest

from tests.factories import NOW, example_request
from tools.domain.vocabulary import Channel, Interval
from tools.errors import InvalidFollowUpType, InvalidRequest
from tools.intake.request import FollowUpRequest, read_request

SMALL = {"site_id": "s", "lead_id": "l"}


@pytest.mark.parametrize(
    ("spelling", "channel"),
    [
        ("email", Channel.EMAIL),
        ("E-Mail", Channel.EMAIL),
        ("phone call", Channel.CALL),
        ("LinkedIn message", Channel.LINKEDIN_MESSAGE),
        ("linkedin", Channel.LINKEDIN_MESSAGE),
        ("linkedin_message", Channel.LINKEDIN_MESSAGE),
        ("Video Message", Channel.VIDEO_MESSAGE),
        ("WhatsApp", Channel.WHATSAPP),
        ("text message", Channel.SMS),
        ("Meeting", Channel.MEETING),
    ],
)
def test_a_type_is_known_in_its_usual_spellings(spelling: str, channel: Channel) -> None:
    assert read_request(SMALL | {"followUpType": spelling}, NOW).follow_up_type is channel


@pytest.mark.parametrize("raw", ["fax", "", 7, ["email"], True])
def test_any_other_type_is_refused_with_those_it_knows(raw: Any) -> None:
    with pytest.raises(InvalidFollowUpType) as refused:
        read_request(SMALL | {"followUpType": raw}, NOW)
    assert all(channel in str(refused.value) for channel in Channel)


def test_a_bad_type_beside_another_fault_is_an_invalid_request() -> None:
    with pytest.raises(InvalidRequest) as refused:
        read_request({"siteId": "s", "followUpType": "fax"}, NOW)
    assert type(refused.value) is InvalidRequest


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ({"pain_points": "slow reports; hiring"}, ("slow reports", "hiring")),
        ({"painPoints": ["slow reports", None, " "]}, ("slow reports",)),
        ({"pain_points": 7}, ("7",)),
        ({"pain_points": None}, ()),
    ],
)
def test_pain_points_are_read_as_a_list(raw: dict[str, Any], read: tuple[str, ...]) -> None:
    assert read_request(SMALL | {"leadData": raw}, NOW).lead_data.pain_points == read


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("$5000-$10000", "$5000-$10000"),
        (5000, "5000"),
        ([5000, 10000], "5000-10000"),
        ({"min": 1, "max": 2, "currency": "EUR"}, "1-2 EUR"),
    ],
)
def test_a_budget_is_read_as_a_text(raw: Any, read: str) -> None:
    assert (
        read_request(SMALL | {"leadData": {"budget_range": raw}}, NOW).lead_data.budget_range
        == read
    )


def test_a_stored_request_is_read_again_as_it_was() -> None:
    request = read_request(example_request(), NOW)
    assert (
        FollowUpRequest.model_validate(request.model_dump(mode="json"), context={"now": NOW})
        == request
    )
    assert request.follow_up_interval == Interval(amount=3, unit="days")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"site_id": None}, ["site_id", "required"]),
        ({"lead_id": "a b"}, ["lead_id", "letters, digits"]),
        ({"lead_data": []}, ["lead_data", "an object", "measuring ROI"]),
        ({"previous_interactions": [{"type": "call", "summary": "x"}]}, ["date", "required"]),
        (
            {"previous_interactions": [{"date": "2024-04-15", "type": "call"}]},
            ["summary or content"],
        ),
        ({"previous_interactions": [{"date": " ", "type": "x", "summary": "y"}]}, ["ISO date"]),
        (
            {"previous_interactions": [{"date": "tomorrow", "type": "x", "summary": "y"}]},
            ["ISO date"],
        ),
        (
            {"previous_interactions": [{"date": "2099-01-01", "type": "x", "summary": "y"}]},
            ["a year from now"],
        ),
        ({"follow_up_interval": "soon"}, ["follow_up_interval", "3 business days"]),
        ({"phone_number": "123456"}, ["phone_number", "at least 7 digits"]),
        ({"lead_data": {"email": "x"}}, ["lead_data.email", "jane@example.com"]),
        ({"lead_data": {"name": "x" * 2001}}, ["lead_data.name", "at most 2000 characters"]),
    ],
)
def test_a_refusal_names_the_field_and_what_would_be_right(
    changes: dict[str, Any], words: list[str]
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read_request(SMALL | changes, NOW)
    assert all(word in str(refused.value) for word in words), str(refused.value)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"siteId": "s"}, "leadId: is required."),
        ({"site_id": "s"}, "lead_id: is required."),
        ({"site_id": "s", "leadId": None}, "leadId: is required."),
        ({"siteId": "s", "lead_id": None}, "lead_id: is required."),
        ({"siteId": "s", "phone_number": "+14155550132"}, "leadId: is required."),
        ({"lead_id": "l", "unknownField": 1}, "site_id: is required."),
        ({}, "siteId: is required. leadId: is required."),
    ],
)
def test_a_missing_field_is_named_in_the_callers_spelling(
    body: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read_request(body, NOW)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lead_stage": []}, "lead_stage"),
        ({"leadStage": []}, "leadStage"),
        ({"lead_data": {"pain_points": {}}}, "lead_data.pain_points"),
        ({"leadData": {"painPoints": {}}}, "leadData.painPoints"),
        ({"leadData": {"pain_points": {}}}, "leadData.pain_points"),
        ({"lead_data": {"pain_points": ["x" * 2001]}}, "lead_data.pain_points.0"),
        ({"previous_interactions": [{"date": "x"}]}, "previous_interactions.0.date"),
        ({"previousInteractions": [{"type": "call"}]}, "previousInteractions.0.date"),
    ],
)
def test_a_field_that_is_wrong_is_named_as_it_was_sent(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read_request(SMALL | changes, NOW)
    assert str(refused.value).startswith(f"{field}: ")


def test_a_refusal_does_not_repeat_what_was_said_of_the_lead() -> None:
    with pytest.raises(InvalidRequest) as refused:
        read_request(SMALL | {"leadData": {"email": "jane smith", "phone": "call her"}}, NOW)
    assert "jane smith" not in str(refused.value)
    assert "call her" not in str(refused.value)


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ({"siteId": "site_456"}, "leadId: is required"),
        ({"site_id": "site_456"}, "lead_id: is required"),
        ({"siteId": "s", "lead_id": "a b"}, "lead_id: expected"),
        (
            {"site_id": "s", "lead_id": "l", "lead_data": {"pain_points": 1.5j}},
            "lead_data.pain_points",
        ),
        ({"siteId": "s", "leadId": "l", "leadData": {"painPoints": [[]]}}, "leadData.painPoints"),
        ({"siteId": "s", "leadId": "l", "lead_data": {"email": "x"}}, "lead_data.email"),
        (
            {"site_id": "s", "lead_id": "l", "previous_interactions": [{"type": "call"}]},
            "previous_interactions.0.date: is required",
        ),
        ({"siteId": "s", "leadId": "l", "phone_number": "1"}, "phone_number: expected"),
        ({}, "siteId: is required"),
    ],
)
def test_a_fault_names_each_field_as_it_was_sent(raw: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidRequest) as error:
        read_request(raw, NOW)
    assert place in str(error.value)
