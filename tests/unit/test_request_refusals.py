"""What a request says of being contacted, by whatever name, and names that are a slip."""

from typing import Any

import pytest

from tests.factories import NOW
from tools.domain.permission import Cause
from tools.domain.vocabulary import Channel
from tools.intake.request import FollowUpRequest, read_request


def request(**fields: Any) -> FollowUpRequest:
    return read_request({"siteId": "s", "leadId": "l", **fields}, NOW)


@pytest.mark.parametrize(
    "fields",
    [
        {"leadData": {"optedOut": True}},
        {"leadData": {"doNotContact": "yes"}},
        {"leadData": {"preferences": {"doNotContact": True}}},
        {"leadData": {"doNotContcat": True}},
        {"optdOut": True},
        {"leadData": {"status": "Unsubscribed"}},
        {"leadData": {"notes": "asked us to stop writing to her"}},
        {"leadStage": "Do Not Contact"},
        {
            "previousInteractions": [
                {"date": "2024-04-01", "type": "reply", "summary": "unsubscribe"}
            ]
        },
    ],
)
def test_a_refusal_is_read_by_whatever_name(fields: dict[str, Any]) -> None:
    refusals = request(**fields).refusals
    assert [refusal.channel for refusal in refusals] == [None]
    assert refusals[0].cause is Cause.OPTED_OUT


def test_a_refusal_in_a_name_holds_the_lead() -> None:
    [refusal] = request(leadData={"name": "Jane Smith - DO NOT CALL"}).refusals
    assert (refusal.channel, refusal.cause.holds) == (None, True)


def test_a_refusal_of_one_channel_names_it() -> None:
    [refusal] = request(leadData={"doNotEmail": True}).refusals
    assert refusal.channel is Channel.EMAIL
    assert refusal.source == "doNotEmail"


@pytest.mark.parametrize(
    "fields",
    [
        {"leadData": {"optedOut": False}},
        {"leadData": {"doNotContact": None}},
        {"leadData": {"notes": "do not mention the price"}},
        {"leadData": {"industry": "Shipping", "employees": 12}},
        {"leadStage": "Open - Not Contacted"},
    ],
)
def test_other_fields_refuse_nothing(fields: dict[str, Any]) -> None:
    assert request(**fields).refusals == ()


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        ({"folowUpInterval": "3 days"}, "followUpInterval"),
        ({"follow_up_intervall": "3 days"}, "follow_up_interval"),
        ({"leadData": {"painPoint": ["x"]}}, "leadData.painPoints"),
    ],
)
def test_a_name_near_a_known_one_is_named(fields: dict[str, Any], meant: str) -> None:
    [sentence] = request(**fields).misspellings
    assert sentence.endswith(f"was not used: did you mean {meant}?")


def test_a_name_unlike_any_is_let_pass() -> None:
    assert request(campaign="spring", leadData={"industry": "Shipping"}).misspellings == ()
